/**
 * Means of windows, and of whole images, (N, height, width, pixel), where a pixel's floats are a multiple of 8. Windows
 * lie as in max-pooling.ts; padding before and behind the image counts for nothing, as in TensorFlow.
 */
import { sumPixels } from "./channel-sums";

/** out = the mean of the pixels of each window that lie in the image, summed row by row. */
export function averagePool(
  out: usize, outStride: i32, input: usize, inStride: i32, // out is overwritten
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>n * <usize>inStride << 2);
    let target = out + (<usize>n * <usize>outStride << 2);
    for (let y = 0; y < outHeight; y++) {
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      for (let x = 0; x < outWidth; x++) {
        const firstColumn = max(0, x * strideX - left);
        const columns = min(inWidth, x * strideX - left + windowWidth) - firstColumn;
        const corner = image + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
        meanOfWindow(target, corner, pixelBytes, rowBytes, rows, columns);
        target += pixelBytes;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function meanOfWindow(target: usize, corner: usize, pixelBytes: usize, rowBytes: usize, rows: i32, columns: i32): void {
  const count = f32x4.splat(<f32>(rows * columns));
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c;
      for (let column = 0; column < columns; column++) {
        sum = f32x4.add(sum, v128.load(at));
        at += pixelBytes;
      }
    }
    v128.store(target + c, f32x4.div(sum, count));
  }
}

/** dInput = each window's dOut, divided among its pixels; where windows overlap, added in the order of the output. */
export function averagePoolBackward(
  dInput: usize, inStride: i32, dOut: usize, outStride: i32, // dInput is overwritten
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes;
  for (let n = from; n < to; n++) {
    const image = dInput + (<usize>n * <usize>inStride << 2);
    let source = dOut + (<usize>n * <usize>outStride << 2);
    memory.fill(image, 0, <usize>inHeight * rowBytes);
    for (let y = 0; y < outHeight; y++) {
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      for (let x = 0; x < outWidth; x++) {
        const firstColumn = max(0, x * strideX - left);
        const columns = min(inWidth, x * strideX - left + windowWidth) - firstColumn;
        const corner = image + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
        meanBackward(corner, source, pixelBytes, rowBytes, rows, columns);
        source += pixelBytes;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function meanBackward(corner: usize, source: usize, pixelBytes: usize, rowBytes: usize, rows: i32, columns: i32): void {
  const count = f32x4.splat(<f32>(rows * columns));
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const part = f32x4.div(v128.load(source + c), count);
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c;
      for (let column = 0; column < columns; column++) {
        v128.store(at, f32x4.add(v128.load(at), part));
        at += pixelBytes;
      }
    }
  }
}

/** out = the mean of an image's pixels, (N, pixel). */
export function globalAverage(
  out: usize, outStride: i32, input: usize, inStride: i32, // out is overwritten
  pixel: i32, pixels: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let n = from; n < to; n++) {
    const target = out + (<usize>n * <usize>outStride << 2);
    sumPixels(target, input + (<usize>n * <usize>inStride << 2), pixelBytes, pixels);
    for (let c: usize = 0; c < pixelBytes; c += 16) v128.store(target + c, f32x4.div(v128.load(target + c), count));
  }
}

/** dInput = dOut / pixels, in every pixel. */
export function globalAverageBackward(
  dInput: usize, inStride: i32, dOut: usize, outStride: i32, // dInput is overwritten
  pixel: i32, pixels: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let n = from; n < to; n++) {
    const source = dOut + (<usize>n * <usize>outStride << 2);
    const image = dInput + (<usize>n * <usize>inStride << 2);
    for (let c: usize = 0; c < pixelBytes; c += 16) {
      const part = f32x4.div(v128.load(source + c), count);
      let at = image + c;
      for (let p = 0; p < pixels; p++) {
        v128.store(at, part);
        at += pixelBytes;
      }
    }
  }
}
