/**
 * From upright ink without rules to the fields of a page: where a number may be written, with the ink of it alone.
 *
 * Cells of grids take the ink that is in them (cell-ink.ts); runs of cells shaped for a digit are one number (digit-boxes.ts);
 * what ink is outside of cells makes lines of writing (text-lines.ts), numbers in them (word-gaps.ts) and columns (columns.ts).
 * Memory: 32 bytes for every run of ink, and the fields' own images. At most 2,000 fields of free writing are given back.
 */
import { checkGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";
import { fillCells, overlaps } from "./cell-ink.ts";
import type { FilledCell } from "./cell-ink.ts";
import { findColumns } from "./columns.ts";
import { boxesField, findDigitBoxes } from "./digit-boxes.ts";
import { boxOf, drawPieces } from "./draw-pieces.ts";
import { findInkPieces, penWidth } from "./ink-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";
import type { CellGrid, Field } from "./page-parts.ts";
import { placeFields } from "./place-fields.ts";
import type { FoundField } from "./place-fields.ts";
import { findTextLines } from "./text-lines.ts";
import type { TextLine } from "./text-lines.ts";
import { splitAtGaps } from "./word-gaps.ts";

/** What is on a page: one number, a list of numbers, a table, rows of digit boxes, or what it looks like. */
export type Layout = "auto" | "line" | "column" | "grid" | "boxes";

const MOST_FIELDS = 2000;
/** A line belongs to the main one if they overlap in this share of the lower one's height. */
const SAME_LINE = 0.5;

/**
 * Finds the fields of a page in reading order.
 * @param options.grids the cells that its rules enclose
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image.
 */
export function findFields(
  ink: GrayImage,
  { layout, grids }: { layout: Layout; grids: readonly CellGrid[] },
): Field[] {
  checkGrayImage(ink);
  const pieces = findInkPieces(ink);
  if (layout === "grid" || layout === "boxes") {
    return placeFields(fieldsOfGrids(ink, grids.map(withoutOuterCells(grids)), pieces, layout).fields);
  }
  if (layout === "line") return placeFields(mainLine(ink, findTextLines(pieces)));
  if (layout === "column") return placeFields(fieldsOfLines(ink, findTextLines(pieces), true));
  const { fields, left } = fieldsOfGrids(ink, framesLeftOut(grids, pieces), pieces, "auto");
  const lines = withoutEdges(findTextLines(left), ink);
  return placeFields([...fields, ...fieldsOfLines(ink, lines, false)]);
}

/** The fields of all grids, and the pieces of ink that are in none. */
function fieldsOfGrids(
  ink: GrayImage,
  grids: readonly CellGrid[],
  pieces: readonly InkPiece[],
  layout: "auto" | "grid" | "boxes",
): { fields: FoundField[]; left: readonly InkPiece[] } {
  const pen = penWidth(pieces);
  const fields: FoundField[] = [];
  let left = pieces;
  for (const grid of grids) {
    const taken = fillCells(grid, left, pen);
    left = taken.left;
    const groups = groupCells(taken.filled, layout);
    groups.forEach((group, i) => {
      const [{ cell }] = group;
      const isBoxes = layout === "boxes" || (layout === "auto" && group.length > 1);
      const firstOfRow = groups.findIndex(([first]) => first.cell.row === cell.row);
      const field = isBoxes ? boxesField(ink, group) : cellField(ink, group[0]);
      const band = boxOf(group.map(({ cell: { box } }) => ({ box })));
      fields.push({ ...field, column: layout === "grid" ? cell.column : i - firstOfRow, band });
    });
  }
  return { fields, left };
}

/** Cells that are one field together, row by row. */
function groupCells(filled: readonly FilledCell[], layout: "auto" | "grid" | "boxes"): FilledCell[][] {
  if (layout === "auto") return findDigitBoxes(filled);
  if (layout === "grid") return filled.map((cell) => [cell]);
  const rows = [...new Set(filled.map(({ cell }) => cell.row))];
  return rows.map((row) => filled.filter(({ cell }) => cell.row === row));
}

function cellField(ink: GrayImage, { cell, pieces }: FilledCell): Omit<Field, "row" | "column"> {
  const empty = pieces.length === 0;
  const box = empty ? cell.box : boxOf(pieces);
  return { kind: "cell", box, ink: drawPieces(ink, pieces, box), empty };
}

/** The numbers of lines of writing. @param whole whether every line is one number, and all are one column */
function fieldsOfLines(ink: GrayImage, lines: readonly TextLine[], whole: boolean): FoundField[] {
  const numbers = lines.map((line) => splitAtGaps(line, { whole }));
  const boxes = numbers.map((line) => line.map(boxOf));
  const columns = whole ? boxes.map(() => [0]) : findColumns(boxes);
  const found = numbers.flatMap((line, i) =>
    line.map((pieces, k) => ({ pieces, box: boxes[i][k], column: columns[i][k], line: lines[i].box })),
  );
  return found.slice(0, MOST_FIELDS).map(({ pieces, box, column, line }) => {
    const band = { ...box, y: line.y, height: line.height };
    return { kind: "line", box, ink: drawPieces(ink, pieces, box), empty: false, column, band };
  });
}

/** The line with most ink as one number, together with lines beside it. */
function mainLine(ink: GrayImage, lines: readonly TextLine[]): FoundField[] {
  if (lines.length === 0) return [];
  const inkOf = ({ pieces }: TextLine): number => pieces.reduce((sum, { area }) => sum + area, 0);
  const main = lines.reduce((a, b) => (inkOf(b) > inkOf(a) ? b : a));
  const pieces = lines
    .filter(({ box }) => {
      const overlap =
        Math.min(box.y + box.height, main.box.y + main.box.height) - Math.max(box.y, main.box.y);
      return overlap >= SAME_LINE * Math.min(box.height, main.box.height);
    })
    .flatMap((line) => line.pieces);
  return fieldsOfLines(ink, [{ pieces, box: boxOf(pieces), height: main.height }], true);
}

/** Lines all of whose pieces the picture's side cuts through are no writing if there is any other. */
function withoutEdges(lines: readonly TextLine[], { width, height }: GrayImage): readonly TextLine[] {
  const isCut = ({ box }: InkPiece): boolean =>
    box.x === 0 || box.y === 0 || box.x + box.width === width || box.y + box.height === height;
  const inside = lines.filter(({ pieces }) => !pieces.every(isCut));
  return inside.length > 0 ? inside : lines;
}

/** Takes cells that other grids are inside of out of a grid. */
function withoutOuterCells(grids: readonly CellGrid[]): (grid: CellGrid) => CellGrid {
  return (grid) => ({
    ...grid,
    cells: grid.cells.filter(
      ({ box }) => !grids.some((other) => other !== grid && isMiddleInside(other.box, box)),
    ),
  });
}

/** Grids without cells that are frames: around another grid, or around several lines of writing. */
function framesLeftOut(grids: readonly CellGrid[], pieces: readonly InkPiece[]): CellGrid[] {
  return grids.map(withoutOuterCells(grids)).map((grid) => ({
    ...grid,
    cells: grid.cells.filter(({ box }) => {
      const inside = pieces.filter((piece) => overlaps(piece.box, box) && isMiddleInside(piece.box, box));
      return inside.length < 2 || findTextLines(inside).length < 2;
    }),
  }));
}

function isMiddleInside(inner: Box, outer: Box): boolean {
  const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  return x >= outer.x && x < outer.x + outer.width && y >= outer.y && y < outer.y + outer.height;
}
