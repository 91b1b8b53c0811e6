/** Reference of kernels/dropout.ts: the mask is a hash of the position and the key. */
import { f32, type Matrix } from "./matrix.ts";

/** What dropout is told. */
export interface DropoutFacts {
  key: number;
  /** Share of the values to drop. */
  rate: number;
  /** Floats from one row to the next. */
  stride: number;
}

export function dropout(input: Matrix, { key, rate, stride }: DropoutFacts): Matrix {
  const scale = f32(1 / (1 - rate));
  const threshold = Math.floor(rate * 2 ** 32);
  return input.map((row, n) =>
    row.map((x, column) => (hash(n * stride + column, key) >= threshold ? f32(x * scale) : 0)),
  );
}

/** A whole number 0..2^32 - 1. */
function hash(position: number, key: number): number {
  let z = Math.imul(position, 0x9e3779b1) ^ key;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
