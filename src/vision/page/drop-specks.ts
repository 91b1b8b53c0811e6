/** Pieces of ink that are too pale or too small to be of a stroke, cleared from a page. */
import type { GrayImage } from "../../image/index.ts";
import { findRuns } from "../runs.ts";
import { strokeWidth } from "../stroke-width.ts";

/** A piece with less ink than this share of a square as wide as the pen is a speck. */
const SPECK_SHARE = 0.2;

/** Clears what nowhere is at least `high`, and then specks. Overwrites `ink`. */
export function dropSpecks(ink: GrayImage, high: number): void {
  const { width, data } = ink;
  const runs = findRuns(ink, 1);
  const areas = new Float64Array(runs.count);
  const peaks = new Uint8Array(runs.count);
  for (let run = 0; run < runs.count; run++) {
    const base = runs.rows[run] * width;
    const root = runs.roots[run];
    let [sum, peak] = [0, 0];
    for (let i = base + runs.starts[run]; i < base + runs.ends[run]; i++) {
      sum += data[i];
      if (data[i] > peak) peak = data[i];
    }
    areas[root] += sum / 255;
    if (peak > peaks[root]) peaks[root] = peak;
  }
  const clear = (isDropped: (root: number) => boolean): void => {
    for (let run = 0; run < runs.count; run++) {
      const base = runs.rows[run] * width;
      if (isDropped(runs.roots[run])) data.fill(0, base + runs.starts[run], base + runs.ends[run]);
    }
  };
  clear((root) => peaks[root] < high);
  // Measured only now: the pale pieces would make the pen look narrower than it is.
  const least = SPECK_SHARE * strokeWidth(ink) ** 2;
  clear((root) => areas[root] < least);
}
