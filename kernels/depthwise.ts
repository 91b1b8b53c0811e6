/**
 * Depthwise convolution: each channel with a kernel of its own. Images are (N, height, width, pixel), a pixel's floats a
 * multiple of 8; windows lie as in max-pooling.ts. Weights are packed (positions, pixel): the kernel's positions row by
 * row, each with its channels padded as a pixel is. Strides of examples are in floats.
 */

/**
 * out = start + each window's sum of input * weights, position by position. With turned weights, the output's delta as
 * input and windows of stride 1 it is the input's gradient.
 */
export function depthwise(
  out: usize, outStride: i32, input: usize, inStride: i32, // out is overwritten
  weights: usize, start: usize, // (positions, pixel), (pixel) or 0 for zeros
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes;
  const stepBytes = <usize>strideX * pixelBytes, weightRow = <usize>windowWidth * pixelBytes;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>n * <usize>inStride << 2);
    let target = out + (<usize>n * <usize>outStride << 2);
    for (let y = 0; y < outHeight; y++) {
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      const line = image + <usize>firstRow * rowBytes;
      const above = weights + <usize>(firstRow - y * strideY + top) * weightRow;
      let x = 0;
      while (x < outWidth) {
        const begin = x * strideX - left;
        // Four windows that lie wholly within the image's width share each load of the weights.
        if (begin >= 0 && x + 4 <= outWidth && begin + 3 * strideX + windowWidth <= inWidth) {
          windows4(target, line + <usize>begin * pixelBytes, above, start, pixelBytes, stepBytes, rowBytes, weightRow, rows, windowWidth);
          x += 4;
          target += 4 * pixelBytes;
          continue;
        }
        const firstColumn = max(0, begin);
        const columns = min(inWidth, begin + windowWidth) - firstColumn;
        const corner = line + <usize>firstColumn * pixelBytes;
        window1(target, corner, above + <usize>(firstColumn - begin) * pixelBytes, start, pixelBytes, rowBytes, weightRow, rows, columns);
        x += 1;
        target += pixelBytes;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function windows4(
  target: usize, corner: usize, weights: usize, start: usize,
  pixelBytes: usize, stepBytes: usize, rowBytes: usize, weightRow: usize, rows: i32, columns: i32,
): void {
  for (let c: usize = 0; c < pixelBytes; c += 32) {
    let a0 = f32x4.splat(0), b0 = a0;
    if (start != 0) {
      a0 = v128.load(start + c); b0 = v128.load(start + c, 16);
    }
    let a1 = a0, b1 = b0, a2 = a0, b2 = b0, a3 = a0, b3 = b0;
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c, w = weights + <usize>row * weightRow + c;
      for (let column = 0; column < columns; column++) {
        const w0 = v128.load(w), w1 = v128.load(w, 16);
        a0 = f32x4.add(a0, f32x4.mul(v128.load(at), w0));
        b0 = f32x4.add(b0, f32x4.mul(v128.load(at, 16), w1));
        let next = at + stepBytes;
        a1 = f32x4.add(a1, f32x4.mul(v128.load(next), w0));
        b1 = f32x4.add(b1, f32x4.mul(v128.load(next, 16), w1));
        next += stepBytes;
        a2 = f32x4.add(a2, f32x4.mul(v128.load(next), w0));
        b2 = f32x4.add(b2, f32x4.mul(v128.load(next, 16), w1));
        next += stepBytes;
        a3 = f32x4.add(a3, f32x4.mul(v128.load(next), w0));
        b3 = f32x4.add(b3, f32x4.mul(v128.load(next, 16), w1));
        at += pixelBytes;
        w += pixelBytes;
      }
    }
    let place = target + c;
    v128.store(place, a0); v128.store(place, b0, 16);
    place += pixelBytes;
    v128.store(place, a1); v128.store(place, b1, 16);
    place += pixelBytes;
    v128.store(place, a2); v128.store(place, b2, 16);
    place += pixelBytes;
    v128.store(place, a3); v128.store(place, b3, 16);
  }
}

// @ts-ignore: decorator
@inline
function window1(
  target: usize, corner: usize, weights: usize, start: usize,
  pixelBytes: usize, rowBytes: usize, weightRow: usize, rows: i32, columns: i32,
): void {
  for (let c: usize = 0; c < pixelBytes; c += 32) {
    let a = f32x4.splat(0), b = a;
    if (start != 0) {
      a = v128.load(start + c); b = v128.load(start + c, 16);
    }
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c, w = weights + <usize>row * weightRow + c;
      for (let column = 0; column < columns; column++) {
        a = f32x4.add(a, f32x4.mul(v128.load(at), v128.load(w)));
        b = f32x4.add(b, f32x4.mul(v128.load(at, 16), v128.load(w, 16)));
        at += pixelBytes;
        w += pixelBytes;
      }
    }
    v128.store(target + c, a); v128.store(target + c, b, 16);
  }
}

