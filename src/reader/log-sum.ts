/** Sums of probabilities that are given by their logarithms, which would be 0 as they are. */

/** What lies so far below the other, ln, changes nothing in the last place of a double: ln of 2^-54. */
const NEGLIGIBLE = -37.5;

/** ln(e^a + e^b). */
export function logAdd(a: number, b: number): number {
  const [greater, less] = a < b ? [b, a] : [a, b];
  return less - greater > NEGLIGIBLE ? greater + Math.log1p(Math.exp(less - greater)) : greater;
}

/** ln of the sum of e^value; -Infinity for none. */
export function logSum(values: readonly number[]): number {
  return values.reduce(logAdd, -Infinity);
}
