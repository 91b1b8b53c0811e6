/**
 * Even paper: every pixel scaled by what the paper around it lacks in light, so that one level is paper everywhere.
 *
 * Light multiplies what paper and ink reflect, so its unevenness is divided out. Ink that is lighter than its ground is
 * treated as the inverted picture.
 */
import type { GrayImage } from "../image/index.ts";
import { evenPaperLevel } from "./even-paper.ts";
import { estimatePaper } from "./paper-surface.ts";
import type { Polarity } from "./polarity.ts";
import { interpolateRows, medianLevel } from "./reduce.ts";
import type { Reduced } from "./reduce.ts";

/** Light is never multiplied by more than this: darker paper has too few levels left. */
const MAX_GAIN = 8;

/** A picture on even paper. */
export interface Flattened {
  image: GrayImage;
  /** 1 for each cell of the reduced copy that may hold ink: elsewhere the rest of a shadow's edge would look like a stroke. */
  written: Uint8Array;
  /** Cells in a row of `written`, and the side of a cell in pixels. */
  columns: number;
  block: number;
  /** Grey level of the paper, where it was known to be even before; else it is to be measured. */
  level?: number;
  /** Draws the paper that was found, as large as the picture. */
  drawPaper: () => GrayImage;
}

/** Makes the paper even, at the median of its levels. @param reduced a reduced copy of `image` */
export function flattenPaper(image: GrayImage, reduced: Reduced, polarity: Polarity): Flattened {
  // Exclusive or with 255 inverts a byte, with 0 it leaves it.
  const flip = polarity === "dark-on-light" ? 0 : 255;
  const dark = { ...reduced, cells: reduced.cells.map((level) => Math.abs(flip - level)) };
  const evenLevel = evenPaperLevel(dark);
  if (evenLevel !== undefined) return leaveAsItIs(image, reduced, Math.abs(flip - evenLevel));
  const { paper, written } = estimatePaper(dark);
  const level = medianLevel(paper.cells);
  const gains = { ...paper, cells: paper.cells.map((cell) => Math.min(MAX_GAIN, level / Math.max(1, cell))) };
  return {
    image: gains.cells.every((gain) => gain === 1) ? image : applyGains(image, gains, flip),
    written,
    columns: paper.width,
    block: paper.block,
    drawPaper: () => drawSurface(paper, image, flip),
  };
}

function leaveAsItIs(image: GrayImage, { width, block, cells }: Reduced, level: number): Flattened {
  const drawPaper = (): GrayImage => ({ ...image, data: new Uint8Array(image.data.length).fill(level) });
  return { image, written: new Uint8Array(cells.length).fill(1), columns: width, block, level, drawPaper };
}

function applyGains(image: GrayImage, gains: Reduced, flip: number): GrayImage {
  const { width, height, data } = image;
  const even = new Uint8Array(data.length);
  interpolateRows(gains, image, (y, row) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      // Adding a half and cutting off rounds, as no level is negative.
      const level = (data[i] ^ flip) * row[x] + 0.5;
      even[i] = (level < 255 ? level : 255) ^ flip;
    }
  });
  return { width, height, data: even };
}

function drawSurface(paper: Reduced, image: GrayImage, flip: number): GrayImage {
  const { width, height } = image;
  const data = new Uint8Array(width * height);
  interpolateRows(paper, image, (y, row) => {
    for (let x = 0; x < width; x++) data[y * width + x] = Math.round(row[x]) ^ flip;
  });
  return { width, height, data };
}
