/** Checks of arguments at public entrances; never called in inner loops. */
import { rangeError, typeError } from "./errors.ts";

/** How a received value is shown in an error: strings quoted, long things shortened, no `[object Object]`. */
export function show(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (typeof value === "function") return value.name === "" ? "a function" : `function ${value.name}`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return `an object of class ${value.constructor?.name}`;
  return String(value);
}

/**
 * Returns `value` if it is a whole number from `min` to `max`.
 * @throws TypeError if it is not a number, RangeError if it is not whole or out of range.
 */
export function checkInteger(
  name: string,
  value: unknown,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const expected = `a whole number ${describeRange(min, max)}`;
  if (typeof value !== "number")
    throw typeError({ what: `${name} is not a number`, expected, received: show(value) });
  if (!Number.isInteger(value) || value < min || value > max) {
    throw rangeError({ what: `${name} is out of range`, expected, received: show(value) });
  }
  return value;
}

/**
 * Returns `value` if it is a finite number from `min` to `max`.
 * @throws TypeError if it is not a number, RangeError if it is NaN, infinite or out of range.
 */
export function checkNumber(name: string, value: unknown, min = -Infinity, max = Infinity): number {
  const expected = `a finite number ${describeRange(min, max)}`.trimEnd();
  if (typeof value !== "number")
    throw typeError({ what: `${name} is not a number`, expected, received: show(value) });
  if (!Number.isFinite(value) || value < min || value > max) {
    throw rangeError({ what: `${name} is out of range`, expected, received: show(value) });
  }
  return value;
}

/**
 * Looks a name up; an unknown one is answered with the known names and the nearest of them.
 * @throws RangeError if the name is unknown, TypeError if it is not a string.
 */
export function lookUp<T>(kind: string, name: unknown, known: Readonly<Record<string, T>>): T {
  const names = Object.keys(known);
  if (typeof name !== "string") {
    throw typeError({ what: `${kind} is not a name`, expected: names.join(", "), received: show(name) });
  }
  if (Object.hasOwn(known, name)) return known[name];
  const nearest = nearestName(name, names);
  throw rangeError({
    what: `unknown ${kind} ${show(name)}`,
    expected: `one of ${names.join(", ")}`,
    mend: nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
  });
}

/** The known name with the smallest edit distance, if it is near enough to be a slip of the pen. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function describeRange(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return "";
  if (max === Infinity || max === Number.MAX_SAFE_INTEGER) return `of at least ${min}`;
  return min === -Infinity ? `of at most ${max}` : `from ${min} to ${max}`;
}

/** Levenshtein's distance by the two-row dynamic programme. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j] + 1, current[j - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}
