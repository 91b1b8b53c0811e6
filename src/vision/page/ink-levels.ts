/**
 * How deep paper and ink are, place by place: the two classes of the contrasts around every tile (Otsu's threshold).
 *
 * A tile is written on if its upper class stands out from the spread of the lower one, which holds noise and printed
 * patterns, and is not far paler than the ink elsewhere on the page. Where nothing is written the page's ink is expected.
 * Deviating from Otsu's global threshold by local ones follows J. Sauvola, M. Pietikäinen, Pattern Recognition 33 (2000).
 */
import type { GrayImage } from "../../image/index.ts";
import { otsuSplit } from "../otsu.ts";
import { interpolateRows } from "../reduce.ts";
import type { Reduced } from "../reduce.ts";

/** Contrast is kept with this much room below the paper's level, so that noise is seen on both sides of it. */
const PAPER_OFFSET = 32;
const FULL_CONTRAST = 255 - PAPER_OFFSET;
/** Tiles along the longer side, and the least side of one in pixels. */
const TILES = 64;
const MIN_TILE = 32;
/** Pixels of a tile that are looked at, along each side. */
const SAMPLES = 16;
/** The least depth of ink, in shares of the paper's light, and as a multiple of the paper's spread. */
const MIN_DEPTH = 0.06;
const DEPTH_TO_SPREAD = 2.6;
/** The two classes of pure noise are no farther apart than this multiple of the spread. */
const NOISE_DEPTH_TO_SPREAD = 2.1;
/** In noise a stroke is so many times as deep as the spread of all that is there. */
const BLANK_DEPTH_TO_SPREAD = 10;
/** Ink paler than this share of the strong ink of the page is dirt or the other side's writing… */
const PALEST_SHARE = 0.18;
/** …or, where more of the paper is covered than writing covers, than this share, a printed pattern. */
const PALEST_PATTERN = 0.4;
const PATTERN_COVER = 0.2;
/** The strong ink is that of this share of the tiles that hold ink. */
const STRONG_QUANTILE = 0.95;
/** Spread is cut off this many times… */
const CUT_SPREADS = 2.5;
/** …as far as it exceeds this share of the ink's depth, which the edges of strokes begin at. */
const EDGE_SHARE = 0.2;

/** Contrasts of the paper and of full ink, as shares of the paper's light, tile by tile. */
export interface InkLevels {
  paper: Reduced;
  ink: Reduced;
}

/** What the tiles around one hold. */
interface Depths {
  paper: number;
  ink: number;
  spread: number;
  /** The share of the upper class. */
  cover: number;
  /** The same for both classes as one. */
  whole: { ground: number; spread: number };
}

/** Measures a picture with dark ink, or returns undefined if nothing is written. @param paper its paper's levels @param outside cells of `paper` that are not looked at */
export function measureInkLevels(
  image: GrayImage,
  paper: Reduced,
  outside: Uint8Array | undefined,
): InkLevels | undefined {
  const tiles = sampleTiles(image, paper, outside);
  const depths = tiles.samples.map((_, tile) => splitAround(tiles, tile));
  const written = chooseWritten(depths);
  const byDepth = depths.flatMap(({ ink, paper: ground }, tile) => (written[tile] ? [ink - ground] : []));
  if (byDepth.length === 0) return undefined;
  const usual = byDepth.sort((a, b) => a - b)[byDepth.length >> 1];
  const grid = { width: tiles.columns, height: tiles.rows, block: tiles.side };
  const levels = { paper: new Float64Array(depths.length), ink: new Float64Array(depths.length) };
  depths.forEach((found, tile) => {
    const own = found.ink - found.paper;
    const isNoise = !written[tile] && own < NOISE_DEPTH_TO_SPREAD * found.spread;
    const { ground, spread } = isNoise ? found.whole : { ground: found.paper, spread: found.spread };
    const depth = written[tile] ? own : Math.max(usual, isNoise ? BLANK_DEPTH_TO_SPREAD * spread : own);
    const cut = Math.max(0, CUT_SPREADS * spread - EDGE_SHARE * depth);
    levels.paper[tile] = (ground - PAPER_OFFSET + cut) / FULL_CONTRAST;
    levels.ink[tile] = (ground - PAPER_OFFSET + depth) / FULL_CONTRAST;
  });
  return { paper: { ...grid, cells: levels.paper }, ink: { ...grid, cells: levels.ink } };
}

