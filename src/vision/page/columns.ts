/**
 * Columns: numbers of several lines that stand one above the other, best those that line up on the right or on the left.
 *
 * The lines with most numbers make the columns; every other number joins the one that it matches best, in the order of its
 * line. A number that matches none makes a new column.
 */
import type { Box } from "../components.ts";
import { unionBox } from "../components.ts";

/** A number matches a column if it overlaps with it in this share of the narrower one… */
const LEAST_OVERLAP = 0.3;
/** …and the better the nearer its left or right side is to the column's, within so many of its heights. */
const ALIGNED_HEIGHTS = 0.5;

/** A column while it is filled. */
interface Column {
  box: Box;
}

/** The column of every number, from 0 on the left; `lines` are the numbers' boxes line by line, from left to right. */
export function findColumns(lines: readonly (readonly Box[])[]): number[][] {
  const columns: Column[] = [];
  const chosen: Column[][] = lines.map(() => []);
  const byCount = [...lines.keys()].sort((a, b) => lines[b].length - lines[a].length || a - b);
  for (const line of byCount) {
    for (const box of lines[line]) chosen[line].push(joinColumn(columns, chosen[line], box));
  }
  columns.sort((a, b) => middleOf(a.box) - middleOf(b.box));
  return chosen.map((line) => line.map((column) => columns.indexOf(column)));
}

/** The best matching column right of those that the line has filled, or a new one. */
function joinColumn(columns: Column[], filled: readonly Column[], box: Box): Column {
  const last = filled.at(-1);
  const left = last === undefined ? -Infinity : middleOf(last.box);
  let [best, most]: [Column | undefined, number] = [undefined, 0];
  for (const column of columns) {
    if (filled.includes(column) || middleOf(column.box) <= left) continue;
    const match = matchOf(column.box, box);
    if (match > most) [best, most] = [column, match];
  }
  if (best === undefined) {
    best = { box };
    columns.push(best);
  } else best.box = unionBox(best.box, box);
  return best;
}

/** How well a number matches a column, 0 if not at all. */
function matchOf(column: Box, number: Box): number {
  const [columnEnd, numberEnd] = [column.x + column.width, number.x + number.width];
  const overlap = Math.min(columnEnd, numberEnd) - Math.max(column.x, number.x);
  const share = overlap / Math.min(column.width, number.width);
  if (share < LEAST_OVERLAP) return 0;
  const offset = Math.min(Math.abs(columnEnd - numberEnd), Math.abs(column.x - number.x));
  return share + Math.max(0, 1 - offset / (ALIGNED_HEIGHTS * number.height));
}

function middleOf({ x, width }: Box): number {
  return x + width / 2;
}
