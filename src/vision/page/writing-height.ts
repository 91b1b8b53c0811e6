/** How high the writing on a page is: the height of its pieces, without those that lines hold together. */
import type { GrayImage } from "../../image/index.ts";
import { findRuns } from "../runs.ts";
import type { Rule } from "./page-parts.ts";

/** A pixel with at least this level belongs to a piece. */
const PIECE_LEVEL = 64;
/** A line of so many pens' widths is no stroke, and a piece of whose longer side it is this share hangs on it. */
const LINE_PENS = 12;
const LINE_SHARE = 0.8;
/** Pieces are at least so many pens' widths high: points and dashes are not. */
const LEAST_PENS = 2.5;
/** Where every piece hangs on a line, writing is about so many pens' widths high; it never is lower than that many. */
const USUAL_PENS = 8;
const LOWEST_PENS = 6;

/** The median height of the pieces of writing, in pixels, each weighed by its height. */
export function writingHeight(ink: GrayImage, pen: number, lines: readonly Rule[]): number {
  const { count, rows, starts, ends, roots } = findRuns(ink, PIECE_LEVEL);
  const tops = new Int32Array(count).fill(ink.height);
  const [lefts, rights, bottoms] = [
    new Int32Array(count).fill(ink.width),
    new Int32Array(count),
    new Int32Array(count),
  ];
  for (let run = 0; run < count; run++) {
    const root = roots[run];
    tops[root] = Math.min(tops[root], rows[run]);
    bottoms[root] = rows[run] + 1;
    lefts[root] = Math.min(lefts[root], starts[run]);
    rights[root] = Math.max(rights[root], ends[run]);
  }
  const long = lines
    .map(({ box }) => ({ box, length: Math.max(box.width, box.height) }))
    .filter(({ length }) => length >= LINE_PENS * pen);
  const heights: number[] = [];
  for (let root = 0; root < count; root++) {
    const height = bottoms[root] - tops[root];
    if (roots[root] !== root || height < LEAST_PENS * pen) continue;
    const side = Math.max(height, rights[root] - lefts[root]);
    const hangs = long.some(({ box, length }) => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const inside = x >= lefts[root] && x <= rights[root] && y >= tops[root] && y <= bottoms[root];
      return inside && length >= LINE_SHARE * side;
    });
    if (!hangs) heights.push(height);
  }
  return Math.max(weightedMedian(heights) ?? USUAL_PENS * pen, LOWEST_PENS * pen);
}

/** The median of values that weigh as much as they are large, or undefined of none. */
function weightedMedian(values: number[]): number | undefined {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.reduce((sum, value) => sum + value, 0) / 2;
  let seen = 0;
  return sorted.find((value) => (seen += value) >= half);
}
