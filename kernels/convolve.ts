/**
 * Direct convolution (cross-correlation) of images that lie pixel by pixel, channels last: no patches are copied.
 * Register-blocked as `gemm`: four output pixels by eight output channels. The images already have their border.
 *
 * Weights are (kernel height, kernel width, C) rows of output channels, in panels as in `gemm`. Lengths called
 * "pixel", "row" and "stride" are floats from one pixel, image row and example to the next.
 */

import { sumPixels } from "./channel-sums";

/**
 * out[n, y, x, :] = start + sum over ky, kx, c of input[n, y strideY + ky, x strideX + kx, c] * weights[ky, kx, c, :].
 * Where `blanks` (see blanks.ts; 0 for none) says that pixels of an example have the same inputs, one of them is computed and
 * the others are copies of it.
 */
export function convolve(
  out: usize, outPixel: i32, outStride: i32, // (N, outHeight, outWidth, columns), overwritten
  input: usize, inPixel: i32, inRow: i32, inStride: i32, // (N, any, any, channels)
  weights: usize, weightRow: i32, weightPanel: i32, start: usize, // bytes; (columns) or 0 for zeros
  blanks: usize, // (N, outHeight, outWidth) u8
  channels: i32, kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32,
  outHeight: i32, outWidth: i32, columns: i32, from: i32, to: i32,
): void {
  // Where a row of the kernel lies in one run of memory, it is walked in one loop.
  const whole = inPixel == channels;
  const runs = whole ? 1 : kernelWidth;
  const depth = whole ? kernelWidth * channels : channels;
  const pixels = outHeight * outWidth;
  const stepX = <usize>(strideX * inPixel) << 2;
  const stepY = <usize>(strideY * inRow) << 2;
  const outStep = <usize>outPixel << 2;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>(n * inStride) << 2);
    const blank: usize = blanks == 0 ? 0 : blanks + <usize>(n * pixels);
    for (let column = 0; column < columns; column += 8) {
      const half = weights + <usize>(column >> 4) * <usize>weightPanel + (<usize>(column & 8) << 2);
      const first: usize = start == 0 ? 0 : start + (<usize>column << 2);
      const target = out + (<usize>(n * outStride + column) << 2);
      let blankPlace: usize = 0;
      let rowStart = image;
      let place = target;
      for (let p = 0, x = 0; p < pixels; ) {
        // The next four pixels to compute; where there are fewer, the first one takes the others' places.
        let count = 0;
        let a0: usize = 0, a1: usize = 0, a2: usize = 0, a3: usize = 0;
        let o0: usize = 0, o1: usize = 0, o2: usize = 0, o3: usize = 0;
        for (; count < 4 && p < pixels; p++) {
          const isBlank = blank != 0 && load<u8>(blank + p) != 0;
          if (!isBlank || blankPlace == 0) {
            const at = rowStart + <usize>x * stepX;
            if (isBlank) blankPlace = place;
            if (count == 0) { a0 = a1 = a2 = a3 = at; o0 = o1 = o2 = o3 = place; }
            else if (count == 1) { a1 = at; o1 = place; }
            else if (count == 2) { a2 = at; o2 = place; }
            else { a3 = at; o3 = place; }
            count++;
          }
          place += outStep;
          if (++x == outWidth) {
            x = 0;
            rowStart += stepY;
          }
        }
        if (count == 0) break;
        block(o0, o1, o2, o3, a0, a1, a2, a3, half, weightRow, first, kernelHeight, <usize>inRow << 2, runs, <usize>inPixel << 2, depth);
      }
      if (blankPlace != 0) copyBlanks(target, outStep, blank, pixels, blankPlace);
    }
  }
}

/** Eight channels of the blank pixel that was computed, for all others. */
// @ts-ignore: decorator
@inline
export function copyBlanks(place: usize, step: usize, blank: usize, pixels: i32, source: usize): void {
  const low = v128.load(source), high = v128.load(source, 16);
  for (let p = 0; p < pixels; p++, place += step) {
    if (load<u8>(blank + p) == 0) continue;
    v128.store(place, low);
    v128.store(place, high, 16);
  }
}