/** Which tiles hold ink rather than noise, patterns or the other side's writing. */
function chooseWritten(depths: readonly Depths[]): boolean[] {
  const depthOf = ({ ink, paper }: Depths): number => ink - paper;
  const standsOut = depths.map(
    (found) => depthOf(found) >= Math.max(MIN_DEPTH * FULL_CONTRAST, DEPTH_TO_SPREAD * found.spread),
  );
  const sorted = depths
    .filter((_, tile) => standsOut[tile])
    .map(depthOf)
    .sort((a, b) => a - b);
  const strong = sorted[Math.floor(STRONG_QUANTILE * (sorted.length - 1))];
  return depths.map((found, tile) => {
    const palest = found.cover > PATTERN_COVER ? PALEST_PATTERN : PALEST_SHARE;
    return standsOut[tile] && depthOf(found) >= palest * strong;
  });
}

/** Contrasts at some pixels of every tile. */
interface Tiles {
  side: number;
  columns: number;
  rows: number;
  /** For each tile its contrasts, `counts[tile]` of them. */
  samples: Uint8Array[];
  counts: Int32Array;
}

function sampleTiles(image: GrayImage, paper: Reduced, outside: Uint8Array | undefined): Tiles {
  const { width, height, data } = image;
  const side = Math.max(MIN_TILE, Math.ceil(Math.max(width, height) / TILES));
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const step = Math.floor(side / SAMPLES);
  const room = Math.ceil(side / step) ** 2;
  const samples = Array.from({ length: columns * rows }, () => new Uint8Array(room));
  const counts = new Int32Array(columns * rows);
  const sampleRow = (y: number, levels: Float32Array): void => {
    const cells = Math.floor(y / paper.block) * paper.width;
    for (let x = 0; x < width; x += step) {
      if (outside?.[cells + Math.floor(x / paper.block)] === 1) continue;
      const tile = Math.floor(y / side) * columns + Math.floor(x / side);
      const contrast = 255 - (FULL_CONTRAST * data[y * width + x]) / Math.max(1, levels[x]);
      samples[tile][counts[tile]++] = Math.max(0, contrast);
    }
  };
  interpolateRows(paper, image, sampleRow, step);
  return { side, columns, rows, samples, counts };
}

/** Splits the samples of a tile and its eight neighbours. */
function splitAround({ columns, rows, samples, counts }: Tiles, tile: number): Depths {
  const [column, row] = [tile % columns, Math.floor(tile / columns)];
  const around = new Uint8Array(9 * samples[tile].length);
  let count = 0;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const next = y * columns + x;
      around.set(samples[next].subarray(0, counts[next]), count);
      count += counts[next];
    }
  }
  if (count === 0) return evenDepths(PAPER_OFFSET);
  const contrasts = around.subarray(0, count);
  const { threshold, median, lowerMedian } = otsuSplit(contrasts);
  if (threshold === 0) return evenDepths(contrasts[0]);
  const histogram = new Uint32Array(256);
  for (let i = 0; i < count; i++) histogram[contrasts[i]]++;
  const lower = quantilesOf(histogram.subarray(0, threshold));
  const all = quantilesOf(histogram);
  return {
    paper: lowerMedian,
    ink: median,
    spread: lower.spread,
    cover: 1 - lower.total / count,
    whole: { ground: all.median, spread: all.spread },
  };
}

function evenDepths(level: number): Depths {
  return { paper: level, ink: level, spread: 0, cover: 0, whole: { ground: level, spread: 0 } };
}

/** The median of a histogram, and how far its middle two thirds lie from that on the wider side, at least 1. */
function quantilesOf(counts: Uint32Array): { total: number; median: number; spread: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const quantile = (share: number): number => {
    let level = 0;
    for (let seen = counts[0]; seen < share * total; seen += counts[level]) level++;
    return level;
  };
  const median = quantile(0.5);
  return { total, median, spread: Math.max(median - quantile(0.16), quantile(0.84) - median, 1) };
}
