/**
 * Numbers as Python prints them, so that our lines and files are Keras's: ties go to the even digit, exponents
 * have at least two digits, whole floats keep their `.0`, and the rest are called `nan` and `inf`.
 * Source: the Python language reference, "Format Specification Mini-Language" and `repr(float)`.
 */

/** Python's `f"{value:.{digits}f}"`: a fixed number of decimals. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  // From 1e21 on, toFixed() would answer with an exponent; such numbers are whole.
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits === 0 ? "" : `.${"0".repeat(digits)}`}`;
  // toFixed() moves ties away from zero. With 100 decimals it shows a tie for what it is, and cut off, not rounded,
  // a tie behind an even digit stays at that digit.
  const exact = value.toFixed(100);
  const cut = exact.indexOf(".") + 1 + digits;
  const kept = exact.slice(0, cut);
  const isTieBehindEvenDigit = /^50*$/.test(exact.slice(cut)) && /[02468]\.?$/.test(kept);
  return isTieBehindEvenDigit ? kept.replace(/\.$/, "") : value.toFixed(digits);
}

/** Python's `f"{value:.{digits}e}"`: one digit before the point, and an exponent of at least two digits. */
export function formatExponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}

/** Python's `repr(value)` of a float: the shortest decimals that give the same number back. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const shortest = value.toExponential();
  const exponent = Number(shortest.slice(shortest.indexOf("e") + 1));
  if (exponent < -4 || exponent >= 16) return shortest.replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
