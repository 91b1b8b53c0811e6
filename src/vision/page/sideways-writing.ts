/**
 * Whether writing seems to stand on its side, as on a page that was scanned turned by 90°.
 *
 * Digits are higher than broad, and a digit's nearest neighbour is the next one of its number. Where most pieces are broader than
 * high and have their nearest neighbour above or below them, the page may be turned. So does a column of touching pairs look: who
 * asks should look at the pieces too, which is why they are given back.
 * Time: every piece is compared with every other; a page of more pieces than 1,000 is not judged.
 */
import { checkGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";
import { drawPieces } from "./draw-pieces.ts";
import { findInkPieces } from "./ink-pieces.ts";

const LEAST_PIECES = 3;
const MOST_PIECES = 1000;
/** Pieces from and to so many times the median longer side are taken for symbols: neither points nor blots. */
const LEAST_SIDES = 0.5;
const MOST_SIDES = 2.5;
/** Shares of the pieces that are broader than high, and whose nearest neighbour is above or below. */
const LEAST_BROAD = 0.55;
const LEAST_STACKED = 0.6;
/** A dash is so many pixels thin, and less than this share of its length. */
const MOST_DASH = 2;
const DASH_SHARE = 0.25;
/** Pieces on their side are above each other. Less than so many median longer sides from top to bottom are one upright line. */
const LEAST_EXTENT = 1.6;
const MOST_GIVEN = 40;

/**
 * @param ink of a page, upright if it is not on its side, without rules
 * @returns the ink of up to 40 of the pieces that seem to be turned, as they stand; none if the writing seems to be upright
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image
 */
export function findSidewaysWriting(ink: GrayImage): GrayImage[] {
  checkGrayImage(ink);
  const all = findInkPieces(ink).filter(({ box }) => !isDash(box));
  const sides = all.map(({ box }) => longerSide(box)).sort((a, b) => a - b);
  const median = sides[sides.length >> 1] ?? 0;
  const pieces = all.filter(
    ({ box }) => longerSide(box) >= LEAST_SIDES * median && longerSide(box) <= MOST_SIDES * median,
  );
  if (pieces.length < LEAST_PIECES || pieces.length > MOST_PIECES) return [];
  const boxes = pieces.map(({ box }) => box);
  if (extentOf(boxes) < LEAST_EXTENT * median) return [];
  const broad = boxes.filter(({ width, height }) => width > height).length;
  const stacked = boxes.filter((box) => isStacked(box, boxes)).length;
  if (broad < LEAST_BROAD * boxes.length || stacked < LEAST_STACKED * boxes.length) return [];
  return pieces.slice(0, MOST_GIVEN).map((piece) => drawPieces(ink, [piece], piece.box));
}

/** A line of a pixel or two, as is left of a rule. */
function isDash({ width, height }: Box): boolean {
  const shorter = Math.min(width, height);
  return shorter <= MOST_DASH && shorter < DASH_SHARE * Math.max(width, height);
}

function longerSide({ width, height }: Box): number {
  return Math.max(width, height);
}

/** From the highest to the lowest, pixels. */
function extentOf(boxes: readonly Box[]): number {
  return Math.max(...boxes.map(({ y, height }) => y + height)) - Math.min(...boxes.map(({ y }) => y));
}

/** Whether the nearest other box is above or below rather than beside it. */
function isStacked(box: Box, boxes: readonly Box[]): boolean {
  let [nearest, stacked] = [Infinity, false];
  for (const other of boxes) {
    if (other === box) continue;
    const across = gapBetween(box.x, box.width, other.x, other.width);
    const down = gapBetween(box.y, box.height, other.y, other.height);
    const distance = Math.hypot(Math.max(0, across), Math.max(0, down));
    if (distance >= nearest) continue;
    [nearest, stacked] = [distance, down > across];
  }
  return stacked;
}

/** Pixels between two spans; negative where they overlap. */
function gapBetween(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.max(start, otherStart) - Math.min(start + length, otherStart + otherLength);
}
