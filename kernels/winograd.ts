/**
 * Convolution of 3 by 3 at stride 1 by Winograd's F(2x2, 3x3): a tile of 2 by 2 results takes 16 multiplications instead of
 * 36, at the price of additions before and after. Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural
 * Networks" (2015), section 4.1: Y = At [(G g Gt) . (Bt d B)] A.
 *
 * Sixteen products of (tiles, C) by (C, 8), register-blocked as `gemm`, replace the sum over channels of each of a tile's 16
 * places. Each result's sum runs over the channels in their order, whichever tiles are computed together.
 */

import { copyBlanks } from "./convolve";

/** Tiles at a time: their transformed inputs stay in the second-level cache and eight channels' products in the first. */
const TILES = 16;
/** Bytes of eight channels' products at one place of the tiles. */
const PLACE: usize = TILES * 32;

/**
 * G g Gt of each kernel, for a range of channels, as `winograd` reads them: (columns / 8, 16, C, 8).
 */
export function winogradKernel(
  out: usize, // overwritten for these channels
  weights: usize, weightRow: i32, weightPanel: i32, // (3, 3, C) rows of columns, as in `gemm`; bytes
  channels: i32, columns: i32, from: i32, to: i32,
): void {
  const tap = <usize>channels * <usize>weightRow;
  const place = <usize>channels << 5;
  for (let column = 0; column < columns; column += 4) {
    const panel = weights + <usize>(column >> 4) * <usize>weightPanel + (<usize>(column & 15) << 2);
    const target = out + <usize>(column >> 3) * 16 * place + (<usize>(column & 7) << 2);
    for (let c = from; c < to; c++) {
      kernelRows(target + (<usize>c << 5), place, panel + <usize>c * <usize>weightRow, tap);
    }
  }
}

/** Four kernels: G from the left gives four rows, G from the right four places each. */
// @ts-ignore: decorator
@inline
function kernelRows(out: usize, place: usize, g: usize, tap: usize): void {
  const half = f32x4.splat(0.5);
  const row = <usize>3 * tap;
  let a = v128.load(g), b = v128.load(g + row), c = v128.load(g + 2 * row);
  const even0 = f32x4.mul(half, f32x4.add(a, c)), odd0 = f32x4.mul(half, b);
  const first0 = a, last0 = c;
  g += tap;
  a = v128.load(g); b = v128.load(g + row); c = v128.load(g + 2 * row);
  const even1 = f32x4.mul(half, f32x4.add(a, c)), odd1 = f32x4.mul(half, b);
  const first1 = a, last1 = c;
  g += tap;
  a = v128.load(g); b = v128.load(g + row); c = v128.load(g + 2 * row);
  const even2 = f32x4.mul(half, f32x4.add(a, c)), odd2 = f32x4.mul(half, b);
  kernelPlaces(out, place, first0, first1, a);
  kernelPlaces(out + 4 * place, place, f32x4.add(even0, odd0), f32x4.add(even1, odd1), f32x4.add(even2, odd2));
  kernelPlaces(out + 8 * place, place, f32x4.sub(even0, odd0), f32x4.sub(even1, odd1), f32x4.sub(even2, odd2));
  kernelPlaces(out + 12 * place, place, last0, last1, c);
}

// @ts-ignore: decorator
@inline
function kernelPlaces(out: usize, place: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5);
  const even = f32x4.mul(half, f32x4.add(a, c)), odd = f32x4.mul(half, b);
  v128.store(out, a);
  v128.store(out + place, f32x4.add(even, odd));
  v128.store(out + 2 * place, f32x4.sub(even, odd));
  v128.store(out + 3 * place, c);
}

/**
 * As `convolve` with a 3 by 3 kernel at stride 1, from the kernel as `winogradKernel` has transformed it. Channels are a
 * multiple of 4. Of a tile that hangs over the image, the results inside do not depend on what lies outside.
 */