/** dInput = delta * weights at every position of every window, added in the order of the output: for any stride. */
export function depthwiseScatter(
  dInput: usize, inStride: i32, delta: usize, outStride: i32, weights: usize, // dInput is overwritten
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes, weightRow = <usize>windowWidth * pixelBytes;
  for (let n = from; n < to; n++) {
    const image = dInput + (<usize>n * <usize>inStride << 2);
    let source = delta + (<usize>n * <usize>outStride << 2);
    memory.fill(image, 0, <usize>inHeight * rowBytes);
    for (let y = 0; y < outHeight; y++) {
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      const above = weights + <usize>(firstRow - y * strideY + top) * weightRow;
      for (let x = 0; x < outWidth; x++) {
        const begin = x * strideX - left;
        const firstColumn = max(0, begin);
        const columns = min(inWidth, begin + windowWidth) - firstColumn;
        const corner = image + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
        scatter1(corner, source, above + <usize>(firstColumn - begin) * pixelBytes, pixelBytes, rowBytes, weightRow, rows, columns);
        source += pixelBytes;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function scatter1(
  corner: usize, source: usize, weights: usize, pixelBytes: usize, rowBytes: usize, weightRow: usize, rows: i32, columns: i32,
): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const d = v128.load(source + c);
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c, w = weights + <usize>row * weightRow + c;
      for (let column = 0; column < columns; column++) {
        v128.store(at, f32x4.add(v128.load(at), f32x4.mul(d, v128.load(w))));
        at += pixelBytes;
        w += pixelBytes;
      }
    }
  }
}

/**
 * Each example's own part of the gradients: for every position of the kernel the sum over the windows of
 * input * delta, and behind them the sum of delta, for the bias. Summed by rows of the output, then over the rows.
 */
export function depthwiseGradient(
  gradients: usize, // (N, positions + 1, pixel), overwritten
  input: usize, inStride: i32, delta: usize, outStride: i32,
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes, deltaRow = <usize>outWidth * pixelBytes;
  const stepBytes = <usize>strideX * pixelBytes;
  const exampleBytes = <usize>(windowHeight * windowWidth + 1) * pixelBytes;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>n * <usize>inStride << 2), d = delta + (<usize>n * <usize>outStride << 2);
    let sums = gradients + <usize>n * exampleBytes;
    memory.fill(sums, 0, exampleBytes);
    for (let ky = 0; ky < windowHeight; ky++) {
      for (let kx = 0; kx < windowWidth; kx++) {
        const firstX = firstInside(kx - left, strideX), endX = endInside(kx - left, strideX, inWidth, outWidth);
        for (let y = firstInside(ky - top, strideY), end = endInside(ky - top, strideY, inHeight, outHeight); y < end; y++) {
          const at = image + <usize>(y * strideY + ky - top) * rowBytes + <usize>(firstX * strideX + kx - left) * pixelBytes;
          rowProducts(sums, at, d + <usize>y * deltaRow + <usize>firstX * pixelBytes, pixelBytes, stepBytes, endX - firstX);
        }
        sums += pixelBytes;
      }
    }
    for (let y = 0; y < outHeight; y++) rowSums(sums, d + <usize>y * deltaRow, pixelBytes, outWidth);
  }
}

/** The first output place whose window has the position `shift` behind its beginning within the image. */
// @ts-ignore: decorator
@inline
function firstInside(shift: i32, stride: i32): i32 {
  return shift >= 0 ? 0 : (stride - 1 - shift) / stride;
}

/** One behind the last such place; never before the first. */
// @ts-ignore: decorator
@inline
function endInside(shift: i32, stride: i32, size: i32, places: i32): i32 {
  const beyond = size - shift;
  return max(firstInside(shift, stride), min(places, beyond <= 0 ? 0 : (beyond - 1) / stride + 1));
}

/** sums += the sum over a row of input * delta. */
// @ts-ignore: decorator
@inline
function rowProducts(sums: usize, input: usize, delta: usize, pixelBytes: usize, stepBytes: usize, count: i32): void {
  for (let c: usize = 0; c < pixelBytes; c += 32) {
    let a = f32x4.splat(0), b = a;
    let at = input + c, d = delta + c;
    for (let x = 0; x < count; x++) {
      a = f32x4.add(a, f32x4.mul(v128.load(at), v128.load(d)));
      b = f32x4.add(b, f32x4.mul(v128.load(at, 16), v128.load(d, 16)));
      at += stepBytes;
      d += pixelBytes;
    }
    v128.store(sums + c, f32x4.add(v128.load(sums + c), a));
    v128.store(sums + c, f32x4.add(v128.load(sums + c, 16), b), 16);
  }
}

/** sums += the sum over a row of delta. */
// @ts-ignore: decorator
@inline
function rowSums(sums: usize, delta: usize, pixelBytes: usize, count: i32): void {
  for (let c: usize = 0; c < pixelBytes; c += 32) {
    let a = f32x4.splat(0), b = a;
    let d = delta + c;
    for (let x = 0; x < count; x++) {
      a = f32x4.add(a, v128.load(d));
      b = f32x4.add(b, v128.load(d, 16));
      d += pixelBytes;
    }
    v128.store(sums + c, f32x4.add(v128.load(sums + c), a));
    v128.store(sums + c, f32x4.add(v128.load(sums + c, 16), b), 16);
  }
}
