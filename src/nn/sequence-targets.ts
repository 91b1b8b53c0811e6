/** Labels that are sequences of class numbers, as the loss ctc takes them: checked, and brought to one width. */
import { rangeError } from "../base/errors.ts";
import { formatShape, type Shape } from "../base/shapes.ts";
import { checkedSteps } from "./losses/ctc-loss.ts";
import type { PlainTargets } from "./targets.ts";

/** What stands behind the last symbol of a label that is shorter than others. */
const PADDING = -1;

/**
 * Rows (N, L) of class numbers, ended by -1 where they are shorter; as wide as the longest needs.
 * @throws RangeError if a number is no class or stands behind a -1, if it is the blank, or if a label needs more steps than there are
 */
export function sequenceTargets(
  { data, shape }: { data: ArrayLike<number>; shape: Shape },
  outputShape: Shape,
): PlainTargets {
  const [steps, classes] = checkedSteps(outputShape);
  if (shape.length !== 2) {
    throw rangeError({
      what: "y does not fit the loss ctc",
      expected: "rows of class numbers, (N, L)",
      received: formatShape(shape),
      mend: `Give one row for each example, and fill shorter ones up with ${PADDING}.`,
    });
  }
  const [count, width] = shape;
  let longest = 1;
  for (let n = 0; n < count; n++) {
    const label = Array.from({ length: width }, (_, i) => data[n * width + i]);
    longest = Math.max(longest, checkedLength(label, n, { steps, classes }));
  }
  return widenTargets({ kind: "rows", data: Float32Array.from(data), width }, count, longest);
}

/** The same labels in rows of another width, which holds them all. */
export function widenTargets(targets: PlainTargets, count: number, width: number): PlainTargets {
  if (targets.width === width) return targets;
  const data = new Float32Array(count * width).fill(PADDING);
  const kept = Math.min(width, targets.width);
  for (let n = 0; n < count; n++) {
    const begin = n * targets.width;
    data.set(targets.data.subarray(begin, begin + kept), n * width);
  }
  return { ...targets, data, width };
}

/** How many symbols the label of example `n` has. */
function checkedLength(
  label: readonly number[],
  n: number,
  { steps, classes }: { steps: number; classes: number },
): number {
  const end = label.findIndex((value) => value === PADDING);
  const length = end < 0 ? label.length : end;
  label.forEach((value, i) => checkSymbol(value, { n, i, classes, ended: i > length }));
  let needed = length;
  for (let i = 1; i < length; i++) if (label[i] === label[i - 1]) needed++;
  if (needed <= steps) return length;
  throw rangeError({
    what: `the label of example ${n} does not fit the model's steps`,
    expected: `at most ${steps} steps needed: one for each symbol, and one for the blank between equal neighbours`,
    received: `${needed}, for ${label.slice(0, length).join(" ")}`,
    mend: "Leave the example out, or make the model give more steps.",
  });
}

/** A number of a label: a class, or padding where the label has ended. */
function checkSymbol(
  value: number,
  { n, i, classes, ended }: { n: number; i: number; classes: number; ended: boolean },
): void {
  const isClass = Number.isInteger(value) && value >= 0 && value < classes - 1;
  if (value === PADDING || (isClass && !ended)) return;
  throw rangeError({
    what: ended
      ? `the label of example ${n} goes on behind its end`
      : `the label of example ${n} holds what is no symbol`,
    expected: ended
      ? `${PADDING} everywhere behind the first`
      : `a whole number from 0 to ${classes - 2} (${classes - 1} is the blank), or ${PADDING} behind the last symbol`,
    received: `${value} in position ${i}`,
  });
}
