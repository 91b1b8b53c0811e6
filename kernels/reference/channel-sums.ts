/** Reference of kernels/channel-sums.ts, in float32. */
import { f32 } from "./matrix.ts";

const RUN = 16;

/** Each channel's sum over the pixels: of runs of 16, then of the runs. */
export function sumPixels(pixels: number[][]): number[] {
  return pixels[0].map((_, c) => {
    let total = 0;
    for (let first = 0; first < pixels.length; first += RUN) {
      const run = pixels.slice(first, first + RUN).reduce((sum, pixel) => f32(sum + pixel[c]), 0);
      total = f32(total + run);
    }
    return total;
  });
}
