/** References of kernels/gemm.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";

/** start + a b, each number summed in the order of the inner index. */
export function gemm(a: Matrix, b: Matrix, start: number[]): Matrix {
  return a.map((row) =>
    start.map((first, column) => {
      let sum = first;
      for (let k = 0; k < row.length; k++) sum = f32(sum + f32(row[k] * b[k][column]));
      return sum;
    }),
  );
}

/** The matrix cut into panels of `width` columns, one behind the other. */
export function packPanels(matrix: Matrix, width: number): number[] {
  const panels: number[] = [];
  for (let column = 0; column < matrix[0].length; column += width) {
    for (const row of matrix) panels.push(...row.slice(column, column + width));
  }
  return panels;
}

/** The matrix that `packPanels` turned into panels of 16 columns. */
export function unpackPanels(panels: number[], depth: number): Matrix {
  const count = panels.length / (depth * 16);
  return Array.from({ length: depth }, (_, k) =>
    Array.from({ length: count }, (_, p) =>
      panels.slice((p * depth + k) * 16, (p * depth + k + 1) * 16),
    ).flat(),
  );
}

export function transpose(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}
