/**
 * Which pixels are blank: most of a digit's picture is paper. A blank pixel has the same channels as every other blank pixel
 * of its example, so what is computed from blank pixels alone need be computed once an example. `blanks` is (N, height,
 * width) u8, 1 for blank.
 */

/** An input's pixels are blank where all their channels are zero. */
export function markBlankPixels(
  blanks: usize, // overwritten
  images: usize, channels: i32, stride: i32, // (N, pixels, channels) without padding
  pixels: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    let value = images + (<usize>(n * stride) << 2);
    const blank = blanks + <usize>(n * pixels);
    for (let p = 0; p < pixels; p++) {
      let zeros = 1;
      for (let c = 0; c < channels; c++, value += 4) zeros &= i32(load<f32>(value) == 0.0);
      store<u8>(blank + p, zeros);
    }
  }
}

/** A window's result is blank where all its pixels are; `paddingToo` where the padding is as blank as they are. */
export function markBlankWindows(
  blanks: usize, source: usize, // (N, outHeight, outWidth) overwritten, (N, height, width)
  height: i32, width: i32, kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32,
  outHeight: i32, outWidth: i32, paddingToo: bool, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const image = source + <usize>(n * height * width);
    let out = blanks + <usize>(n * outHeight * outWidth);
    for (let y = 0; y < outHeight; y++) {
      const firstY = y * strideY - top;
      const fromY = max(firstY, 0), toY = min(firstY + kernelHeight, height);
      for (let x = 0; x < outWidth; x++, out++) {
        const firstX = x * strideX - left;
        const fromX = max(firstX, 0), toX = min(firstX + kernelWidth, width);
        const told = paddingToo || (toY - fromY == kernelHeight && toX - fromX == kernelWidth);
        store<u8>(out, told ? blankWindow(image + fromY * width + fromX, width, toY - fromY, toX - fromX) : 0);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function blankWindow(at: usize, width: i32, kernelHeight: i32, kernelWidth: i32): u8 {
  let all: u8 = 1;
  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx++) all &= load<u8>(at + kx);
    if (all == 0) break;
    at += width;
  }
  return all;
}
