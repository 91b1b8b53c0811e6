/** References of kernels/sparse-lists.ts. */
import { f32, type Matrix } from "./matrix.ts";

/** One non-zero number of a row, or of a column. */
export interface Entry {
  index: number;
  value: number;
}

/** The non-zero numbers of each row. Negative zero is zero. */
export function sparsifyFloats(matrix: Matrix): Entry[][] {
  return matrix.map((row) =>
    row.map((value, index) => ({ index, value })).filter(({ value }) => value !== 0),
  );
}

/** The non-zero bytes of the chosen rows, scaled. */
export function sparsifyBytes(source: Matrix, rows: number[], scale: number): Entry[][] {
  const chosen = sparsifyFloats(rows.map((row) => source[row]));
  return chosen.map((list) => list.map(({ index, value }) => ({ index, value: f32(value * f32(scale)) })));
}

export function countNonZero(bytes: number[]): number {
  return bytes.filter((byte) => byte !== 0).length;
}

/** Each row as the indices of its non-zero bytes, two bytes each (low one first), and then the bytes themselves. */
export function packRows(rows: Matrix): { packed: number[]; starts: number[] } {
  const packed: number[] = [];
  const starts: number[] = [];
  for (const list of sparsifyFloats(rows)) {
    starts.push(packed.length);
    for (const { index } of list) packed.push(index % 256, Math.floor(index / 256));
    for (const { value } of list) packed.push(value);
  }
  return { packed, starts };
}

/** Lists by column from lists by row. */
export function transposeSparse(lists: Entry[][], columns: number): Entry[][] {
  return Array.from({ length: columns }, (_, column) =>
    lists.flatMap((list, row) =>
      list.filter(({ index }) => index === column).map(({ value }) => ({ index: row, value })),
    ),
  );
}
