/**
 * The gradient of a 3 by 3 kernel at stride 1 from tiles of 2 by 2 deltas: the transpose of winograd.ts, with 16
 * multiplications a tile where the definition takes 36. gradient = Gt [sum over tiles of (Bt d B) (A delta At)] G.
 */
import { inputTile } from "./winograd";

/** Tiles at a time: their transforms at one place stay in the first-level cache, all of them in the second. */
const TILES = 16;

/**
 * gradient[ky, kx, c, :] as `convolveGradient`, for a range of channels. Each sum runs over the images and their tiles
 * in their order. Channels and the range are multiples of 4, columns of 8.
 */
export function winogradGradient(
  gradient: usize, weightRow: i32, weightPanel: i32, // bytes; rows of these channels overwritten
  input: usize, inPixel: i32, inRow: i32, inStride: i32, // (N, outHeight + 2, outWidth + 2, channels)
  delta: usize, outPixel: i32, outStride: i32, // (N, outHeight, outWidth, columns)
  scratch: usize, // (16, TILES, C) inputs, (16, TILES, columns) deltas and (16, C, columns) sums, of C channels in the range; overwritten
  channels: i32, outHeight: i32, outWidth: i32, columns: i32, images: i32, from: i32, to: i32,
): void {
  const row = <usize>(to - from) << 2, outBytes = <usize>columns << 2;
  const deltas = scratch + 16 * TILES * row;
  const sums = deltas + 16 * TILES * outBytes;
  memory.fill(sums, 0, 16 * <usize>(to - from) * outBytes);
  const pixelBytes = <usize>inPixel << 2, rowBytes = <usize>inRow << 2;
  const deltaPixel = <usize>outPixel << 2, deltaRow = <usize>outWidth * deltaPixel;
  let count = 0;
  for (let n = 0; n < images; n++) {
    const image = input + (<usize>(n * inStride + from) << 2);
    const imageDelta = delta + (<usize>(n * outStride) << 2);
    for (let y = 0; y < outHeight; y += 2) {
      const hasRow = y + 1 < outHeight;
      for (let x = 0; x < outWidth; x += 2) {
        const hasColumn = x + 1 < outWidth;
        inputTile(scratch + <usize>count * row, TILES * row, image + <usize>y * rowBytes + <usize>x * pixelBytes,
          pixelBytes, rowBytes, hasRow, hasColumn, row);
        deltaTile(deltas + <usize>count * outBytes, TILES * outBytes, imageDelta + <usize>y * deltaRow + <usize>x * deltaPixel,
          deltaPixel, deltaRow, hasRow, hasColumn, outBytes);
        if (++count < TILES) continue;
        addTiles(sums, scratch, row, deltas, outBytes, count);
        count = 0;
      }
    }
  }
  addTiles(sums, scratch, row, deltas, outBytes, count);
  const place = <usize>(to - from) * outBytes;
  const tap = <usize>channels * <usize>weightRow;
  for (let c = from; c < to; c++) {
    for (let column: usize = 0; column < outBytes; column += 16) {
      const target = gradient + (column >> 6) * <usize>weightPanel + (column & 63) + <usize>c * <usize>weightRow;
      kernelTile(target, tap, sums + <usize>(c - from) * outBytes + column, place);
    }
  }
}

/** A delta At; deltas outside the image are zero. */
// @ts-ignore: decorator
@inline
function deltaTile(out: usize, place: usize, d: usize, pixel: usize, row: usize, hasRow: bool, hasColumn: bool, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const a = d + o;
    const d00 = v128.load(a);
    const d01 = hasColumn ? v128.load(a + pixel) : zero;
    const d10 = hasRow ? v128.load(a + row) : zero;
    const d11 = hasRow && hasColumn ? v128.load(a + row + pixel) : zero;
    deltaRow(out + o, place, d00, d01);
    deltaRow(out + o + 4 * place, place, f32x4.add(d00, d10), f32x4.add(d01, d11));
    deltaRow(out + o + 8 * place, place, f32x4.sub(d00, d10), f32x4.sub(d01, d11));
    deltaRow(out + o + 12 * place, place, f32x4.neg(d10), f32x4.neg(d11));
  }
}

// @ts-ignore: decorator
@inline
function deltaRow(out: usize, place: usize, a: v128, b: v128): void {
  v128.store(out, a);
  v128.store(out + place, f32x4.add(a, b));
  v128.store(out + 2 * place, f32x4.sub(a, b));
  v128.store(out + 3 * place, f32x4.neg(b));
}

/** At each of the sixteen places: sums += inputs^T deltas. */
// @ts-ignore: decorator
@inline
function addTiles(sums: usize, inputs: usize, row: usize, deltas: usize, outBytes: usize, count: i32): void {
  for (let place = 0; place < 16; place++) {
    for (let c: usize = 0; c < row; c += 16) {
      for (let o: usize = 0; o < outBytes; o += 32) block(sums + o, outBytes, inputs + c, row, deltas + o, count);
      sums += outBytes << 2;
    }
    inputs += TILES * row;
    deltas += TILES * outBytes;
  }
}

/** Four channels by eight columns. */
// @ts-ignore: decorator
@inline
function block(out: usize, outRow: usize, a: usize, aRow: usize, b: usize, count: i32): void {
  const out1 = out + outRow, out2 = out1 + outRow, out3 = out2 + outRow;
  let c00 = v128.load(out), c01 = v128.load(out, 16), c10 = v128.load(out1), c11 = v128.load(out1, 16);
  let c20 = v128.load(out2), c21 = v128.load(out2, 16), c30 = v128.load(out3), c31 = v128.load(out3, 16);
  for (const end = a + <usize>count * aRow; a < end; a += aRow) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0)); c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0)); c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0)); c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0)); c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    b += outRow;
  }
  v128.store(out, c00); v128.store(out, c01, 16);
  v128.store(out1, c10); v128.store(out1, c11, 16);
  v128.store(out2, c20); v128.store(out2, c21, 16);
  v128.store(out3, c30); v128.store(out3, c31, 16);
}

/** Gt m G, four columns: rows m0 + (m1 + m2) / 2, (m1 - m2) / 2 and (m1 + m2) / 2 + m3, and the same of their columns. */
// @ts-ignore: decorator
@inline
function kernelTile(out: usize, tap: usize, m: usize, place: usize): void {
  for (let ky = 0; ky < 3; ky++) {
    const t0 = kernelRow(m, 4 * place, ky), t1 = kernelRow(m + place, 4 * place, ky);
    const t2 = kernelRow(m + 2 * place, 4 * place, ky), t3 = kernelRow(m + 3 * place, 4 * place, ky);
    const half = f32x4.splat(0.5);
    const even = f32x4.mul(half, f32x4.add(t1, t2));
    v128.store(out, f32x4.add(t0, even));
    v128.store(out + tap, f32x4.mul(half, f32x4.sub(t1, t2)));
    v128.store(out + 2 * tap, f32x4.add(even, t3));
    out += 3 * tap;
  }
}

// @ts-ignore: decorator
@inline
function kernelRow(m: usize, row: usize, ky: i32): v128 {
  const half = f32x4.splat(0.5);
  const m1 = v128.load(m + row), m2 = v128.load(m + 2 * row);
  if (ky == 1) return f32x4.mul(half, f32x4.sub(m1, m2));
  const even = f32x4.mul(half, f32x4.add(m1, m2));
  return ky == 0 ? f32x4.add(v128.load(m), even) : f32x4.add(even, v128.load(m + 3 * row));
}
