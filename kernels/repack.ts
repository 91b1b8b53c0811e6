/** Copies of images with another number of floats from pixel to pixel. */

/**
 * out[n, p, :channels] = input[n, p, :channels] for every pixel p; the rest of an output pixel is left as it is. One pixel
 * of as many channels as a row has floats copies whole rows. Strides are in floats.
 */
export function repackChannels(
  out: usize, outPixel: i32, outStride: i32, // (N, pixels, outPixel)
  input: usize, inPixel: i32, inStride: i32, // (N, pixels, inPixel)
  channels: i32, pixels: i32, from: i32, to: i32,
): void {
  const bytes = <usize>channels << 2, whole = bytes & ~15;
  for (let n = from; n < to; n++) {
    let target = out + (<usize>n * <usize>outStride << 2);
    let source = input + (<usize>n * <usize>inStride << 2);
    for (let p = 0; p < pixels; p++) {
      // A loop, since pixels are short and a call of memory.copy costs more than most of them.
      let c: usize = 0;
      for (; c < whole; c += 16) v128.store(target + c, v128.load(source + c));
      for (; c < bytes; c += 4) store<f32>(target + c, load<f32>(source + c));
      target += <usize>outPixel << 2;
      source += <usize>inPixel << 2;
    }
  }
}