/** Four pixels by eight channels. */
// @ts-ignore: decorator
@inline
function block(
  o0: usize, o1: usize, o2: usize, o3: usize, a0: usize, a1: usize, a2: usize, a3: usize,
  b: usize, bRow: usize, start: usize, rows: i32, rowStep: usize, runs: i32, runStep: usize, depth: i32,
): void {
  let c00 = f32x4.splat(0), c01 = c00;
  if (start != 0) {
    c00 = v128.load(start); c01 = v128.load(start, 16);
  }
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
  for (let ky = 0; ky < rows; ky++) {
    let run: usize = <usize>ky * rowStep;
    for (let kx = 0; kx < runs; kx++) {
      let p0 = a0 + run, p1 = a1 + run, p2 = a2 + run, p3 = a3 + run;
      for (const end = p0 + (<usize>depth << 2); p0 < end; p0 += 4) {
        const b0 = v128.load(b), b1 = v128.load(b, 16);
        const x0 = v128.load_splat<f32>(p0);
        c00 = f32x4.add(c00, f32x4.mul(x0, b0)); c01 = f32x4.add(c01, f32x4.mul(x0, b1));
        const x1 = v128.load_splat<f32>(p1);
        c10 = f32x4.add(c10, f32x4.mul(x1, b0)); c11 = f32x4.add(c11, f32x4.mul(x1, b1));
        const x2 = v128.load_splat<f32>(p2);
        c20 = f32x4.add(c20, f32x4.mul(x2, b0)); c21 = f32x4.add(c21, f32x4.mul(x2, b1));
        const x3 = v128.load_splat<f32>(p3);
        c30 = f32x4.add(c30, f32x4.mul(x3, b0)); c31 = f32x4.add(c31, f32x4.mul(x3, b1));
        p1 += 4; p2 += 4; p3 += 4;
        b += bRow;
      }
      run += runStep;
    }
  }
  v128.store(o0, c00); v128.store(o0, c01, 16);
  v128.store(o1, c10); v128.store(o1, c11, 16);
  v128.store(o2, c20); v128.store(o2, c21, 16);
  v128.store(o3, c30); v128.store(o3, c31, 16);
}

/**
 * gradient[ky, kx, c, :] = sum over n, y, x of input[n, y strideY + ky, x strideX + kx, c] * delta[n, y, x, :], for a range
 * of the gradient's rows (ky, kx, c). Image by image, so that both stay in the second-level cache; each weight's sum
 * runs over the images, rows and pixels in their order.
 */
export function convolveGradient(
  gradient: usize, weightRow: i32, weightPanel: i32, // bytes; rows `from` to `to` overwritten
  input: usize, inPixel: i32, inRow: i32, inStride: i32,
  delta: usize, outPixel: i32, outStride: i32, // (N, outHeight, outWidth, columns)
  channels: i32, kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32,
  outHeight: i32, outWidth: i32, columns: i32, images: i32, from: i32, to: i32, // range of rows, from a multiple of 4
): void {
  const depth = kernelHeight * kernelWidth * channels;
  const end = min(to, depth);
  for (let n = 0; n < images; n++) {
    const image = input + (<usize>n * <usize>inStride << 2);
    const deltas = delta + (<usize>n * <usize>outStride << 2);
    for (let row = from; row < end; row += 4) {
      const count = min(4, end - row);
      const a0 = image + tapOffset(row, channels, kernelWidth, inPixel, inRow);
      const a1 = image + tapOffset(row + min(1, count - 1), channels, kernelWidth, inPixel, inRow);
      const a2 = image + tapOffset(row + min(2, count - 1), channels, kernelWidth, inPixel, inRow);
      const a3 = image + tapOffset(row + min(3, count - 1), channels, kernelWidth, inPixel, inRow);
      for (let column = 0; column < columns; column += 8) {
        const place = gradient + <usize>(column >> 4) * <usize>weightPanel + (<usize>(column & 8) << 2) + <usize>row * <usize>weightRow;
        gradientBlock(place, weightRow, count, n == 0, a0, a1, a2, a3, <usize>(strideX * inPixel) << 2, <usize>(strideY * inRow) << 2,
          deltas + (<usize>column << 2), <usize>outPixel << 2, outHeight, outWidth);
      }
    }
  }
}

/** Bytes from an image's start to the first input that a row of the weights meets. */
// @ts-ignore: decorator
@inline
function tapOffset(row: i32, channels: i32, kernelWidth: i32, inPixel: i32, inRow: i32): usize {
  const tap = row / channels;
  return <usize>((tap / kernelWidth) * inRow + (tap % kernelWidth) * inPixel + row % channels) << 2;
}

