/** Reference of kernels/masked-multiply.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";
import type { Entry } from "./sparse-lists.ts";

/** delta × matrix^T at the indices of each row's list, zero elsewhere; `matrix` has a row for each index. */
export function maskedMultiply(lists: Entry[][], delta: Matrix, matrix: Matrix): Matrix {
  return lists.map((list, n) => {
    const row = new Array<number>(matrix.length).fill(0);
    for (const { index } of list) row[index] = dot(delta[n], matrix[index]);
    return row;
  });
}

/** Eight partial sums, of the columns modulo 8, and then their sum by halves. */
function dot(a: number[], b: number[]): number {
  let sums = new Array<number>(8).fill(0);
  a.forEach((x, o) => (sums[o % 8] = f32(sums[o % 8] + f32(x * b[o]))));
  while (sums.length > 1) {
    const half = sums.length / 2;
    sums = sums.slice(0, half).map((sum, i) => f32(sum + sums[i + half]));
  }
  return sums[0];
}
