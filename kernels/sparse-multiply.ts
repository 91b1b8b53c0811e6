/**
 * Sparse lists times a dense matrix. One pass keeps a tile of 16 outputs of one row in registers and adds
 * `value * matrix[index, tile]` for each entry of the row's list. 16 columns rather than 32: the matrix's tile then
 * fits the first-level cache (784 rows of 64 bytes), 33 against 28 GFLOP/s (measured).
 *
 * The matrix may lie in panels of 16 columns (see `packPanels`), which keeps a wide matrix's tile together:
 * row k of panel p is at `matrix + p * panelBytes + k * rowBytes`. One in whole rows has rowBytes = 4 stride
 * and panelBytes = 64. A row has 32, 64 or 128 bytes: the shift that finds it is then a constant of the loop, and with
 * two entries a turn that makes 36 GFLOP/s of 30 (measured).
 */

/**
 * out[n, :] = start + sum over the list of row n of value * matrix[index, :].
 * With lists by row this is `x W + b` and, with transposed weights, `dy W^T`; with lists by column it is the
 * weight gradient `x^T dy`.
 */
export function sparseMultiply(
  out: usize, outRow: i32, outPanel: i32, // (N, columns), overwritten; bytes, as of the matrix
  entries: usize, counts: usize, capacity: i32, // lists of N rows; capacity 0: places as of `transposeSparse` for counts
  matrix: usize, rowBytes: i32, panelBytes: i32, // (K, columns)
  start: usize, // (columns), or 0 for zeros
  columns: i32, from: i32, to: i32,
): void {
  const outBytes = <usize>outRow;
  for (let column = 0; column < columns; column += 16) {
    const panel = matrix + <usize>(column >> 4) * <usize>panelBytes;
    const first: usize = start == 0 ? 0 : start + (<usize>column << 2);
    const target = out + <usize>(column >> 4) * <usize>outPanel;
    if (rowBytes == 64) panel16(target, outBytes, entries, counts, capacity, panel, first, 6, from, to);
    else if (rowBytes == 128) panel16(target, outBytes, entries, counts, capacity, panel, first, 7, from, to);
    else panel8(target, outBytes, entries, counts, capacity, panel, first, from, to);
  }
}

// @ts-ignore: decorator
@inline
function panel16(
  out: usize, outBytes: usize, entries: usize, counts: usize, capacity: i32, panel: usize, start: usize, rowShift: i32,
  from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    let list = entries, end = entries;
    if (capacity == 0) {
      list += <usize>load<u32>(counts + (<usize>n << 3));
      end += <usize>load<u32>(counts + (<usize>n << 3), 4);
    } else {
      list += <usize>n * <usize>capacity * 8;
      end = list + (<usize>load<i32>(counts + (<usize>n << 2)) << 3);
    }
    tile16(out + <usize>n * outBytes, list, end, panel, start, rowShift);
  }
}

// @ts-ignore: decorator
@inline
function panel8(
  out: usize, outBytes: usize, entries: usize, counts: usize, capacity: i32, panel: usize, start: usize,
  from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    let list = entries, end = entries;
    if (capacity == 0) {
      list += <usize>load<u32>(counts + (<usize>n << 3));
      end += <usize>load<u32>(counts + (<usize>n << 3), 4);
    } else {
      list += <usize>n * <usize>capacity * 8;
      end = list + (<usize>load<i32>(counts + (<usize>n << 2)) << 3);
    }
    tile8(out + <usize>n * outBytes, list, end, panel, start);
  }
}

// @ts-ignore: decorator
@inline
function tile16(out: usize, list: usize, end: usize, matrix: usize, start: usize, rowShift: i32): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  if (start != 0) {
    a0 = v128.load(start); a1 = v128.load(start, 16); a2 = v128.load(start, 32); a3 = v128.load(start, 48);
  }
  // The two products are added one after the other: the sum is that of one entry a turn, bit for bit.
  for (const last = end - 8; list < last; list += 16) {
    const row = matrix + <usize>(load<i32>(list) << rowShift), next = matrix + <usize>(load<i32>(list, 8) << rowShift);
    const x = v128.load_splat<f32>(list, 4), y = v128.load_splat<f32>(list, 12);
    a0 = f32x4.add(f32x4.add(a0, f32x4.mul(x, v128.load(row))), f32x4.mul(y, v128.load(next)));
    a1 = f32x4.add(f32x4.add(a1, f32x4.mul(x, v128.load(row, 16))), f32x4.mul(y, v128.load(next, 16)));
    a2 = f32x4.add(f32x4.add(a2, f32x4.mul(x, v128.load(row, 32))), f32x4.mul(y, v128.load(next, 32)));
    a3 = f32x4.add(f32x4.add(a3, f32x4.mul(x, v128.load(row, 48))), f32x4.mul(y, v128.load(next, 48)));
  }
  if (list < end) {
    const row = matrix + <usize>(load<i32>(list) << rowShift);
    const x = v128.load_splat<f32>(list, 4);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, v128.load(row, 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, v128.load(row, 48)));
  }
  v128.store(out, a0); v128.store(out, a1, 16); v128.store(out, a2, 32); v128.store(out, a3, 48);
}

/** Rows of 8 columns, 32 bytes. */
// @ts-ignore: decorator
@inline
function tile8(out: usize, list: usize, end: usize, matrix: usize, start: usize): void {
  let a0 = f32x4.splat(0), a1 = a0;
  if (start != 0) {
    a0 = v128.load(start); a1 = v128.load(start, 16);
  }
  for (; list < end; list += 8) {
    const row = matrix + <usize>(load<i32>(list) << 5);
    const x = v128.load_splat<f32>(list, 4);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
  }
  v128.store(out, a0); v128.store(out, a1, 16);
}
