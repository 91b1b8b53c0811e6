/**
 * The ink of one number brought into the form that the line network reads: 32 pixels high, digits about 23 of them, strokes as
 * bright and broad as MNIST's.
 *
 * Method: the height of the digits is the ink-weighted median of the heights of the connected pieces, leaving out what is flat
 * or small beside the others; so a comma, an underline, or the long tail of a single digit does not change it. What is higher than
 * the picture then is reduced a little, and cut off beyond that. Training strings go through the same function.
 */
import { rangeError } from "../../base/errors.ts";
import { checkGrayImage, createGrayImage, resizeArea, type GrayImage } from "../../image/index.ts";
import { findComponents, strokeWidth, type Component } from "../../vision/index.ts";
import { evenStrokes } from "./even-strokes.ts";

export const LINE_HEIGHT = 32;
/** Widths of prepared lines: few, because each has a network of its own. */
export const LINE_WIDTHS: readonly number[] = [64, 96, 128, 168, 224, 320, 448, 640];

/** How large a line is looked at. */
export interface LineLook {
  /** Height of its digits in the prepared line, pixels. */
  body: number;
  /** What stands out of 30 rows may shrink them to this share of that height; beyond it is cut off. */
  leastShrinking: number;
}

/** As the network was trained; and closer, which loses the ends of long tails and sees small digits better. */
export const LINE_LOOKS: readonly [LineLook, LineLook] = [
  { body: 23, leastShrinking: 0.75 },
  { body: 27, leastShrinking: 0.85 },
];

/** Paper on the left and right, pixels. */
const MARGIN = 5;
/** The highest level from which on there may be ink. */
const LEAST_LEVEL = 16;
/** Shares of the highest level that belong to ink, and that are surely ink. */
const EDGE_SHARE = 0.3;
const INK_SHARE = 0.5;
/** Digits are at least this share of the height that this share of the ink reaches; underlines, dashes and points are not. */
const LEAST_HEIGHT = 0.45;
const REACHING_SHARE = 0.4;
/** Digits are at least so many strokes high; else a dash alone would be enlarged to a block. */
const STROKES_IN_BODY = 5;
/** Pieces with less than this share of the largest one's ink do not widen the line. */
const SPECK_SHARE = 0.03;
const MOST_ROWS = LINE_HEIGHT - 2;

export interface PreparedLine {
  /** Ink bright on black, 32 pixels high; its width is one of `widths`. */
  image: GrayImage;
  /** Pixels of `image` for one of the ink's, across. */
  scale: number;
  /** Where `image` begins in the ink, pixels; mostly negative, because of the margin. */
  left: number;
  /** Whether there is no ink. */
  blank: boolean;
}

/** Which part of the ink is drawn, and how large. */
interface Frame {
  middleX: number;
  middleY: number;
  /** Pixels of the line for one of the ink's. */
  scale: number;
  /** Of the ink that must be seen, pixels of the line. */
  width: number;
}

/**
 * @param ink of one number, bright on black, of any size
 * @param widths that the line may have, ascending; a line too long for the last is reduced
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image; RangeError if there are no widths
 */
export function prepareLine(
  ink: GrayImage,
  widths: readonly number[] = LINE_WIDTHS,
  look: LineLook = LINE_LOOKS[0],
): PreparedLine {
  checkGrayImage(ink);
  checkWidths(widths);
  const frame = frameOf(ink, look);
  if (frame === undefined) {
    const scale = LINE_HEIGHT / ink.height;
    return { image: createGrayImage(widths[0], LINE_HEIGHT), scale, left: 0, blank: true };
  }
  const needed = frame.width + 2 * MARGIN;
  const width = widths.find((candidate) => candidate >= needed) ?? widths[widths.length - 1];
  const scale = frame.scale * Math.min(1, width / needed);
  const [columns, rows] = [width, LINE_HEIGHT].map((side) => Math.max(1, Math.round(side / scale)));
  const left = Math.round(frame.middleX - columns / 2);
  const top = Math.round(frame.middleY - rows / 2);
  const part = cutOut(ink, { x: left, y: top, width: columns, height: rows });
  const image = evenStrokes(resizeArea(part, width, LINE_HEIGHT), scale);
  return { image, scale: width / columns, left, blank: false };
}

function checkWidths(widths: readonly number[]): void {
  if (widths.length > 0) return;
  throw rangeError({
    what: "widths is empty",
    expected: "at least one width of a prepared line",
    received: "none",
  });
}

function frameOf(ink: GrayImage, look: LineLook): Frame | undefined {
  let highest = 0;
  for (const level of ink.data) if (level > highest) highest = level;
  if (highest < LEAST_LEVEL) return undefined;
  const { components } = findComponents(ink, highest * EDGE_SHARE, highest * INK_SHARE);
  const least = LEAST_HEIGHT * heightReachedBy(components, REACHING_SHARE);
  const main = components.filter(({ box }) => box.height >= least);
  const largest = Math.max(...main.map(({ inkPixels }) => inkPixels));
  const body = Math.max(heightReachedBy(main, 0.5), STROKES_IN_BODY * strokeWidth(ink));
  const [top, bottom] = extentOf(main, "y", "height");
  const shrinking = Math.max(
    look.leastShrinking,
    Math.min(1, MOST_ROWS / (((bottom - top) * look.body) / body)),
  );
  const scale = (look.body / body) * shrinking;
  const seen = components.filter(({ inkPixels }) => inkPixels >= SPECK_SHARE * largest);
  const [left, right] = extentOf(seen, "x", "width");
  return {
    middleX: (left + right) / 2,
    middleY: middleRow(main, top, bottom, LINE_HEIGHT / scale),
    scale,
    width: (right - left) * scale,
  };
}

/** The greatest height for which this share of the ink is in pieces as high or higher. */
function heightReachedBy(pieces: readonly Component[], share: number): number {
  const sorted = [...pieces].sort((a, b) => b.box.height - a.box.height);
  let left = sorted.reduce((sum, { inkPixels }) => sum + inkPixels, 0) * share;
  return (sorted.find(({ inkPixels }) => (left -= inkPixels) <= 0) ?? sorted[0]).box.height;
}

function extentOf(
  pieces: readonly Component[],
  start: "x" | "y",
  length: "width" | "height",
): [low: number, high: number] {
  const low = Math.min(...pieces.map(({ box }) => box[start]));
  return [low, Math.max(...pieces.map(({ box }) => box[start] + box[length]))];
}

/** The digits' middle, moved so that the main pieces are seen whole if `rows` are enough for them. */
function middleRow(pieces: readonly Component[], top: number, bottom: number, rows: number): number {
  const total = pieces.reduce((sum, { inkPixels }) => sum + inkPixels, 0);
  const mean =
    pieces.reduce((sum, { box, inkPixels }) => sum + inkPixels * (box.y + box.height / 2), 0) / total;
  const room = rows - (bottom - top);
  if (room < 0) return mean;
  return Math.min(Math.max(mean, bottom - rows / 2), top + rows / 2);
}

/** Part of a picture, black where it is outside. */
function cutOut(ink: GrayImage, box: { x: number; y: number; width: number; height: number }): GrayImage {
  const part = createGrayImage(box.width, box.height);
  const [from, to] = [Math.max(0, box.x), Math.min(ink.width, box.x + box.width)];
  if (from >= to) return part;
  for (let y = Math.max(0, box.y); y < Math.min(ink.height, box.y + box.height); y++) {
    const row = ink.data.subarray(y * ink.width + from, y * ink.width + to);
    part.data.set(row, (y - box.y) * box.width + from - box.x);
  }
  return part;
}