export function winograd(
  out: usize, outPixel: i32, outStride: i32, // (N, outHeight, outWidth, columns), overwritten
  input: usize, inPixel: i32, inRow: i32, inStride: i32, // (N, outHeight + 2, outWidth + 2, channels)
  kernel: usize, start: usize, // (columns) or 0 for zeros
  blanks: usize, // (N, outHeight, outWidth) u8, as in `convolve`
  scratch: usize, // (16, TILES, channels) inputs, (16, TILES, 8) products and TILES places of 8 bytes; overwritten
  channels: i32, outHeight: i32, outWidth: i32, columns: i32, from: i32, to: i32,
): void {
  const pixels = outHeight * outWidth;
  const row = <usize>channels << 2;
  const pixelBytes = <usize>inPixel << 2, rowBytes = <usize>inRow << 2;
  const outBytes = <usize>outPixel << 2, outRow = <usize>outWidth * outBytes;
  const places = scratch + 16 * TILES * (row + 32);
  let count = 0;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>(n * inStride) << 2);
    const result = out + (<usize>(n * outStride) << 2);
    const blank: usize = blanks == 0 ? 0 : blanks + <usize>(n * pixels);
    const source = firstBlank(blank, pixels);
    for (let y = 0; y < outHeight; y += 2) {
      const hasRow = y + 1 < outHeight;
      for (let x = 0; x < outWidth; x += 2) {
        const hasColumn = x + 1 < outWidth;
        const pixel = y * outWidth + x;
        if (isCopy(blank, pixel, outWidth, hasRow, hasColumn, source)) continue;
        inputTile(scratch + <usize>count * row, TILES * row, image + <usize>y * rowBytes + <usize>x * pixelBytes,
          pixelBytes, rowBytes, hasRow, hasColumn, row);
        store<usize>(places + <usize>(count << 3), result + <usize>pixel * outBytes);
        store<i32>(places + <usize>(count << 3), i32(hasRow) << 1 | i32(hasColumn), 4);
        if (++count < TILES) continue;
        finishTiles(places, count, scratch, row, kernel, start, columns, outBytes, outRow);
        count = 0;
      }
    }
  }
  if (count > 0) finishTiles(places, count, scratch, row, kernel, start, columns, outBytes, outRow);
  if (blanks == 0) return;
  for (let n = from; n < to; n++) {
    const blank = blanks + <usize>(n * pixels);
    const source = firstBlank(blank, pixels);
    if (source == pixels) continue;
    const result = out + (<usize>(n * outStride) << 2);
    for (let column: usize = 0; column < <usize>columns << 2; column += 32) {
      copyBlanks(result + column, outBytes, blank, pixels, result + <usize>source * outBytes + column);
    }
  }
}

/** Which of the pixels is the first blank one; their number where none is, or where nothing is known. */
// @ts-ignore: decorator
@inline
function firstBlank(blank: usize, pixels: i32): i32 {
  if (blank == 0) return pixels;
  let p = 0;
  while (p < pixels && load<u8>(blank + p) == 0) p++;
  return p;
}

/** Whether all of a tile's pixels are blank, and none is the one that the others are copied from. */
// @ts-ignore: decorator
@inline
function isCopy(blank: usize, pixel: i32, width: i32, hasRow: bool, hasColumn: bool, source: i32): bool {
  if (blank == 0) return false;
  const right = pixel + i32(hasColumn);
  const below = pixel + (hasRow ? width : 0);
  const last = below + i32(hasColumn);
  if (pixel == source || right == source || below == source || last == source) return false;
  return (load<u8>(blank + pixel) & load<u8>(blank + right) & load<u8>(blank + below) & load<u8>(blank + last)) != 0;
}

/** The results of tiles whose inputs have been transformed. @param places where each begins, and whether it has a second row and column */
// @ts-ignore: decorator
@inline
function finishTiles(
  places: usize, count: i32, scratch: usize, row: usize, kernel: usize, start: usize, columns: i32, outPixel: usize, outRow: usize,
): void {
  const products = scratch + 16 * TILES * row;
  for (let column: usize = 0; column < <usize>columns << 2; column += 32) {
    multiplyPlaces(products, scratch, kernel, row, count);
    kernel += row << 7;
    const bias: usize = start == 0 ? 0 : start + column;
    for (let t = 0; t < count; t++) {
      const place = load<usize>(places + <usize>(t << 3)) + column;
      const edges = load<i32>(places + <usize>(t << 3), 4);
      outputTile(place, outPixel, outRow, products + (<usize>t << 5), bias, (edges & 2) != 0, (edges & 1) != 0);
    }
  }
}

/** Bt d B: rows d0 - d2, d1 + d2, d2 - d1, d1 - d3, and the same of their columns. */
// @ts-ignore: decorator
@inline
export function inputTile(out: usize, place: usize, d: usize, pixel: usize, row: usize, hasRow: bool, hasColumn: bool, bytes: usize): void {
  const fourth: usize = hasColumn ? 3 * pixel : 2 * pixel;
  const d1 = d + row, d2 = d1 + row;
  const d3 = hasRow ? d2 + row : d2;
  inputRow(out, place, d, d2, false, pixel, fourth, bytes);
  inputRow(out + 4 * place, place, d1, d2, true, pixel, fourth, bytes);
  inputRow(out + 8 * place, place, d2, d1, false, pixel, fourth, bytes);
  inputRow(out + 12 * place, place, d1, d3, false, pixel, fourth, bytes);
}

