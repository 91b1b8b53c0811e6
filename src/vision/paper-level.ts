/**
 * The level of the paper and on which side of it the ink lies.
 *
 * Paper is what most of the picture, and above all most of its border, is made of: its level is the median of a
 * histogram in which the border weighs as much as the whole picture. Ink is what lies far from it: the side (darker or
 * lighter) with the greater squared distance. The other side cannot be ink, so its distances measure the paper's noise.
 */
import type { GrayImage } from "../image/index.ts";

/** With less paper than this (in the border-weighted histogram), ink and paper may be mistaken for each other. */
const SURE_PAPER_SHARE = 0.55;

/** Which of the two is darker, ink or ground. */
export type Polarity = "dark-on-light" | "light-on-dark";

/** What is known of the paper. */
export interface Paper {
  /** Grey level 0..255 of the paper. */
  level: number;
  /** Standard deviation of the paper's pixels around their level. */
  noise: number;
  polarity: Polarity;
  /** Whether the polarity is hardly better than a guess. */
  polarityUncertain: boolean;
}

/** Measures paper and polarity; meaningful while ink covers less than half of the picture. */
export function measurePaper(image: GrayImage): Paper {
  const histogram = borderWeightedHistogram(image);
  const level = medianOf(histogram);
  const darker = distancesTo(histogram, level, 0, level);
  const lighter = distancesTo(histogram, level, level + 1, 256);
  const dark = darker.squares >= lighter.squares;
  const [ink, opposite] = dark ? [darker, lighter] : [lighter, darker];
  const halfWay = Math.sqrt(ink.squares / Math.max(ink.weight, Number.EPSILON)) / 2;
  const paper = distancesTo(histogram, level, Math.ceil(level - halfWay), level + halfWay);
  return {
    level,
    // The noise seen on the ink's opposite side, taken to be the same on the side where ink hides it.
    noise: Math.sqrt((2 * opposite.squares) / (2 * opposite.weight + histogram[level])),
    polarity: dark ? "dark-on-light" : "light-on-dark",
    polarityUncertain: opposite.squares > ink.squares / 2 || paper.weight < SURE_PAPER_SHARE,
  };
}

/** Shares of the 256 levels (sum 1), half of them counted over the outermost pixels and half over all pixels. */
function borderWeightedHistogram({ width, height, data }: GrayImage): Float64Array {
  const histogram = new Float64Array(256);
  const share = 0.5 / data.length;
  for (const level of data) histogram[level] += share;
  const border = width > 2 && height > 2 ? 2 * (width + height) - 4 : data.length;
  const borderShare = 0.5 / border;
  for (let y = 0; y < height; y++) {
    const wholeRow = y === 0 || y === height - 1;
    const step = wholeRow ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) histogram[data[y * width + x]] += borderShare;
  }
  return histogram;
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

/** Weight, and weighted sum of squared distances to `level`, of the levels `from`..`to - 1`. */
function distancesTo(histogram: Float64Array, level: number, from: number, to: number) {
  let weight = 0;
  let squares = 0;
  for (let other = Math.max(0, from); other < Math.min(256, to); other++) {
    weight += histogram[other];
    squares += histogram[other] * (other - level) ** 2;
  }
  return { weight, squares };
}
