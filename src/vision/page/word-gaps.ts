/**
 * The numbers of one line of writing, told by the gaps between them.
 *
 * A gap parts two numbers if it is at least as wide as the digits are high and clearly wider than those between digits; a
 * thousands gap is narrower, and digits that all stand far apart are one number.
 * Source of the idea: G. Seni, E. Cohen, "External word segmentation of off-line handwritten text lines", Pattern
 * Recognition 27 (1994).
 */
import type { InkPiece } from "./ink-pieces.ts";
import { median } from "./line-chains.ts";
import type { TextLine } from "./text-lines.ts";

/** A gap between numbers is at least so many times as wide as digits are high… */
const LEAST_HEIGHTS = 1;
/** …and as the usual gap between digits, where there are some of less than that; otherwise as wide as this many heights. */
const LEAST_GAPS = 2.5;
const UNSURE_HEIGHTS = 2;
/** It is at least so many times as wide as the next narrower one. */
const LEAST_STEP = 1.5;

/** The pieces of each number from left to right. @param options.whole keeps the line as one number @default false */
export function splitAtGaps(line: TextLine, options: { whole?: boolean } = {}): InkPiece[][] {
  const sorted = [...line.pieces].sort((a, b) => a.box.x - b.box.x);
  if (options.whole === true || sorted.length === 0) return sorted.length === 0 ? [] : [sorted];
  const gaps: number[] = [];
  let right = sorted[0].box.x + sorted[0].box.width;
  for (const { box } of sorted.slice(1)) {
    gaps.push(box.x - right);
    right = Math.max(right, box.x + box.width);
  }
  const least = leastGap(gaps, line.height);
  const numbers = [[sorted[0]]];
  gaps.forEach((gap, i) => {
    if (gap >= least) numbers.push([]);
    numbers[numbers.length - 1].push(sorted[i + 1]);
  });
  return numbers;
}

/** The narrowest gap that parts two numbers. */
function leastGap(gaps: readonly number[], height: number): number {
  const sorted = gaps.map((gap) => Math.max(gap, 0)).sort((a, b) => a - b);
  const between = sorted.filter((gap) => gap < LEAST_HEIGHTS * height);
  const least =
    between.length === 0
      ? UNSURE_HEIGHTS * height
      : Math.max(LEAST_HEIGHTS * height, LEAST_GAPS * median(between));
  return sorted.find((gap, i) => gap >= least && (i === 0 || gap >= LEAST_STEP * sorted[i - 1])) ?? Infinity;
}
