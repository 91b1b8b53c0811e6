/**
 * Where a rule runs, place by place along it: a rule is straight, but paper is curved, and so its box is wider than its line.
 *
 * The line is followed from its start; it goes on to the stretch of ink nearest to where it was, if that is about as thick as
 * most are. Under a stroke it goes on as before.
 */
import type { GrayImage } from "../../image/index.ts";
import type { Rule } from "./page-parts.ts";

/** Ink that makes a line, and pixels on each side of a stretch of it that may be its grey edge. */
const LINE_LEVEL = 64;
const GREY_EDGE = 2;
/** A stretch is the line alone if it is at most so many times as thick as most, and so many pixels more. */
const THICKER = 1.4;
const THICKER_PIXELS = 1.5;
/** Pixels beside the box in which the line is looked for. */
const MARGIN = 2;
/** The newest stretch's weight in where the line is thought to be. */
const NEWEST = 0.3;

/** A rule's line: place `i` along it, row `r` across it is pixel `first + i * step + r * across`. */
export interface RuleCourse {
  first: number;
  step: number;
  across: number;
  /** Rows of the whole picture across the rule. */
  rows: number;
  /** For each place the first row of the line and the one after its last. */
  tops: Int32Array;
  bottoms: Int32Array;
}

/** Follows a rule through its ink. */
export function followRule({ width, height, data }: GrayImage, { direction, box }: Rule): RuleCourse {
  const horizontal = direction === "horizontal";
  const [step, across, rows] = horizontal ? [1, width, height] : [width, 1, width];
  const [length, start] = horizontal ? [box.width, box.x] : [box.height, box.y];
  const [from, breadth] = horizontal ? [box.y, box.height] : [box.x, box.width];
  const course: RuleCourse = {
    first: start * step,
    step,
    across,
    rows,
    tops: new Int32Array(length),
    bottoms: new Int32Array(length),
  };
  const window = { from: Math.max(0, from - MARGIN), to: Math.min(rows, from + breadth + MARGIN) };
  const stretches = Array.from({ length }, (_, i) => stretchesAt(data, course, i, window.from, window.to));
  const thicknesses = stretches
    .flatMap((around) => around.map(([top, bottom]) => bottom - top))
    .sort((a, b) => a - b);
  const thickness = thicknesses[thicknesses.length >> 1] ?? breadth;
  let middle = startOf(stretches, thickness) ?? from + breadth / 2;
  for (let i = 0; i < length; i++) {
    const found = stretches[i]
      .filter(([top, bottom]) => bottom - top <= THICKER * thickness + THICKER_PIXELS)
      .filter(([top, bottom]) => Math.abs((top + bottom) / 2 - middle) <= thickness / 2 + MARGIN)
      .sort((a, b) => Math.abs(a[0] + a[1] - 2 * middle) - Math.abs(b[0] + b[1] - 2 * middle))[0];
    if (found !== undefined) middle += NEWEST * ((found[0] + found[1]) / 2 - middle);
    const [top, bottom] = found ?? [Math.round(middle - thickness / 2), Math.round(middle + thickness / 2)];
    // A stretch that is found ends in paper, so that what is grey beside it is its edge; a stroke must not be cut into.
    course.tops[i] = found === undefined ? Math.max(0, top) : greyEnd(data, course, i, top, -1);
    course.bottoms[i] =
      found === undefined ? Math.min(rows, bottom) : greyEnd(data, course, i, bottom - 1, 1) + 1;
  }
  return course;
}

/** The stretches of ink between two rows, as they reach beyond these. */
function stretchesAt(
  data: Uint8Array,
  course: RuleCourse,
  i: number,
  from: number,
  to: number,
): [number, number][] {
  const { first, step, across, rows } = course;
  const isInk = (row: number): boolean =>
    row >= 0 && row < rows && data[first + i * step + row * across] >= LINE_LEVEL;
  const found: [number, number][] = [];
  for (let row = from; row < to; row++) {
    if (!isInk(row)) continue;
    let [top, bottom] = [row, row + 1];
    while (isInk(top - 1)) top--;
    while (isInk(bottom)) bottom++;
    found.push([top, bottom]);
    row = bottom;
  }
  return found;
}

/** Where the first stretches that are the line alone lie, in the middle. */
function startOf(stretches: readonly [number, number][][], thickness: number): number | undefined {
  const alone = stretches
    .filter(
      (around) => around.length === 1 && around[0][1] - around[0][0] <= THICKER * thickness + THICKER_PIXELS,
    )
    .slice(0, 9)
    .map(([[top, bottom]]) => (top + bottom) / 2)
    .sort((a, b) => a - b);
  return alone[alone.length >> 1];
}

/** The last row with grey from a row on, in one direction. */
function greyEnd(data: Uint8Array, course: RuleCourse, i: number, row: number, direction: 1 | -1): number {
  const { first, step, across, rows } = course;
  let end = row;
  for (let k = 1; k <= GREY_EDGE; k++) {
    const next = row + k * direction;
    if (next < 0 || next >= rows || data[first + i * step + next * across] === 0) break;
    end = next;
  }
  return end;
}
