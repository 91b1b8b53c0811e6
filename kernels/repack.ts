/** Copies of images with another number of floats from pixel to pixel. */

/**
 * out[n, p, :channels] = input[n, p, :channels] for every pixel p; the rest of an output pixel is left as it is.
 * Strides are in floats.
 */
export function repackChannels(
  out: usize, outPixel: i32, outStride: i32, // (N, pixels, outPixel)
  input: usize, inPixel: i32, inStride: i32, // (N, pixels, inPixel)
  channels: i32, pixels: i32, from: i32, to: i32,
): void {
  const bytes = <usize>channels << 2;
  for (let n = from; n < to; n++) {
    let target = out + (<usize>n * <usize>outStride << 2);
    let source = input + (<usize>n * <usize>inStride << 2);
    for (let p = 0; p < pixels; p++) {
      memory.copy(target, source, bytes);
      target += <usize>outPixel << 2;
      source += <usize>inPixel << 2;
    }
  }
}
