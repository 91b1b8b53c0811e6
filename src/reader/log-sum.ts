/** Sums of probabilities that are given by their logarithms, which would be 0 as they are. */

/** ln(e^a + e^b). */
export function logAdd(a: number, b: number): number {
  if (a < b) return logAdd(b, a);
  return b === -Infinity ? a : a + Math.log1p(Math.exp(b - a));
}

/** ln of the sum of e^value; -Infinity for none. */
export function logSum(values: readonly number[]): number {
  return values.reduce(logAdd, -Infinity);
}