// @ts-ignore: decorator
@inline
function inputRow(out: usize, place: usize, a: usize, b: usize, sum: bool, pixel: usize, fourth: usize, bytes: usize): void {
  const a1 = a + pixel, a2 = a1 + pixel, a3 = a + fourth;
  const b1 = b + pixel, b2 = b1 + pixel, b3 = b + fourth;
  const out1 = out + place, out2 = out1 + place, out3 = out2 + place;
  for (let c: usize = 0; c < bytes; c += 16) {
    const t0 = combine(v128.load(a + c), v128.load(b + c), sum), t1 = combine(v128.load(a1 + c), v128.load(b1 + c), sum);
    const t2 = combine(v128.load(a2 + c), v128.load(b2 + c), sum), t3 = combine(v128.load(a3 + c), v128.load(b3 + c), sum);
    v128.store(out + c, f32x4.sub(t0, t2));
    v128.store(out1 + c, f32x4.add(t1, t2));
    v128.store(out2 + c, f32x4.sub(t2, t1));
    v128.store(out3 + c, f32x4.sub(t1, t3));
  }
}

// @ts-ignore: decorator
@inline
function combine(a: v128, b: v128, sum: bool): v128 {
  return sum ? f32x4.add(a, b) : f32x4.sub(a, b);
}

/** The products at the sixteen places; where tiles are fewer than a multiple of four, unused ones are multiplied too. */
// @ts-ignore: decorator
@inline
function multiplyPlaces(out: usize, a: usize, b: usize, row: usize, count: i32): void {
  for (let place = 0; place < 16; place++) {
    for (let t = 0; t < count; t += 4) block(out + (<usize>t << 5), a + <usize>t * row, row, b);
    out += PLACE;
    a += TILES * row;
    b += 8 * row;
  }
}

/** Four tiles by eight channels. */
// @ts-ignore: decorator
@inline
function block(out: usize, a: usize, row: usize, b: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let a1 = a + row, a2 = a1 + row, a3 = a2 + row;
  for (const end = a + row; a < end; a += 4) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0)); c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(a1);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0)); c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(a2);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0)); c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(a3);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0)); c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    a1 += 4; a2 += 4; a3 += 4;
    b += 32;
  }
  v128.store(out, c00); v128.store(out, c01, 16);
  v128.store(out, c10, 32); v128.store(out, c11, 48);
  v128.store(out, c20, 64); v128.store(out, c21, 80);
  v128.store(out, c30, 96); v128.store(out, c31, 112);
}

/** At m A + bias, eight channels: rows m0 + m1 + m2 and m1 - m2 - m3, and the same of their columns. */
// @ts-ignore: decorator
@inline
function outputTile(out: usize, pixel: usize, row: usize, m: usize, start: usize, hasRow: bool, hasColumn: bool): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const bias = start == 0 ? f32x4.splat(0) : v128.load(start + half);
    const at = m + half, place = out + half;
    let s0 = f32x4.add(f32x4.add(v128.load(at), v128.load(at, 4 * PLACE)), v128.load(at, 8 * PLACE));
    let s1 = f32x4.add(f32x4.add(v128.load(at, PLACE), v128.load(at, 5 * PLACE)), v128.load(at, 9 * PLACE));
    let s2 = f32x4.add(f32x4.add(v128.load(at, 2 * PLACE), v128.load(at, 6 * PLACE)), v128.load(at, 10 * PLACE));
    let s3 = f32x4.add(f32x4.add(v128.load(at, 3 * PLACE), v128.load(at, 7 * PLACE)), v128.load(at, 11 * PLACE));
    v128.store(place, f32x4.add(f32x4.add(f32x4.add(s0, s1), s2), bias));
    if (hasColumn) v128.store(place + pixel, f32x4.add(f32x4.sub(f32x4.sub(s1, s2), s3), bias));
    if (!hasRow) continue;
    s0 = f32x4.sub(f32x4.sub(v128.load(at, 4 * PLACE), v128.load(at, 8 * PLACE)), v128.load(at, 12 * PLACE));
    s1 = f32x4.sub(f32x4.sub(v128.load(at, 5 * PLACE), v128.load(at, 9 * PLACE)), v128.load(at, 13 * PLACE));
    s2 = f32x4.sub(f32x4.sub(v128.load(at, 6 * PLACE), v128.load(at, 10 * PLACE)), v128.load(at, 14 * PLACE));
    s3 = f32x4.sub(f32x4.sub(v128.load(at, 7 * PLACE), v128.load(at, 11 * PLACE)), v128.load(at, 15 * PLACE));
    v128.store(place + row, f32x4.add(f32x4.add(f32x4.add(s0, s1), s2), bias));
    if (hasColumn) v128.store(place + row + pixel, f32x4.add(f32x4.sub(f32x4.sub(s1, s2), s3), bias));
  }
}
