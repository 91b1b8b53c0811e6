/** Reference of kernels/masked-multiply.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";
import type { Entry } from "./sparse-lists.ts";

/** delta × matrix^T where the list of a row has an entry, zero elsewhere; eight partial sums a product, as the kernel's. */
export function maskedMultiply(lists: Entry[][], delta: Matrix, matrix: Matrix): Matrix {
  return lists.map((list, n) => {
    const row = new Array<number>(matrix.length).fill(0);
    for (const { index } of list) row[index] = dot(delta[n], matrix[index]);
    return row;
  });
}

function dot(a: number[], b: number[]): number {
  const sums = new Array<number>(8).fill(0);
  a.forEach((value, o) => (sums[o % 8] = f32(sums[o % 8] + f32(value * b[o]))));
  const four = [0, 1, 2, 3].map((i) => f32(sums[i] + sums[i + 4]));
  return f32(f32(four[0] + four[2]) + f32(four[1] + four[3]));
}
