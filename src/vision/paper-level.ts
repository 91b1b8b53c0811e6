/**
 * The level of even paper and its noise.
 *
 * Paper is what most of the picture, and above all most of its border, is made of: its level is the median of a
 * histogram in which the border weighs as much as the whole picture. Ink lies on one side of it; distances on the other
 * side cannot be ink, so they measure the paper's noise.
 */
import type { GrayImage } from "../image/index.ts";
import type { Polarity } from "./polarity.ts";

/** The share of a normal distribution that lies within one standard deviation. */
const ONE_SIGMA = 0.6827;

/** What is known of the paper. */
export interface Paper {
  /** Grey level 0..255 of the paper. */
  level: number;
  /** Standard deviation of the paper's pixels around their level. */
  noise: number;
  polarity: Polarity;
}

/**
 * Measures the paper; meaningful while ink covers less than half of the picture.
 * @param known its level, if that is known already
 */
export function measurePaper(image: GrayImage, polarity: Polarity, known?: number): Paper {
  const histogram = borderWeightedHistogram(image);
  const level = known ?? medianOf(histogram);
  return { level, noise: oppositeSpread(histogram, level, polarity === "dark-on-light" ? 1 : -1), polarity };
}

/**
 * The distance within which 68 % of the weight on the ink's opposite side lies, as it does within a standard deviation of
 * a normal distribution. What else is brighter than the paper (the rest of a shadow's edge) hardly moves it.
 */
function oppositeSpread(histogram: Float64Array, level: number, direction: 1 | -1): number {
  // Half of the paper that has the level itself belongs to this side.
  let total = histogram[level] / 2;
  for (let grey = level + direction; grey >= 0 && grey < 256; grey += direction) total += histogram[grey];
  let distance = 0;
  let within = histogram[level] / 2;
  while (within < ONE_SIGMA * total - 1e-9) within += histogram[level + direction * ++distance];
  return distance;
}

/** Shares of the 256 levels (sum 1), half of them counted over the outermost pixels and half over all pixels. */
function borderWeightedHistogram({ width, height, data }: GrayImage): Float64Array {
  const all = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) all[data[i]]++;
  const outermost = new Uint32Array(256);
  for (let y = 0; y < height; y++) {
    const wholeRow = y === 0 || y === height - 1;
    const step = wholeRow ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) outermost[data[y * width + x]]++;
  }
  const border = outermost.reduce((sum, count) => sum + count, 0);
  const shares = new Float64Array(256);
  for (let level = 0; level < 256; level++) {
    shares[level] = (all[level] / data.length + outermost[level] / border) / 2;
  }
  return shares;
}

/** The lowest level with at least half of the weight at or below it. */
function medianOf(histogram: Float64Array): number {
  let below = 0;
  for (let level = 0; level < 255; level++) {
    below += histogram[level];
    // Shares such as 1/3 do not add up exactly: the tolerance lets an exact half count as one.
    if (below >= 0.5 - 1e-9) return level;
  }
  return 255;
}
