/**
 * The paper of a page with dark ink: how bright it is everywhere, and what of the picture lies outside of it.
 *
 * The paper is the closing of a reduced copy: whatever is narrower than the window is filled, shadows are followed. What
 * lies outside is dark, wide, open to the border, and ends at a sharp edge, which a shadow does not.
 */
import { closeByWindow } from "../closing.ts";
import { coveredCells } from "../covered-cells.ts";
import { otsuSplit } from "../otsu.ts";
import type { Reduced } from "../reduce.ts";

/** Radius of the closing window as a share of the longer side. */
const WINDOW_SHARE = 0.05;
/** Small pictures hold few digits with strokes that are a large share of them: there it is so many pixels… */
const SMALL_WINDOW = 24;
/** …but no more than this share. */
const SMALL_WINDOW_SHARE = 0.12;
/** Radius in cells of the window that fills strokes before what is outside is sought; a strip of the table is wider. */
const STROKE_RADIUS = 3;
/** What is outside of the paper is at most this share as bright as the paper, also across the edge between them… */
const OUTSIDE_LEVEL = 0.65;
/** …covers at least and at most these shares of the picture… */
const LEAST_OUTSIDE = 0.04;
const MOST_OUTSIDE = 0.75;
/** …and this share of its border. */
const LEAST_BORDER = 0.15;
/** Cells from the edge at which the levels of its two sides are compared. */
const EDGE_REACH = 2;

/** The closing of a reduced copy of a picture with dark ink: its paper, in grey levels. */
export function closePaper(copy: Reduced): Reduced {
  const side = Math.max(copy.width, copy.height) * copy.block;
  const radius = Math.max(WINDOW_SHARE * side, Math.min(SMALL_WINDOW, SMALL_WINDOW_SHARE * side));
  return { ...copy, cells: closeByWindow(copy, Math.max(2, Math.round(radius / copy.block))) };
}

/** 1 for each cell outside of the paper and for the two next to it, or undefined if the paper fills the picture. */
export function findOutside(copy: Reduced): Uint8Array | undefined {
  const paper = { ...copy, cells: closeByWindow(copy, STROKE_RADIUS) };
  const { threshold, median, lowerMedian } = otsuSplit(new Uint8Array(paper.cells.map(Math.round)));
  if (lowerMedian > OUTSIDE_LEVEL * median) return undefined;
  const outside = floodFromBorder(paper, threshold);
  const { width, height } = paper;
  let [area, border] = [0, 0];
  for (let cell = 0; cell < outside.length; cell++) {
    if (outside[cell] === 0) continue;
    area++;
    if (isOnBorder(cell, width, height)) border++;
  }
  const share = area / outside.length;
  const wide = share >= LEAST_OUTSIDE && share <= MOST_OUTSIDE;
  if (!wide || border < LEAST_BORDER * 2 * (width + height) || !endsSharply(paper, outside)) return undefined;
  const widened = coveredCells({ width, height, cells: Float64Array.from(outside) }, 1);
  return coveredCells({ width, height, cells: Float64Array.from(widened) }, 1);
}

function isOnBorder(cell: number, width: number, height: number): boolean {
  const x = cell % width;
  return x === 0 || x === width - 1 || cell < width || cell >= (height - 1) * width;
}

/** 1 for each cell below `threshold` from which such cells lead to the border. */
function floodFromBorder({ width, height, cells }: Reduced, threshold: number): Uint8Array {
  const reached = new Uint8Array(cells.length);
  const queue: number[] = [];
  const visit = (cell: number): void => {
    if (reached[cell] === 1 || cells[cell] >= threshold) return;
    reached[cell] = 1;
    queue.push(cell);
  };
  for (let cell = 0; cell < cells.length; cell++) if (isOnBorder(cell, width, height)) visit(cell);
  for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
    const x = cell % width;
    if (x > 0) visit(cell - 1);
    if (x < width - 1) visit(cell + 1);
    if (cell >= width) visit(cell - width);
    if (cell < (height - 1) * width) visit(cell + width);
  }
  return reached;
}

/** Whether at most places of its edge what is outside is far darker than the paper a few cells away. */
function endsSharply(paper: Reduced, outside: Uint8Array): boolean {
  const { width, height } = paper;
  const ratios = [
    ...edgeRatios(paper, outside, width, height, 1, width),
    ...edgeRatios(paper, outside, height, width, width, 1),
  ].sort((a, b) => a - b);
  return ratios.length > 0 && ratios[ratios.length >> 1] <= OUTSIDE_LEVEL;
}

/** Darker by brighter level across every edge along one axis: `length` cells a line, `step` apart, in `lines` lines. */
function edgeRatios(
  { cells }: Reduced,
  outside: Uint8Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
): number[] {
  const ratios: number[] = [];
  for (let line = 0; line < lines; line++) {
    for (let i = EDGE_REACH; i + 1 + EDGE_REACH < length; i++) {
      const cell = line * lineStep + i * step;
      if (outside[cell] === outside[cell + step]) continue;
      const before = cells[cell - EDGE_REACH * step];
      const behind = cells[cell + (1 + EDGE_REACH) * step];
      ratios.push(Math.min(before, behind) / Math.max(1, before, behind));
    }
  }
  return ratios;
}
