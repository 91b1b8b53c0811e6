/**
 * The paper under the ink of a picture with dark ink: gradients, shadows and grey paper, followed cell by cell.
 *
 * Cells that lie well below what the picture would be without its strokes are ink, and so are their neighbours, which hold
 * grey edges. Everywhere else the paper is the picture itself, and under the ink it is the membrane stretched between
 * the cells around it (Laplace's equation, by successive over-relaxation), which continues any linear gradient exactly.
 */
import { closeByWindow, fillBasins } from "./closing.ts";
import { coveredCells } from "./covered-cells.ts";
import { medianLevel } from "./reduce.ts";
import type { Reduced } from "./reduce.ts";

/** Radius of the closing window as a share of the longer side. A window must be wider than a stroke. */
const WINDOW_SHARE = 0.12;
/** A cell that lies this share of the deepest ink's depth below its surroundings is ink. */
const INK_SHARE = 0.12;
/** The least depth, in grey levels, that is taken for ink. */
const MIN_DEPTH = 3;
/** Enough on a reduced copy: twice as many change the results by less than 0.1 grey levels (measured). */
const SWEEPS = 16;
const OVER_RELAXATION = 1.7;

/** Paper and where something may be written on it, in cells as the picture's. */
interface PaperSurface {
  /** The paper's grey levels. */
  paper: Reduced;
  /** (height, width) 1 where there may be ink or its grey edges. */
  written: Uint8Array;
}

/** Estimates the paper of a reduced copy. */
export function estimatePaper(image: Reduced): PaperSurface {
  const { width, height, cells } = image;
  const radius = Math.max(1, Math.round(WINDOW_SHARE * Math.max(width, height)));
  const closed = closeByWindow(image, radius);
  const filled = fillBasins(image);
  const depths = cells.map((cell, i) => Math.max(closed[i], filled[i]) - cell);
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
  const least = Math.max(MIN_DEPTH, INK_SHARE * deepest, 2 * medianLevel(depths));
  const written = coveredCells({ ...image, cells: depths }, least);
  const paper = cells.map((cell, i) => (written[i] === 0 ? cell : Math.max(closed[i], filled[i])));
  stretchMembrane(paper, written, width, height);
  return { paper: { ...image, cells: paper }, written };
}

/** Draws the free cells towards the mean of their neighbours; the image's edge is free. Overwrites `surface`. */
function stretchMembrane(surface: Float64Array, free: Uint8Array, width: number, height: number): void {
  const freeCells = Int32Array.from(free.keys()).filter((cell) => free[cell] === 1);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < freeCells.length; i++) {
      const cell = freeCells[i];
      const x = cell % width;
      const left = surface[x > 0 ? cell - 1 : cell];
      const right = surface[x < width - 1 ? cell + 1 : cell];
      const above = surface[cell >= width ? cell - width : cell];
      const below = surface[cell < (height - 1) * width ? cell + width : cell];
      surface[cell] += OVER_RELAXATION * ((left + right + above + below) / 4 - surface[cell]);
    }
  }
  for (const cell of freeCells) surface[cell] = Math.min(255, Math.max(0, surface[cell]));
}
