/**
 * Cells that rules enclose, and the grids that they make: tables, forms, rows of digit boxes.
 *
 * From every crossing of rules the nearest one to the right and the nearest one below that close a rectangle make a cell; cells
 * that share a corner make a grid. Boxes drawn side by side with gaps make one too where they are aligned and alike.
 * Method after T. Nurminen, "Algorithmic extraction of data in tables in PDF documents", Tampere 2013.
 */
import type { Box } from "../components.ts";
import { unionBox } from "../components.ts";
import type { Cell, CellGrid, Rule } from "./page-parts.ts";

/** Rules cross if they come as near as this, in pixels. */
const MEETING_PIXELS = 6;
/** A cell is at least so many pixels wide and high inside its rules. */
const LEAST_SIDE = 8;
/** Separate boxes are alike within this share, and no farther apart than a box is wide. */
const ALIKE = 0.15;

/** A cell whose place in its grid is not known yet, with its four corners as indices of crossings. */
interface Closed {
  box: Box;
  corners: number[];
}

/** Finds the closed cells of a page's rules, grouped by grid, from top to bottom and from left to right. */
export function findCellGrids(rules: readonly Rule[]): CellGrid[] {
  const horizontals = rules
    .filter(({ direction }) => direction === "horizontal")
    .sort((a, b) => a.box.y - b.box.y);
  const verticals = rules
    .filter(({ direction }) => direction === "vertical")
    .sort((a, b) => a.box.x - b.box.x);
  const rows = [...horizontals, ...combTops(horizontals, verticals)].sort((a, b) => a.box.y - b.box.y);
  const closed = closedCells(rows, verticals);
  const groups = joinSeparateBoxes(groupByCorners(closed));
  return groups.map(gridOf).sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
}

function meet({ box: row }: Rule, { box: column }: Rule): boolean {
  const [x, y] = [column.x + column.width / 2, row.y + row.height / 2];
  return (
    x >= row.x - MEETING_PIXELS &&
    x <= row.x + row.width + MEETING_PIXELS &&
    y >= column.y - MEETING_PIXELS &&
    y <= column.y + column.height + MEETING_PIXELS
  );
}

/** A line over the free ends of verticals that rise from one line to one height. */
function combTops(horizontals: readonly Rule[], verticals: readonly Rule[]): Rule[] {
  return horizontals.flatMap((ground) => {
    const free = verticals.filter(({ box }) => {
      const [x, bottom] = [box.x + box.width / 2, box.y + box.height];
      const stands =
        Math.abs(bottom - ground.box.y - ground.box.height / 2) <= MEETING_PIXELS + ground.box.height;
      const isCapped = horizontals.some((row) =>
        meet(row, { direction: "vertical", box: { ...box, height: 1 } }),
      );
      return (
        stands &&
        !isCapped &&
        x >= ground.box.x - MEETING_PIXELS &&
        x <= ground.box.x + ground.box.width + MEETING_PIXELS
      );
    });
    if (free.length < 2) return [];
    const top = free.map(({ box }) => box.y).sort((a, b) => a - b)[free.length >> 1];
    const level = free.filter(({ box }) => Math.abs(box.y - top) <= MEETING_PIXELS).map(({ box }) => box);
    if (level.length < 2) return [];
    const { x, width } = level.reduce(unionBox);
    return [{ direction: "horizontal", box: { x, y: top, width, height: 1 } }];
  });
}

/** The smallest closed rectangle below and to the right of every crossing. */
function closedCells(rows: readonly Rule[], columns: readonly Rule[]): Closed[] {
  const crossed = rows.map((row) => columns.map((column) => meet(row, column)));
  const cells: Closed[] = [];
  for (let top = 0; top < rows.length; top++) {
    for (let left = 0; left < columns.length; left++) {
      if (!crossed[top][left]) continue;
      const cell = smallestCell(rows, columns, crossed, top, left);
      if (cell !== undefined) cells.push(cell);
    }
  }
  return cells;
}

