/** References of kernels/rows.ts, in float32. */
import { f32, type Matrix } from "./matrix.ts";

export function gatherBytes(source: Matrix, rows: number[], scale: number): Matrix {
  return rows.map((row) => source[row].map((byte) => f32(byte * f32(scale))));
}

export function gatherFloats(source: Matrix, rows: number[]): Matrix {
  return rows.map((row) => source[row]);
}

export function rescale(input: Matrix, scale: number, offset: number): Matrix {
  return input.map((row) => row.map((x) => f32(f32(x * f32(scale)) + f32(offset))));
}

/** Each column's sum, in the order of the rows. */
export function columnSums(delta: Matrix): number[] {
  return delta[0].map((_, column) => delta.reduce((sum, row) => f32(sum + row[column]), 0));
}
