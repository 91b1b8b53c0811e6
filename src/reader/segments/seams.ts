/**
 * Where a piece of ink may be cut into digits: paths from its top to its bottom that cross little ink.
 * Method: dynamic programming from row to row, as in seam carving (S. Avidan, A. Shamir, "Seam carving for content-aware image
 * resizing", SIGGRAPH 2007). A step to the side costs a little, so that cuts follow slanted digits but do not wander.
 */
import type { GrayImage } from "../../image/index.ts";

export interface Seam {
  /** For each row the first column right of the cut. */
  columns: Int32Array;
  /** Ink that it crosses, pixels of full ink. */
  ink: number;
}

/** What a step to the side costs, as a share of a pixel of full ink. */
const SIDE_STEP = 0.12;

/**
 * The cheapest seams, no two of which end nearer to each other than `apart`, nor nearer than that to the sides.
 * @param piece bright ink of one piece alone, cropped to it
 * @param most how many at most
 */
export function findSeams(piece: GrayImage, { apart, most }: { apart: number; most: number }): Seam[] {
  const { width, height } = piece;
  const { costs, from } = accumulate(piece);
  const last = costs.subarray((height - 1) * width);
  const ends = Array.from({ length: width }, (_, x) => x)
    .filter((x) => x >= apart && x < width - apart)
    .sort((a, b) => last[a] - last[b] || a - b);
  const seams: { seam: Seam; middle: number }[] = [];
  for (const end of ends) {
    if (seams.length === most) break;
    const columns = traceBack(from, width, height, end);
    const middle = columns[height >> 1];
    const isFar = seams.every(
      ({ seam, middle: other }) =>
        Math.abs(other - middle) >= apart && Math.abs(seam.columns[height - 1] - end) >= apart / 2,
    );
    if (isFar && middle >= apart && middle < width - apart) {
      seams.push({ seam: { columns, ink: inkAlong(piece, columns) }, middle });
    }
  }
  return seams.sort((a, b) => a.middle - b.middle).map(({ seam }) => seam);
}

/** For each pixel the least cost of a seam from the top row to it, and the step that led there. */
function accumulate({ width, height, data }: GrayImage): { costs: Float32Array; from: Int8Array } {
  const costs = new Float32Array(width * height);
  const from = new Int8Array(width * height);
  for (let x = 0; x < width; x++) costs[x] = data[x] / 255;
  for (let y = 1; y < height; y++) {
    const above = (y - 1) * width;
    for (let x = 0; x < width; x++) {
      let best = costs[above + x];
      let step = 0;
      if (x > 0 && costs[above + x - 1] + SIDE_STEP < best)
        [best, step] = [costs[above + x - 1] + SIDE_STEP, -1];
      if (x + 1 < width && costs[above + x + 1] + SIDE_STEP < best) {
        [best, step] = [costs[above + x + 1] + SIDE_STEP, 1];
      }
      costs[y * width + x] = best + data[y * width + x] / 255;
      from[y * width + x] = step;
    }
  }
  return { costs, from };
}

function traceBack(from: Int8Array, width: number, height: number, end: number): Int32Array {
  const columns = new Int32Array(height);
  let x = end;
  for (let y = height - 1; y >= 0; y--) {
    columns[y] = x;
    x += from[y * width + x];
  }
  return columns;
}

function inkAlong({ width, data }: GrayImage, columns: Int32Array): number {
  return columns.reduce((sum, x, y) => sum + data[y * width + x] / 255, 0);
}