function smallestCell(
  rows: readonly Rule[],
  columns: readonly Rule[],
  crossed: readonly boolean[][],
  top: number,
  left: number,
): Closed | undefined {
  const [upper, first] = [rows[top].box, columns[left].box];
  const [x, y] = [first.x + first.width, upper.y + upper.height];
  for (let bottom = top + 1; bottom < rows.length; bottom++) {
    const height = rows[bottom].box.y - y;
    if (!crossed[bottom][left] || height < LEAST_SIDE) continue;
    for (let right = left + 1; right < columns.length; right++) {
      const width = columns[right].box.x - x;
      if (!crossed[top][right] || !crossed[bottom][right] || width < LEAST_SIDE) continue;
      const at = (row: number, column: number): number => row * columns.length + column;
      const corners = [at(top, left), at(top, right), at(bottom, left), at(bottom, right)];
      return { box: { x, y, width, height }, corners };
    }
  }
  return undefined;
}

/** Cells that hang together by their corners. */
function groupByCorners(cells: readonly Closed[]): Box[][] {
  const groups: { corners: Set<number>; boxes: Box[] }[] = [];
  for (const { box, corners } of cells) {
    const joined = groups.filter((group) => corners.some((corner) => group.corners.has(corner)));
    const target = joined[0] ?? { corners: new Set<number>(), boxes: [] };
    if (joined.length === 0) groups.push(target);
    target.boxes.push(box);
    for (const corner of corners) target.corners.add(corner);
    for (const other of joined.slice(1)) {
      target.boxes.push(...other.boxes);
      for (const corner of other.corners) target.corners.add(corner);
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map(({ boxes }) => boxes);
}

/** Joins groups of one row that stand side by side. */
function joinSeparateBoxes(groups: readonly Box[][]): Box[][] {
  const joined: Box[][] = [];
  const leftOf = (boxes: readonly Box[]): number => Math.min(...boxes.map(({ x }) => x));
  for (const group of [...groups].sort((a, b) => leftOf(a) - leftOf(b))) {
    const row = joined.find((boxes) => standBeside(boxes, group));
    if (row === undefined) joined.push([...group]);
    else row.push(...group);
  }
  return joined;
}

/** Whether all boxes of two groups are alike and in one row, and the gap between the groups is at most a box. */
function standBeside(left: readonly Box[], right: readonly Box[]): boolean {
  const model = left[0];
  const isLike = ({ y, width, height }: Box): boolean =>
    Math.abs(width - model.width) <= ALIKE * model.width &&
    Math.abs(height - model.height) <= ALIKE * model.height &&
    Math.abs(y - model.y) <= ALIKE * model.height;
  const gap = Math.min(...right.map(({ x }) => x)) - Math.max(...left.map(({ x, width }) => x + width));
  return gap <= model.width && gap >= 0 && left.every(isLike) && right.every(isLike);
}

function gridOf(boxes: readonly Box[]): CellGrid {
  const tops = distinct(boxes.map(({ y, height }) => ({ start: y, length: height })));
  const lefts = distinct(boxes.map(({ x, width }) => ({ start: x, length: width })));
  const cells: Cell[] = boxes
    .map((box) => ({ row: indexIn(tops, box.y), column: indexIn(lefts, box.x), box }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
  return { box: boxes.reduce(unionBox), rows: tops.length, columns: lefts.length, cells };
}

/** Where rows or columns start: starts that are closer than a quarter of the smallest cell are one. */
function distinct(sides: readonly { start: number; length: number }[]): number[] {
  const apart = Math.min(...sides.map(({ length }) => length)) / 4;
  const starts: number[] = [];
  let last = -Infinity;
  for (const start of sides.map((side) => side.start).sort((a, b) => a - b)) {
    if (start - last > apart) starts.push(start);
    last = start;
  }
  return starts;
}

/** The last start at or before a place. */
function indexIn(starts: readonly number[], place: number): number {
  return starts.findLastIndex((start) => start <= place);
}
