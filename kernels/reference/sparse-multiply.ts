/** Reference of kernels/sparse-multiply.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";
import type { Entry } from "./sparse-lists.ts";

/** start + lists × matrix, each number summed in the order of its list. */
export function sparseMultiply(lists: Entry[][], matrix: Matrix, start: number[]): Matrix {
  return lists.map((list) =>
    start.map((first, column) =>
      list.reduce((sum, { index, value }) => f32(sum + f32(value * matrix[index][column])), first),
    ),
  );
}
