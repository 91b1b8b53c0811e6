/**
 * The mean width of strokes, from their area and the length of their outline.
 *
 * A stroke of width w and length l covers w l and has an outline of 2 l. The outline is measured by the total variation of
 * the grey levels, which blur does not change: the sum of all differences between neighbours along x and y, times pi / 4,
 * which is right on average over all directions.
 */
import type { GrayImage } from "../image/index.ts";

/** Rows that are looked at; more of them would change the mean of a whole digit by little. */
const SAMPLED_ROWS = 64;

/** The mean width of bright strokes in pixels; what touches the image's edge ends there. 0 if all is black. */
export function strokeWidth({ width, height, data }: GrayImage): number {
  const step = Math.ceil(height / SAMPLED_ROWS);
  let area = 0;
  let variation = 0;
  for (let y = 0; y < height; y += step) {
    // The last row's lower edge is the image's, and is added below.
    const below = y + 1 < height ? width : 0;
    let previous = 0;
    for (let i = y * width; i < (y + 1) * width; i++) {
      const level = data[i];
      area += level;
      variation += Math.abs(level - previous) + Math.abs(level - data[i + below]);
      previous = level;
    }
    variation += previous;
  }
  const last = (height - 1) * width;
  let edges = 0;
  for (let x = 0; x < width; x++) edges += data[x] + data[last + x];
  // Each sampled row stands for `step` of them, the upper and the lower edge only for themselves.
  const outline = variation * step + edges;
  return outline === 0 ? 0 : (2 * area * step) / (outline * (Math.PI / 4));
}
