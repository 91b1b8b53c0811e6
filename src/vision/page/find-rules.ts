/**
 * The straight lines of a page: underlines, ruled paper, the sides of tables and boxes; not the strokes of digits.
 *
 * Lines are traced along strips of ink (trace-lines.ts). Those far longer than the writing is high are rules. Shorter ones,
 * as the sides of a digit's box, are rules only where they close a shape: both ends meet others, over and over until none is
 * left whose end is free (a stroke of a digit has one). The teeth of a comb may be free at the top, all at one height.
 * Memory: at most half a byte a pixel, and the runs of the ink, 16 bytes each.
 */
import { checkGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";
import { strokeWidth } from "../stroke-width.ts";
import type { Rule } from "./page-parts.ts";
import { stripsAlongColumns, stripsAlongRows } from "./rule-strips.ts";
import { splitAtGaps } from "./split-at-gaps.ts";
import { traceLines } from "./trace-lines.ts";
import type { Line } from "./trace-lines.ts";
import { trimLine } from "./trim-line.ts";
import { writingHeight } from "./writing-height.ts";

/** Pens' widths that a strip is long, and its least and greatest length in pixels. */
const STRIP_PENS = 1.5;
const LEAST_STRIP = 4;
const GREATEST_STRIP = 16;
/** A rule on its own is at least so many times as long as the writing is high, and so many pixels… */
const LONG_HEIGHTS = 3;
const LONG_PIXELS = 40;
/** …or reaches across this share of the picture, and is so many times as long as the writing is high… */
const ACROSS_SHARE = 0.7;
const ACROSS_HEIGHTS = 1.5;
/** …and, as a 1 does so too where 0s are small, a vertical one is at most this share of a pen's width thick. */
const ACROSS_PENS = 0.7;
/** The side of a box is at least this share of the height of the writing. */
const SIDE_HEIGHTS = 0.8;
/** Ends meet within so many pixels and this share of a pen's width. */
const MEETING_PIXELS = 3;
const MEETING_PENS = 0.5;
/** A side of a box is at most so many times as thick as the lines at its ends, and this much in pixels. */
const THICKER = 1.5;
const THICKER_PIXELS = 0.5;
/** So many teeth make a comb. */
const COMB_TEETH = 3;
/** The greatest distance between teeth is at most so many times the smallest. */
const EVEN_GAPS = 1.2;

/** A line that may be a rule. */
interface Candidate extends Rule {
  long: boolean;
  thickness: number;
}

/**
 * Finds the rules of upright ink, nearly horizontal or vertical ones within 2 degrees.
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image.
 */
export function findRules(ink: GrayImage): Rule[] {
  checkGrayImage(ink);
  const pen = strokeWidth(ink);
  if (pen === 0) return [];
  const side = Math.min(GREATEST_STRIP, Math.max(LEAST_STRIP, Math.round(STRIP_PENS * pen)));
  const reach = MEETING_PIXELS + MEETING_PENS * pen;
  const traced = [
    ...traceLines(stripsAlongRows(ink, side), pen).map((line) => candidateOf(ink, line, "horizontal")),
    ...traceLines(stripsAlongColumns(ink, side), pen).map((line) => candidateOf(ink, line, "vertical")),
  ];
  const lines = splitAtGaps(ink, traced, reach);
  const height = writingHeight(ink, pen, lines);
  const candidates = lines
    .map((rule) => ({ ...rule, long: isLong(rule, height, pen, ink) }))
    .filter((rule) => rule.long || lengthOf(rule) >= SIDE_HEIGHTS * height);
  return keepHeld(candidates, reach).map(({ direction, box }) => ({ direction, box }));
}

function candidateOf(ink: GrayImage, line: Line, direction: Rule["direction"]): Candidate {
  const { start, end, from, to } = trimLine(ink, line, direction);
  const box: Box =
    direction === "horizontal"
      ? { x: start, y: from, width: end - start, height: to - from }
      : { x: from, y: start, width: to - from, height: end - start };
  return { direction, box, thickness: line.thickness, long: false };
}

function lengthOf({ direction, box }: Rule): number {
  return direction === "horizontal" ? box.width : box.height;
}

function isLong(rule: Candidate, height: number, pen: number, ink: GrayImage): boolean {
  const length = lengthOf(rule);
  const across = rule.direction === "horizontal" ? ink.width : ink.height;
  if (length < LONG_PIXELS) return false;
  if (length >= LONG_HEIGHTS * height) return true;
  const narrow = rule.direction === "horizontal" || rule.thickness <= ACROSS_PENS * pen;
  return narrow && length >= ACROSS_SHARE * across && length >= ACROSS_HEIGHTS * height;
}

/** Drops short lines with a free end until there are none. */
function keepHeld(candidates: readonly Candidate[], reach: number): Candidate[] {
  let kept = [...candidates];
  for (let before = Infinity; kept.length < before;) {
    before = kept.length;
    const around = kept;
    kept = around.filter((rule) => rule.long || isHeld(rule, around, reach));
  }
  return kept;
}

function isHeld(rule: Candidate, others: readonly Candidate[], reach: number): boolean {
  const { x, y, width, height } = rule.box;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const meets = (endX: number, endY: number): Candidate | undefined =>
    others.find(
      (other) =>
        other.direction !== rule.direction &&
        rule.thickness <= THICKER * other.thickness + THICKER_PIXELS &&
        holds(other.box, endX, endY, reach),
    );
  if (rule.direction === "horizontal") {
    return meets(x, middleY) !== undefined && meets(x + width, middleY) !== undefined;
  }
  const ground = meets(middleX, y + height);
  if (ground === undefined) return false;
  return meets(middleX, y) !== undefined || (ground.long && isTooth(rule, ground, others, reach));
}

/** Whether it is one of the lines that rise from the same ground to the same height at even distances: 1s do not. */
function isTooth(rule: Candidate, ground: Candidate, others: readonly Candidate[], reach: number): boolean {
  const bottom = ground.box.y + ground.box.height;
  const places = others
    .filter(
      ({ direction, box }) => direction === "vertical" && holds(ground.box, box.x, box.y + box.height, reach),
    )
    .filter(
      ({ box }) => Math.abs(box.y - rule.box.y) <= reach && box.y + box.height <= bottom + MEETING_PIXELS,
    )
    .map(({ box }) => box.x + box.width / 2)
    .sort((a, b) => a - b);
  const gaps = places.slice(1).map((place, n) => place - places[n]);
  return places.length >= COMB_TEETH && Math.max(...gaps) <= EVEN_GAPS * Math.min(...gaps);
}

function holds(box: Box, x: number, y: number, reach: number): boolean {
  return (
    x >= box.x - reach &&
    x <= box.x + box.width + reach &&
    y >= box.y - reach &&
    y <= box.y + box.height + reach
  );
}
