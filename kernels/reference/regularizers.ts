/** References of kernels/regularizers.ts. */
import { f32 } from "./matrix.ts";

/** target + source * factor, in float32. */
export function addScaled(target: number[], source: number[], factor: number): number[] {
  return target.map((value, i) => f32(value + f32(source[i] * f32(factor))));
}

/** The sum of squares in double precision: eight sums, of the values modulo 8, and then their sum by halves. */
export function sumOfSquares(values: number[]): number {
  let sums = new Array<number>(8).fill(0);
  values.forEach((value, i) => (sums[i % 8] += value * value));
  while (sums.length > 1) {
    const half = sums.length / 2;
    sums = sums.slice(0, half).map((sum, i) => sum + sums[i + half]);
  }
  return sums[0];
}
