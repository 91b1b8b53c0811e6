/** How high the digits of a number are, and between which lines they stand: what is large or small, high or low, is so beside them. */
import type { Box, Component } from "../../vision/index.ts";

export interface LineShape {
  /** Height of a digit, pixels. */
  height: number;
  /** The row below the digits' last. */
  bottom: number;
}

/** Pieces of at least this share of the digits' height say where the line is. */
const TALL = 0.6;

/** The medians over the pieces, each weighed by its ink, so that dots and specks say nothing. */
export function lineShapeOf(pieces: readonly Component[]): LineShape {
  const height = weightedMedian(pieces, ({ box }) => box.height);
  const tall = pieces.filter(({ box }) => box.height >= TALL * height);
  return { height, bottom: weightedMedian(tall, ({ box }) => box.y + box.height) };
}

/** A box relative to the line, in heights of a digit. */
export interface RelativeBox {
  width: number;
  height: number;
  /** Its top and bottom above (negative) or below the line's bottom. */
  top: number;
  bottom: number;
}

export function relativeTo({ height, bottom }: LineShape, box: Box): RelativeBox {
  return {
    width: box.width / height,
    height: box.height / height,
    top: (box.y - bottom) / height,
    bottom: (box.y + box.height - bottom) / height,
  };
}

function weightedMedian(pieces: readonly Component[], valueOf: (piece: Component) => number): number {
  const ordered = [...pieces].sort((a, b) => valueOf(a) - valueOf(b));
  const half = pieces.reduce((sum, { inkPixels }) => sum + inkPixels, 0) / 2;
  let below = 0;
  const middle = ordered.find(({ inkPixels }) => (below += inkPixels) >= half);
  return middle === undefined ? 0 : valueOf(middle);
}
