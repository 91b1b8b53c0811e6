/**
 * Whether ink is darker or lighter than its ground, and by what margin, under any light.
 *
 * Two cues, each between -1 and 1. Strokes are narrow and paper is wide: in a window around it a stroke stands out far from
 * the mean and the paper little, so that the third powers of these distances add up to the ink's sign, while the two
 * sides of a shadow's edge or of a gradient cancel out. And the border is mostly paper: it lies on the other side of the
 * mean of wide windows. The first fails where ink fills the picture, the second where lines run along the border.
 */
import type { Reduced } from "./reduce.ts";

/** Radius of the windows for strokes and of those for the border, as shares of the longer side. */
const STROKE_WINDOW = 0.2;
const BORDER_WINDOW = 0.4;
/** The border's cue weighs this much beside the strokes'. */
const BORDER_WEIGHT = 0.6;
/** A margin below this is hardly better than a guess. */
const SURE_MARGIN = 0.15;

/** Which of the two is darker, ink or ground. */
export type Polarity = "dark-on-light" | "light-on-dark";

/** A polarity and how sure it is. */
interface PolarityDecision {
  polarity: Polarity;
  /** 0 is a guess, 1 is sure. */
  margin: number;
  uncertain: boolean;
}

/** Decides by a reduced copy of the picture. */
export function decidePolarity(image: Reduced): PolarityDecision {
  const { width, height } = image;
  const sums = integralOf(image);
  let [cubes, cubeSizes, border, borderSizes] = [0, 0, 0, 0];
  const side = Math.max(width, height);
  const strokeRadius = Math.max(1, Math.round(STROKE_WINDOW * side));
  const borderRadius = Math.max(1, Math.round(BORDER_WINDOW * side));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = image.cells[y * width + x];
      const distance = level - windowMean(sums, width, height, x, y, strokeRadius);
      const cube = distance * distance * distance;
      cubes += cube;
      cubeSizes += Math.abs(cube);
      if (x > 0 && x < width - 1 && y > 0 && y < height - 1) continue;
      const outside = level - windowMean(sums, width, height, x, y, borderRadius);
      border += outside;
      borderSizes += Math.abs(outside);
    }
  }
  // Sums over even paper differ from zero by rounding alone: a cell is told apart from the mean by a quarter of a level.
  const share = (sum: number, sizes: number): number => (sizes > side / 4 ? sum / sizes : 0);
  const lightness = share(cubes, cubeSizes) - BORDER_WEIGHT * share(border, borderSizes);
  const margin = Math.min(1, Math.abs(lightness));
  return {
    polarity: lightness > 0 ? "light-on-dark" : "dark-on-light",
    margin,
    uncertain: margin < SURE_MARGIN,
  };
}

/** Sums of all cells above and to the left: (height + 1, width + 1). */
function integralOf({ width, height, cells }: Reduced): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += cells[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return sums;
}

/** The mean of the window around a cell, as much of it as lies in the picture. */
function windowMean(
  sums: Float64Array,
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
): number {
  const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
  const [top, bottom] = [
    Math.max(0, y - radius) * (width + 1),
    Math.min(height, y + radius + 1) * (width + 1),
  ];
  const sum = sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
  return (sum * (width + 1)) / ((right - left) * (bottom - top));
}
