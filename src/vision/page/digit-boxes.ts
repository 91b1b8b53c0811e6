/**
 * Rows of boxes for one digit each: which cells of a grid are some, and where the ink of each box is.
 *
 * Boxes for digits are at least three cells side by side, alike and about as wide as high or narrower, each with the ink of one
 * digit at most.
 */
import { createGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";
import { unionBox } from "../components.ts";
import type { FilledCell } from "./cell-ink.ts";
import { boxOf, drawPiece } from "./draw-pieces.ts";
import type { Field } from "./page-parts.ts";

const LEAST_BOXES = 3;
/** Width over height of a box for a digit. */
const LEAST_ASPECT = 0.4;
const MOST_ASPECT = 1.3;
/** Neighbours are alike in width within this share. */
const ALIKE = 0.25;
/** This share of the boxes that hold ink must hold one digit's: at most so many times as wide as high, without a wide gap. */
const SINGLE_SHARE = 0.7;
const DIGIT_ASPECT = 1.3;
const WIDE_GAP = 0.25;

/** The cells of a grid in runs of digit boxes, and the others one by one. */
export function findDigitBoxes(filled: readonly FilledCell[]): FilledCell[][] {
  const runs = groupRuns(filled);
  const boxes = runs.filter((run) => run.length >= LEAST_BOXES).flat();
  const inked = boxes.filter(({ pieces }) => pieces.length > 0);
  const single = inked.filter((cell) => holdsOneDigit(cell)).length;
  const areBoxes = single >= SINGLE_SHARE * inked.length;
  return runs.flatMap((run) => (areBoxes && run.length >= LEAST_BOXES ? [run] : run.map((cell) => [cell])));
}

/** Cells side by side in a row that are alike and shaped for a digit; every other cell is a run on its own. */
function groupRuns(filled: readonly FilledCell[]): FilledCell[][] {
  const runs: FilledCell[][] = [];
  for (const current of filled) {
    const previous = runs.at(-1)?.at(-1);
    if (previous !== undefined && areNeighbours(previous, current)) runs[runs.length - 1].push(current);
    else runs.push([current]);
  }
  return runs;
}

function areNeighbours({ cell: a }: FilledCell, { cell: b }: FilledCell): boolean {
  return (
    a.row === b.row &&
    a.column + 1 === b.column &&
    isShapedForDigit(a.box) &&
    isShapedForDigit(b.box) &&
    Math.abs(a.box.width - b.box.width) <= ALIKE * Math.max(a.box.width, b.box.width)
  );
}

function isShapedForDigit({ width, height }: Box): boolean {
  return width >= LEAST_ASPECT * height && width <= MOST_ASPECT * height;
}

function holdsOneDigit({ cell, pieces }: FilledCell): boolean {
  const box = boxOf(pieces);
  if (box.width > DIGIT_ASPECT * box.height) return false;
  const sorted = [...pieces].sort((a, b) => a.box.x - b.box.x);
  let right = Infinity;
  return sorted.every((piece) => {
    const gap = piece.box.x - right;
    right = Math.max(right === Infinity ? 0 : right, piece.box.x + piece.box.width);
    return gap < WIDE_GAP * cell.box.width;
  });
}

/** A field of one row of digit boxes: in every box there is no other ink than its own. */
export function boxesField(ink: GrayImage, row: readonly FilledCell[]): Omit<Field, "row" | "column"> {
  const sides = sidesOf(row);
  const windows = row.map(({ cell, pieces }, i): Box => {
    const { y, height } = pieces.map((piece) => piece.box).reduce(unionBox, cell.box);
    return { x: sides[i].left, y, width: sides[i].right - sides[i].left, height };
  });
  const box = windows.reduce(unionBox);
  const drawn = createGrayImage(box.width, box.height);
  row.forEach(({ pieces }, i) => {
    for (const piece of pieces) drawPiece(drawn, ink, piece, box, windows[i]);
  });
  return {
    kind: "boxes",
    box,
    ink: drawn,
    empty: row.every(({ pieces }) => pieces.length === 0),
    digitBoxes: windows.map((window) => ({ ...window, x: window.x - box.x, y: window.y - box.y })),
  };
}

/** The left and right sides of the boxes, which do not overlap. */
function sidesOf(row: readonly FilledCell[]): { left: number; right: number }[] {
  const sides = row.map(({ cell, pieces }) => {
    const { x, width } = pieces.map(({ box }) => box).reduce(unionBox, cell.box);
    return { left: x, right: x + width };
  });
  for (let i = 1; i < row.length; i++) {
    const [right, left] = borderBetween(row[i - 1], row[i]);
    sides[i - 1].right = right;
    sides[i].left = Math.min(left, sides[i].right - 1);
  }
  return sides;
}

/** Where a box ends and the next begins: a digit may reach over its box as far as it meets none in the next. */
function borderBetween(one: FilledCell, next: FilledCell): [number, number] {
  const [end, start] = [one.cell.box.x + one.cell.box.width, next.cell.box.x];
  const inkEnd = Math.max(-Infinity, ...one.pieces.map(({ box }) => box.x + box.width));
  const inkStart = Math.min(Infinity, ...next.pieces.map(({ box }) => box.x));
  const [reach, nextReach] = [Math.max(end, inkEnd), Math.min(start, inkStart)];
  if (reach <= nextReach) return [reach, nextReach];
  if (inkEnd > inkStart) return [end, start];
  return inkEnd > end ? [reach, reach] : [nextReach, nextReach];
}
