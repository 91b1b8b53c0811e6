/** Pieces of ink drawn alone, measured within a box, or cut in two. */
import { createGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import { unionBox } from "../components.ts";
import type { Box } from "../components.ts";
import { RUN_NUMBERS } from "./ink-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";

/** The ink of these pieces within a box and nothing else, as large as the box. */
export function drawPieces(ink: GrayImage, pieces: readonly InkPiece[], box: Box): GrayImage {
  const drawn = createGrayImage(box.width, box.height);
  for (const piece of pieces) drawPiece(drawn, ink, piece, box, box);
  return drawn;
}

/** Draws what a piece has within `window` on an image of `box`. Overwrites `drawn`. */
export function drawPiece(drawn: GrayImage, ink: GrayImage, { runs }: InkPiece, box: Box, window: Box): void {
  for (let i = 0; i < runs.length; i += RUN_NUMBERS) {
    const row = runs[i];
    if (row < window.y || row >= window.y + window.height) continue;
    const start = Math.max(runs[i + 1], window.x);
    const end = Math.min(runs[i + 2], window.x + window.width);
    if (start >= end) continue;
    const source = row * ink.width;
    const target = (row - box.y) * box.width - box.x;
    for (let x = start; x < end; x++) drawn.data[target + x] = ink.data[source + x];
  }
}

/** The smallest box around all of them, of at least one. */
export function boxOf(pieces: readonly { box: Box }[]): Box {
  return pieces.map(({ box }) => box).reduce(unionBox);
}

/** The part of a piece within a box, or undefined if it has none; its ink is counted in whole pixels. */
export function cutPiece({ strokeWidth, runs }: InkPiece, window: Box): InkPiece | undefined {
  const kept: number[] = [];
  let [left, right, area] = [Infinity, 0, 0];
  for (let i = 0; i < runs.length; i += RUN_NUMBERS) {
    if (runs[i] < window.y || runs[i] >= window.y + window.height) continue;
    const start = Math.max(runs[i + 1], window.x);
    const end = Math.min(runs[i + 2], window.x + window.width);
    if (start >= end) continue;
    kept.push(runs[i], start, end);
    [left, right, area] = [Math.min(left, start), Math.max(right, end), area + end - start];
  }
  if (kept.length === 0) return undefined;
  const [top, bottom] = [kept[0], kept[kept.length - RUN_NUMBERS] + 1];
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return { box, area, strokeWidth, runs: Int32Array.from(kept) };
}

/** How many of a piece's pixels are within a box. */
export function pixelsWithin({ runs }: InkPiece, { x, y, width, height }: Box): number {
  let pixels = 0;
  for (let i = 0; i < runs.length; i += RUN_NUMBERS) {
    if (runs[i] < y || runs[i] >= y + height) continue;
    pixels += Math.max(0, Math.min(runs[i + 2], x + width) - Math.max(runs[i + 1], x));
  }
  return pixels;
}
