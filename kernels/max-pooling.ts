/**
 * Max-pooling of images (N, height, width, pixel), where a pixel's floats are a multiple of 8. The window of output
 * pixel (y, x) begins at input pixel (y * strideY - top, x * strideX - left) and is cut off at the image's edges:
 * `top` and `left` are the padding before the image. Strides of examples are in floats.
 */

/** out = the largest value of each window. */
export function maxPool(
  out: usize, outStride: i32, input: usize, inStride: i32, // out is overwritten
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes;
  const halves = windowHeight == 2 && windowWidth == 2 && strideY == 2 && strideX == 2
    && 2 * outHeight <= inHeight && 2 * outWidth <= inWidth;
  for (let n = from; n < to; n++) {
    const image = input + (<usize>n * <usize>inStride << 2);
    let target = out + (<usize>n * <usize>outStride << 2);
    for (let y = 0; y < outHeight; y++) {
      if (halves) {
        maxOfHalves(target, image + 2 * <usize>y * rowBytes, pixelBytes, rowBytes, outWidth);
        target += <usize>outWidth * pixelBytes;
        continue;
      }
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      for (let x = 0; x < outWidth; x++) {
        const firstColumn = max(0, x * strideX - left);
        const columns = min(inWidth, x * strideX - left + windowWidth) - firstColumn;
        maxOfWindow(target, image + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes, pixelBytes, rowBytes, rows, columns);
        target += pixelBytes;
      }
    }
  }
}

/** A row of windows of 2 by 2 that touch. */
// @ts-ignore: decorator
@inline
function maxOfHalves(target: usize, corner: usize, pixelBytes: usize, rowBytes: usize, outWidth: i32): void {
  for (let x = 0; x < outWidth; x++) {
    const right = corner + pixelBytes;
    for (; corner < right; corner += 16) {
      let m = f32x4.pmax(v128.load(corner), v128.load(corner + pixelBytes));
      m = f32x4.pmax(m, v128.load(corner + rowBytes));
      v128.store(target, f32x4.pmax(m, v128.load(corner + rowBytes + pixelBytes)));
      target += 16;
    }
    corner += pixelBytes;
  }
}

// @ts-ignore: decorator
@inline
function maxOfWindow(target: usize, corner: usize, pixelBytes: usize, rowBytes: usize, rows: i32, columns: i32): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    let m = v128.load(corner + c);
    for (let row = 0; row < rows; row++) {
      let at = corner + <usize>row * rowBytes + c;
      for (let column = 0; column < columns; column++) {
        m = f32x4.pmax(m, v128.load(at));
        at += pixelBytes;
      }
    }
    v128.store(target + c, m);
  }
}

/**
 * dInput = dOut at the first of each window's largest values, in the order of its rows; zero elsewhere. Where windows
 * overlap, their parts are added in the order of the output's pixels.
 */
export function maxPoolBackward(
  dInput: usize, inStride: i32, dOut: usize, out: usize, outStride: i32, input: usize, // dInput is overwritten
  pixel: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixelBytes = <usize>pixel << 2, rowBytes = <usize>inWidth * pixelBytes;
  const halves = windowHeight == 2 && windowWidth == 2 && strideY == 2 && strideX == 2
    && 2 * outHeight <= inHeight && 2 * outWidth <= inWidth;
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>inStride << 2;
    let place = <usize>n * <usize>outStride << 2;
    if (!halves) memory.fill(dInput + shift, 0, <usize>inHeight * rowBytes);
    for (let y = 0; y < outHeight; y++) {
      if (halves) {
        const row = shift + 2 * <usize>y * rowBytes;
        halvesBackward(dInput + row, dOut + place, out + place, input + row, pixelBytes, rowBytes, outWidth);
        if (inWidth > 2 * outWidth) {
          memory.fill(dInput + row + rowBytes - pixelBytes, 0, pixelBytes);
          memory.fill(dInput + row + 2 * rowBytes - pixelBytes, 0, pixelBytes);
        }
        place += <usize>outWidth * pixelBytes;
        continue;
      }
      const firstRow = max(0, y * strideY - top);
      const rows = min(inHeight, y * strideY - top + windowHeight) - firstRow;
      for (let x = 0; x < outWidth; x++) {
        const firstColumn = max(0, x * strideX - left);
        const columns = min(inWidth, x * strideX - left + windowWidth) - firstColumn;
        const corner = shift + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
        windowBackward(dInput + corner, dOut + place, out + place, input + corner, pixelBytes, rowBytes, rows, columns);
        place += pixelBytes;
      }
    }
    if (halves && inHeight > 2 * outHeight) memory.fill(dInput + shift + 2 * <usize>outHeight * rowBytes, 0, rowBytes);
  }
}

/** A row of windows of 2 by 2 that touch: every input pixel of theirs is written once. */
// @ts-ignore: decorator
@inline
function halvesBackward(
  dCorner: usize, dOut: usize, out: usize, corner: usize, pixelBytes: usize, rowBytes: usize, outWidth: i32,
): void {
  for (let x = 0; x < outWidth; x++) {
    const right = corner + pixelBytes;
    for (; corner < right; corner += 16) {
      const y = v128.load(out), d = v128.load(dOut);
      let hit = f32x4.eq(v128.load(corner), y);
      let found = hit;
      v128.store(dCorner, v128.and(d, hit));
      hit = v128.andnot(f32x4.eq(v128.load(corner + pixelBytes), y), found);
      found = v128.or(found, hit);
      v128.store(dCorner + pixelBytes, v128.and(d, hit));
      hit = v128.andnot(f32x4.eq(v128.load(corner + rowBytes), y), found);
      found = v128.or(found, hit);
      v128.store(dCorner + rowBytes, v128.and(d, hit));
      hit = v128.andnot(f32x4.eq(v128.load(corner + rowBytes + pixelBytes), y), found);
      v128.store(dCorner + rowBytes + pixelBytes, v128.and(d, hit));
      dCorner += 16;
      dOut += 16;
      out += 16;
    }
    corner += pixelBytes;
    dCorner += pixelBytes;
  }
}

// @ts-ignore: decorator
@inline
function windowBackward(
  dCorner: usize, dOut: usize, out: usize, corner: usize, pixelBytes: usize, rowBytes: usize, rows: i32, columns: i32,
): void {
  for (let c: usize = 0; c < pixelBytes; c += 16) {
    const y = v128.load(out + c), d = v128.load(dOut + c);
    let found = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      let at = <usize>row * rowBytes + c;
      for (let column = 0; column < columns; column++) {
        const hit = v128.andnot(f32x4.eq(v128.load(corner + at), y), found);
        found = v128.or(found, hit);
        v128.store(dCorner + at, f32x4.add(v128.load(dCorner + at), v128.and(d, hit)));
        at += pixelBytes;
      }
    }
  }
}
