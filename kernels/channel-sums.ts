/**
 * Sums over the pixels of an image, channel by channel. They are made of runs of 16 pixels: a run's pixels are added in
 * registers, then the run to the total. That halves the rounding errors' growth, and a run of many channels fits the
 * first-level cache however many passes it takes.
 */

/** Pixels of a run. */
export const RUN = 16;

/** sums[c] = sum over the pixels of image[pixel, c]. A pixel's bytes are a multiple of 32. */
// @ts-ignore: decorator
@inline
export function sumPixels(sums: usize, image: usize, pixelBytes: usize, pixels: i32): void {
  memory.fill(sums, 0, pixelBytes);
  for (let first = 0; first < pixels; first += RUN) {
    const run = min(RUN, pixels - first);
    for (let c: usize = 0; c < pixelBytes; c += 32) {
      let low = f32x4.splat(0), high = low;
      let at = image + c;
      for (let p = 0; p < run; p++) {
        low = f32x4.add(low, v128.load(at));
        high = f32x4.add(high, v128.load(at, 16));
        at += pixelBytes;
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), low));
      v128.store(sums + c, f32x4.add(v128.load(sums + c, 16), high), 16);
    }
    image += <usize>run * pixelBytes;
  }
}
