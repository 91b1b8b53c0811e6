/**
 * A page's ink, whatever light, paper and pen: 0 is paper and 255 is full ink, with the grey edges of strokes.
 *
 * The paper's light is divided out (page-paper.ts); what then stands out from the paper and its patterns is scaled to the
 * ink around it (ink-levels.ts); what hangs together and is nowhere dark, and specks, are dropped (drop-specks.ts).
 * Memory: the result, a byte a pixel; an inverted copy where ink is light; and the runs of the ink, 16 bytes each.
 */
import { checkGrayImage, createGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import { decidePolarity } from "../polarity.ts";
import type { Polarity } from "../polarity.ts";
import { interpolateRows, reduceByBlocks } from "../reduce.ts";
import type { Reduced } from "../reduce.ts";
import { clearEdges } from "./clear-edges.ts";
import { dropSpecks } from "./drop-specks.ts";
import { measureInkLevels } from "./ink-levels.ts";
import type { InkLevels } from "./ink-levels.ts";
import { closePaper, findOutside } from "./page-paper.ts";

/** Longest side of the copy on which the paper is measured. */
const REDUCED_SIDE = 256;
/** Longest side of the copy on which polarity is decided. */
const POLARITY_SIDE = 64;
/** Less than this share of full ink is paper. */
const EDGE_SHARE = 0.2;
/** A stroke is somewhere at least this share of full ink. */
const STROKE_SHARE = 0.5;

/** The ink of a page. */
export interface PageInk {
  /** As large as the picture: 0 is paper, 255 is full ink. */
  ink: GrayImage;
  polarity: Polarity;
  /** Whether the polarity is hardly better than a guess. */
  polarityUncertain: boolean;
}

/**
 * Finds the ink of a page.
 * @throws TypeError or RangeError if `image` is not a well-formed grey image.
 */
export function flattenPage(image: GrayImage, options: { polarity?: Polarity } = {}): PageInk {
  checkGrayImage(image);
  const copy = reduceByBlocks(image, REDUCED_SIDE);
  // A dark table around bright paper is a border to which the rule that a border is paper does not apply.
  const darkPaper = closePaper(copy);
  const surroundings = findOutside(copy);
  const decided = decidePolarity(
    surroundings === undefined
      ? reduceByBlocks(image, POLARITY_SIDE)
      : paperAlone(copy, darkPaper, surroundings),
  );
  const polarity = options.polarity ?? decided.polarity;
  const dark = polarity === "dark-on-light";
  const source = dark ? image : { ...image, data: image.data.map((level) => 255 - level) };
  const paper = dark ? darkPaper : closePaper({ ...copy, cells: copy.cells.map((level) => 255 - level) });
  const outside = dark ? surroundings : undefined;
  const levels = measureInkLevels(source, paper, outside);
  const ink =
    levels === undefined
      ? createGrayImage(image.width, image.height)
      : drawInk(source, paper, levels, outside);
  return { ink, polarity, polarityUncertain: decided.uncertain };
}

/** The copy with even paper and with paper in place of what is outside. */
function paperAlone(copy: Reduced, paper: Reduced, outside: Uint8Array): Reduced {
  return {
    ...copy,
    cells: copy.cells.map((level, i) =>
      outside[i] === 1 ? 255 : (255 * level) / Math.max(1, paper.cells[i]),
    ),
  };
}

function drawInk(
  source: GrayImage,
  paper: Reduced,
  levels: InkLevels,
  outside: Uint8Array | undefined,
): GrayImage {
  const ink = contrastFromPaper(source, paper, levels.paper);
  if (outside !== undefined) clearCells(ink, outside, paper);
  scaleToInk(ink, levels);
  clearEdges(ink, outside !== undefined);
  dropSpecks(ink, STROKE_SHARE * 255);
  return ink;
}

/** How much light every pixel lacks, 0..255 of the paper's. @param offset what the paper itself lacks, in shares of its light */
function contrastFromPaper(source: GrayImage, paper: Reduced, offset: Reduced): GrayImage {
  const { width, height, data } = source;
  const contrast = new Uint8Array(data.length);
  const light = lightOn(paper, offset);
  const gains = { ...paper, cells: paper.cells.map((level, i) => 255 / (Math.max(1, level) * light[i])) };
  interpolateRows(gains, source, (y, row) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const level = 255.5 - data[i] * row[x];
      contrast[i] = level > 0 ? level : 0;
    }
  });
  return { width, height, data: contrast };
}

/** The share of light that paper has at every cell of a finer grid, from what it lacks at the cells of a coarser one. */
function lightOn(fine: Reduced, coarse: Reduced): Float64Array {
  const light = new Float64Array(fine.cells.length);
  const columns = placesOn(fine.width, fine.block / coarse.block, coarse.width);
  const rows = placesOn(fine.height, fine.block / coarse.block, coarse.height);
  rows.forEach(({ before, after, share: down }, y) => {
    const [upperRow, lowerRow] = [before * coarse.width, after * coarse.width];
    for (let x = 0; x < columns.length; x++) {
      const { before: left, after: right, share } = columns[x];
      const upper = mix(coarse.cells[upperRow + left], coarse.cells[upperRow + right], share);
      const lower = mix(coarse.cells[lowerRow + left], coarse.cells[lowerRow + right], share);
      light[y * fine.width + x] = 1 - mix(upper, lower, down);
    }
  });
  return light;
}

/** For each cell along an axis the coarser cells before and after its centre, and the share of the latter. */
function placesOn(
  count: number,
  ratio: number,
  coarse: number,
): { before: number; after: number; share: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const exact = Math.min(Math.max((i + 0.5) * ratio - 0.5, 0), coarse - 1);
    const before = Math.floor(exact);
    return { before, after: Math.min(before + 1, coarse - 1), share: exact - before };
  });
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

function clearCells({ width, height, data }: GrayImage, cleared: Uint8Array, grid: Reduced): void {
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / grid.block) * grid.width;
    for (let column = 0; column < grid.width; column++) {
      if (cleared[row + column] === 0) continue;
      data.fill(0, y * width + column * grid.block, y * width + Math.min(width, (column + 1) * grid.block));
    }
  }
}

/** Scales contrasts so that the ink around is full, and clears what is paler than an edge. Overwrites `contrast`. */
function scaleToInk(contrast: GrayImage, { paper, ink }: InkLevels): void {
  const { width, data } = contrast;
  const gains = {
    ...ink,
    cells: ink.cells.map((level, i) => (1 - paper.cells[i]) / (level - paper.cells[i])),
  };
  interpolateRows(gains, contrast, (y, row) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (data[i] === 0) continue;
      const level = data[i] * row[x] + 0.5;
      data[i] = level < EDGE_SHARE * 255 ? 0 : level < 255 ? level : 255;
    }
  });
}
