/**
 * Dense matrix product, register-blocked 4 rows by 8 columns: eight accumulators, two loads of B and four
 * broadcasts of A for 64 flops. Larger matrices are first packed into panels so that the inner loop reads
 * memory in order; half a panel of 16 columns stays in the first-level cache for all rows.
 */

/**
 * out = start + A B, with any strides of A (so that A^T needs no copy where it is small).
 * A's rows come in blocks of four: element (4 i + r, k) lies at `a + i * aBlock + r * aRow + k * aColumn` bytes.
 * B and `out` may lie in panels of 16 columns: row k of panel p at `b + p * bPanel + k * bRow` bytes; where they are
 * whole rows, bPanel is 64.
 * Rows are taken four at a time: `to - from` is rounded up, and `out` must have room.
 */
export function gemm(
  out: usize, outRow: i32, outPanel: i32, // (M, columns), overwritten; bytes
  a: usize, aBlock: i32, aRow: i32, aColumn: i32, // bytes
  b: usize, bRow: i32, bPanel: i32, // bytes
  start: usize, // (columns) or 0 for zeros
  columns: i32, depth: i32, from: i32, to: i32,
): void {
  for (let column = 0; column < columns; column += 8) {
    const half = <usize>(column & 8) << 2;
    const panel = b + <usize>(column >> 4) * <usize>bPanel + half;
    const target = out + <usize>(column >> 4) * <usize>outPanel + half;
    const first: usize = start == 0 ? 0 : start + (<usize>column << 2);
    for (let m = from; m < to; m += 4) {
      block4x8(target + <usize>m * <usize>outRow, outRow, a + <usize>(m >> 2) * <usize>aBlock, aRow, aColumn, panel, bRow, first, depth);
    }
  }
}

/** Copies rows of a (K, stride) matrix into panels of `width` (4 or 16) columns. */
export function packPanels(
  panels: usize, panelBytes: i32, // (stride / width, K, width), overwritten in these rows
  matrix: usize, // (K, stride)
  stride: i32, width: i32, from: i32, to: i32, // range of rows
): void {
  const rowBytes = <usize>stride << 2, pieceBytes = <usize>width << 2;
  for (let column = 0; column < stride; column += width) {
    let target = panels + <usize>(column / width) * <usize>panelBytes + <usize>from * pieceBytes;
    let source = matrix + <usize>from * rowBytes + (<usize>column << 2);
    for (let k = from; k < to; k++) {
      for (let byte: usize = 0; byte < pieceBytes; byte += 16) v128.store(target + byte, v128.load(source + byte));
      target += pieceBytes;
      source += rowBytes;
    }
  }
}

/** Copies rows of panels of 16 columns back into a (K, stride) matrix. */
export function unpackPanels(
  matrix: usize, // (K, stride), overwritten in these rows
  panels: usize, panelBytes: i32, // (stride / 16, K, 16)
  stride: i32, from: i32, to: i32, // range of rows
): void {
  const rowBytes = <usize>stride << 2;
  for (let column = 0; column < stride; column += 16) {
    let source = panels + <usize>(column >> 4) * <usize>panelBytes + (<usize>from << 6);
    let target = matrix + <usize>from * rowBytes + (<usize>column << 2);
    for (let k = from; k < to; k++) {
      for (let byte: usize = 0; byte < 64; byte += 16) v128.store(target + byte, v128.load(source + byte));
      target += rowBytes;
      source += 64;
    }
  }
}

/**
 * out = matrix^T for a range of the matrix's rows, in blocks of 4 by 4; either may lie in panels of 16 columns, as in
 * `gemm`. Rows beyond a multiple of 4 must be padding.
 */
export function transpose(
  out: usize, outRow: i32, outPanel: i32, // (columns, rows), overwritten in these columns; bytes
  matrix: usize, rowBytes: i32, panelBytes: i32, // (rows, columns)
  columns: i32, from: i32, to: i32, // range of rows of `matrix`, from a multiple of 4
): void {
  const outBytes = <usize>outRow;
  for (let column = 0; column < columns; column += 4) {
    const panel = matrix + <usize>(column >> 4) * <usize>panelBytes + (<usize>(column & 15) << 2);
    const place = out + <usize>column * outBytes;
    for (let row = from; row < to; row += 4) {
      const source = panel + <usize>row * <usize>rowBytes;
      const r0 = v128.load(source), r1 = v128.load(source + <usize>rowBytes);
      const r2 = v128.load(source + 2 * <usize>rowBytes), r3 = v128.load(source + 3 * <usize>rowBytes);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const target = place + <usize>(row >> 4) * <usize>outPanel + (<usize>(row & 15) << 2);
      v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(target + outBytes, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(target + 2 * outBytes, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(target + 3 * outBytes, v128.shuffle<i64>(high01, high23, 1, 3));
    }
  }
}

// @ts-ignore: decorator
@inline
function block4x8(
  out: usize, outRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, start: usize, depth: i32,
): void {
  let c00 = f32x4.splat(0), c01 = c00;
  if (start != 0) {
    c00 = v128.load(start); c01 = v128.load(start, 16);
  }
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
  let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(a0);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0)); c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(a1);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0)); c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(a2);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0)); c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(a3);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0)); c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    a0 += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn;
    b += bRow;
  }
  v128.store(out, c00); v128.store(out, c01, 16);
  out += outRow;
  v128.store(out, c10); v128.store(out, c11, 16);
  out += outRow;
  v128.store(out, c20); v128.store(out, c21, 16);
  out += outRow;
  v128.store(out, c30); v128.store(out, c31, 16);
}
