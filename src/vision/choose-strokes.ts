/**
 * Which pieces of ink are the digit: not specks, and at the picture's border not lines nor a neighbour's strokes.
 *
 * The digit's main piece has the most ink near the middle. Another piece is dropped only if it touches the border and is
 * long and thin, as ruled lines and boxes are, or stands beside the main piece rather than above or below it. The main
 * piece is never dropped, even where it touches the border itself.
 */
import type { Box, Component } from "./components.ts";

/** Pieces with less than this share of the main piece's ink are specks. */
const SPECK_SHARE = 0.07;
/** A line is at least this share of the picture long and at most that share of it thick… */
const LINE_LENGTH = 0.5;
const LINE_THICKNESS = 0.04;
/** …and either its box is that narrow, or on the mean its ink is less than this near to the middle, as that of a frame is. */
const LINE_WIDTH = 0.15;
const LINE_CENTRALITY = 0.35;
/** What a line at the border counts when the main piece is sought: it is one only where there is nothing else. */
const LINE_SCORE = 0.05;
/** A piece at the border belongs to the main one if this share of its width lies above or below that… */
const OVERLAP_SHARE = 0.7;
/** …and the gap between them is at most this share of the main piece's longer side. */
const GAP_SHARE = 0.3;

/** The pieces of the digit. */
interface Choice {
  strokes: Component[];
  /** How many pieces at the border were dropped as lines or neighbours. */
  dropped: number;
  /** Whether the digit itself touches the border, so that a part of it may be missing. */
  touchesBorder: boolean;
}

interface Size {
  width: number;
  height: number;
}

/** Chooses the pieces of the digit in a picture of `size`; `components` must not be empty. */
export function chooseStrokes(components: readonly Component[], size: Size): Choice {
  const main = components.reduce((best, next) => (score(next, size) > score(best, size) ? next : best));
  const large = components.filter(({ inkPixels }) => inkPixels >= SPECK_SHARE * main.inkPixels);
  const strokes = large.filter((piece) => piece === main || !isForeign(piece, main, size));
  return {
    strokes,
    dropped: large.length - strokes.length,
    touchesBorder: strokes.some(({ box }) => touches(box, size)),
  };
}

/** The ink near the middle. */
function score(piece: Component, size: Size): number {
  return piece.centralInk * (isLine(piece, size) ? LINE_SCORE : 1);
}

function isForeign(piece: Component, main: Component, size: Size): boolean {
  if (!touches(piece.box, size)) return false;
  return isLine(piece, size) || !(fills(main.box, size) || isAboveOrBelow(piece.box, main.box));
}

/** Whether the picture is cut so close around a piece that there is no room for a neighbour. */
function fills(box: Box, size: Size): boolean {
  const sides = [
    box.x === 0,
    box.y === 0,
    box.x + box.width === size.width,
    box.y + box.height === size.height,
  ];
  return sides.filter(Boolean).length >= 2;
}

/** Whether the piece is a line or a frame that runs to the border. */
function isLine({ box, inkPixels, centralInk }: Component, size: Size): boolean {
  if (!touches(box, size)) return false;
  const side = Math.max(size.width, size.height);
  const long = box.width >= LINE_LENGTH * size.width || box.height >= LINE_LENGTH * size.height;
  const narrow = Math.min(box.width, box.height) <= LINE_WIDTH * side;
  if (!long || !(narrow || centralInk <= LINE_CENTRALITY * inkPixels)) return false;
  return inkPixels <= LINE_THICKNESS * side * (box.width + box.height);
}

function isAboveOrBelow(box: Box, main: Box): boolean {
  const overlap = Math.min(box.x + box.width, main.x + main.width) - Math.max(box.x, main.x);
  const gap = Math.max(box.y, main.y) - Math.min(box.y + box.height, main.y + main.height);
  return overlap >= OVERLAP_SHARE * box.width && gap <= GAP_SHARE * Math.max(main.width, main.height);
}

function touches({ x, y, width, height }: Box, size: Size): boolean {
  return x === 0 || y === 0 || x + width === size.width || y + height === size.height;
}
