/** Boxes in reading order: in rows from top to bottom, in each from left to right. */
import type { Box } from "../components.ts";

/** Boxes of one row overlap in at least this share of the lower one's height. */
const LEAST_OVERLAP = 0.5;

/** The indices of the boxes, row by row; boxes one above the other are never in one row. */
export function groupInRows(boxes: readonly Box[]): number[][] {
  const middle = (i: number): number => boxes[i].y + boxes[i].height / 2;
  const rows: number[][] = [];
  for (const i of [...boxes.keys()].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    if (row?.every((other) => areSideBySide(boxes[i], boxes[other]))) row.push(i);
    else rows.push([i]);
  }
  return rows.map((row) => row.sort((a, b) => boxes[a].x - boxes[b].x));
}

function areSideBySide(a: Box, b: Box): boolean {
  const overlap = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const apart = a.x + a.width <= b.x || b.x + b.width <= a.x;
  return apart && overlap >= LEAST_OVERLAP * Math.min(a.height, b.height);
}
