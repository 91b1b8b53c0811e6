/**
 * Which ink belongs to which cell of a grid.
 *
 * A piece belongs whole to the cell that holds nearly all of it, so that a long stroke may reach out of its cell; one that is
 * spread over several is cut at their borders. Specks and what the rules have left along a cell's sides are nothing.
 */
import type { Box } from "../components.ts";
import { cutPiece, pixelsWithin } from "./draw-pieces.ts";
import { RUN_NUMBERS } from "./ink-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";
import type { Cell, CellGrid } from "./page-parts.ts";

/** A cell with at least this share of a piece has it whole, or with this share of one that would fit into it. */
const WHOLE_SHARE = 0.75;
const FITTING_SHARE = 0.6;
/** The rest of a rule is so near to its cell's side, in pens' widths and in pixels… */
const SIDE_PENS = 1;
const SIDE_PIXELS = 4;
/** …is at most so thick, in pens' widths… */
const REST_PENS = 1.2;
/** …and so many times as long, or less than this in pens' widths. */
const REST_RATIO = 2.5;
const REST_LENGTH = 2;
/** All ink of a cell together is a speck if it has less than this share of a square as wide as the pen. */
const SPECK_SHARE = 2;

/** A cell and the pieces of its ink. */
export interface FilledCell {
  cell: Cell;
  pieces: InkPiece[];
}

/** Ink shared out to the cells of a grid, in their order, and the pieces that are in none. @param pen width of strokes */
export function fillCells(
  grid: CellGrid,
  pieces: readonly InkPiece[],
  pen: number,
): { filled: FilledCell[]; left: InkPiece[] } {
  const filled = grid.cells.map((cell): FilledCell => ({ cell, pieces: [] }));
  const left: InkPiece[] = [];
  for (const piece of pieces) {
    const shares = overlaps(piece.box, grid.box) ? sharesOf(piece, filled) : [];
    const whole = shares.find(
      ({ share, target }) => share >= (fits(piece.box, target.cell.box) ? FITTING_SHARE : WHOLE_SHARE),
    );
    const inside = shares.reduce((sum, { share }) => sum + share, 0);
    if (whole !== undefined) addTo(whole.target, piece, pen);
    else if (inside < 0.5) left.push(piece);
    else {
      for (const { target } of shares) {
        const part = cutPiece(piece, target.cell.box);
        if (part !== undefined) addTo(target, part, pen);
      }
    }
  }
  for (const target of filled) if (isSpeck(target.pieces, pen)) target.pieces = [];
  return { filled, left };
}

function sharesOf(piece: InkPiece, filled: readonly FilledCell[]): { target: FilledCell; share: number }[] {
  const total = pixelsOf(piece);
  return filled
    .filter(({ cell }) => overlaps(piece.box, cell.box))
    .map((target) => ({ target, share: pixelsWithin(piece, target.cell.box) / total }))
    .filter(({ share }) => share > 0);
}

function fits(piece: Box, cell: Box): boolean {
  return piece.width <= cell.width && piece.height <= cell.height;
}

function addTo(target: FilledCell, piece: InkPiece, pen: number): void {
  if (!isRuleRest(piece.box, target.cell.box, pen)) target.pieces.push(piece);
}

/** Whether a piece is thin and lies along a side of its cell. */
function isRuleRest(piece: Box, cell: Box, pen: number): boolean {
  const reach = SIDE_PENS * pen + SIDE_PIXELS;
  const along = (length: number, thickness: number): boolean =>
    thickness <= REST_PENS * pen && length >= Math.min(REST_RATIO * thickness, REST_LENGTH * pen);
  const nearAcross = piece.y - cell.y < reach || cell.y + cell.height - piece.y - piece.height < reach;
  const nearUpright = piece.x - cell.x < reach || cell.x + cell.width - piece.x - piece.width < reach;
  return (
    (nearAcross && along(piece.width, piece.height)) || (nearUpright && along(piece.height, piece.width))
  );
}

function isSpeck(pieces: readonly InkPiece[], pen: number): boolean {
  return pieces.reduce((sum, { area }) => sum + area, 0) < SPECK_SHARE * pen * pen;
}

function pixelsOf({ runs }: InkPiece): number {
  let pixels = 0;
  for (let i = 0; i < runs.length; i += RUN_NUMBERS) pixels += runs[i + 2] - runs[i + 1];
  return pixels;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
