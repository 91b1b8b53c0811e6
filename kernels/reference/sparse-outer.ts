/** Reference of kernels/sparse-outer.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";
import type { Entry } from "./sparse-lists.ts";

/** x^T delta from the lists of x, each number summed in the order of the rows. */
export function sparseOuter(lists: Entry[][], delta: Matrix, inputs: number): Matrix {
  const out = Array.from({ length: inputs }, () => delta[0].map(() => 0));
  lists.forEach((list, n) => {
    for (const { index, value } of list) {
      out[index] = out[index].map((sum, column) => f32(sum + f32(value * delta[n][column])));
    }
  });
  return out;
}