// @ts-ignore: decorator
@inline
function gradientBlock(
  out: usize, outRow: usize, count: i32, fresh: bool, a0: usize, a1: usize, a2: usize, a3: usize, stepX: usize, stepY: usize,
  b: usize, bPixel: usize, height: i32, width: i32,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  if (!fresh) {
    c00 = v128.load(out); c01 = v128.load(out, 16);
    if (count > 1) { c10 = v128.load(out + outRow); c11 = v128.load(out + outRow, 16); }
    if (count > 2) { c20 = v128.load(out + 2 * outRow); c21 = v128.load(out + 2 * outRow, 16); }
    if (count > 3) { c30 = v128.load(out + 3 * outRow); c31 = v128.load(out + 3 * outRow, 16); }
  }
  for (let y = 0; y < height; y++) {
    let p0 = a0, p1 = a1, p2 = a2, p3 = a3;
    for (const end = b + <usize>width * bPixel; b < end; b += bPixel) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = v128.load_splat<f32>(p0);
      c00 = f32x4.add(c00, f32x4.mul(x0, b0)); c01 = f32x4.add(c01, f32x4.mul(x0, b1));
      const x1 = v128.load_splat<f32>(p1);
      c10 = f32x4.add(c10, f32x4.mul(x1, b0)); c11 = f32x4.add(c11, f32x4.mul(x1, b1));
      const x2 = v128.load_splat<f32>(p2);
      c20 = f32x4.add(c20, f32x4.mul(x2, b0)); c21 = f32x4.add(c21, f32x4.mul(x2, b1));
      const x3 = v128.load_splat<f32>(p3);
      c30 = f32x4.add(c30, f32x4.mul(x3, b0)); c31 = f32x4.add(c31, f32x4.mul(x3, b1));
      p0 += stepX; p1 += stepX; p2 += stepX; p3 += stepX;
    }
    a0 += stepY; a1 += stepY; a2 += stepY; a3 += stepY;
  }
  v128.store(out, c00); v128.store(out, c01, 16);
  if (count > 1) { v128.store(out + outRow, c10); v128.store(out + outRow, c11, 16); }
  if (count > 2) { v128.store(out + 2 * outRow, c20); v128.store(out + 2 * outRow, c21, 16); }
  if (count > 3) { v128.store(out + 3 * outRow, c30); v128.store(out + 3 * outRow, c31, 16); }
}

/**
 * The kernel as the gradient's way back needs it: out[K - 1 - k, o, c] = weights[k, c, o] for K positions k, for a range of
 * the weights' rows (k, c). Both in panels.
 */
export function flipKernel(
  out: usize, outRow: i32, outPanel: i32, // (K, O) rows of C; bytes
  weights: usize, weightRow: i32, weightPanel: i32, // (K, C) rows of O; bytes
  positions: i32, channels: i32, columns: i32, from: i32, to: i32,
): void {
  const end = min(to, positions * channels);
  for (let row = from; row < end; row++) {
    const c = row % channels;
    const first = (positions - 1 - row / channels) * columns;
    const place = out + <usize>(c >> 4) * <usize>outPanel + (<usize>(c & 15) << 2);
    const source = weights + <usize>row * <usize>weightRow;
    for (let o = 0; o < columns; o++) {
      const weight = load<f32>(source + <usize>(o >> 4) * <usize>weightPanel + (<usize>(o & 15) << 2));
      store<f32>(place + <usize>(first + o) * <usize>outRow, weight);
    }
  }
}

/** Copies images into the middle of larger ones, or the pixels of small ones apart; what lies between is left as it is. */
export function spreadImages(
  out: usize, outPixel: i32, outRow: i32, outStride: i32, // floats
  input: usize, inPixel: i32, inRow: i32, inStride: i32, // (N, height, width, inPixel)
  channels: i32, height: i32, width: i32, top: i32, left: i32, stepY: i32, stepX: i32, from: i32, to: i32,
): void {
  const together = stepX == 1 && inPixel == outPixel && channels == inPixel;
  for (let n = from; n < to; n++) {
    for (let y = 0; y < height; y++) {
      let source = input + (<usize>(n * inStride + y * inRow) << 2);
      let target = out + (<usize>(n * outStride + (top + y * stepY) * outRow + left * outPixel) << 2);
      if (together) {
        memory.copy(target, source, <usize>(width * channels) << 2);
        continue;
      }
      for (let x = 0; x < width; x++) {
        memory.copy(target, source, <usize>channels << 2);
        source += <usize>inPixel << 2;
        target += <usize>(stepX * outPixel) << 2;
      }
    }
  }
}

/** sums[n, :] = sum over the pixels of delta[n, :, :]. A pixel has a multiple of 8 floats. */
export function channelSums(
  sums: usize, sumStride: i32, // (N, sumStride), the first `pixel` overwritten
  delta: usize, pixel: i32, stride: i32, // (N, pixels, pixel)
  pixels: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    sumPixels(sums + (<usize>(n * sumStride) << 2), delta + (<usize>(n * stride) << 2), <usize>pixel << 2, pixels);
  }
}
