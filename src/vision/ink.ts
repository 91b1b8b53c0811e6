/** From grey levels to amounts of ink: the paper becomes 0 whatever its grey, and the ink bright whatever its polarity. */
import { createGrayImage } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import { chooseStrokes } from "./choose-strokes.ts";
import { findComponents, unionBox } from "./components.ts";
import type { Box, Component } from "./components.ts";
import type { Flattened } from "./flatten.ts";
import { otsuSplit } from "./otsu.ts";
import type { Paper } from "./paper-level.ts";

/** The least contrast, in grey levels, that is taken for ink. */
const MIN_CONTRAST = 8;
/** Ink stands out at least this many times from the paper's noise; in pure noise the ratio stays below 2. */
const MIN_CONTRAST_TO_NOISE = 3;
/**
 * A grey edge is at least this share of the ink's contrast. Chosen on MNIST's training images: less lets blur widen the
 * strokes, more cuts the edges of clean ones (measured: 0.25 triples the 95th percentile of the error on them).
 */
const EDGE_SHARE = 0.15;
/** The same where ink touches the border: enough to part it from a line that is a pen's width away. */
const APART_SHARE = 0.5;

/** The ink of an image. */
interface Ink {
  /** The smallest box around the ink, in the source. */
  box: Box;
  /** The pixels of that box: 0 is no ink, 255 is full ink. */
  image: GrayImage;
  /** How many lines and neighbours at the border were left out. */
  dropped: number;
  /** Whether the ink touches the border of the picture. */
  touchesBorder: boolean;
}

/** The distance of every pixel that may be ink from the paper towards the ink's side, 0..255. */
export function contrastImage(even: Flattened, { level, polarity }: Paper): GrayImage {
  const { written, columns, block } = even;
  const { width, height, data } = even.image;
  const sign = polarity === "dark-on-light" ? -1 : 1;
  const byLevel = Uint8Array.from({ length: 256 }, (_, grey) => Math.max(0, sign * (grey - level)));
  const contrast = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let column = 0; column < columns; column++) {
      if (written[row + column] === 0) continue;
      const end = y * width + Math.min(width, (column + 1) * block);
      for (let i = y * width + column * block; i < end; i++) contrast[i] = byLevel[data[i]];
    }
  }
  return { width, height, data: contrast };
}

/** Ink with its grey edges, without specks and what is not of the digit, or undefined if nothing stands out from the paper. */
export function findInk(contrast: GrayImage, noise: number): Ink | undefined {
  const { threshold, median } = otsuSplit(contrast.data);
  if (threshold === 0 || median < Math.max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * noise)) return undefined;
  const edgeFrom = (share: number): number =>
    Math.min(threshold, Math.max(1, share * median, MIN_CONTRAST_TO_NOISE * noise));
  const found = findStrokes(contrast, edgeFrom(EDGE_SHARE), threshold);
  if (!found.touchesBorder) return cutOut(contrast, found, median);
  // A line close by may hang on to the digit by its grey edge alone. Without that edge it is a piece that can be dropped.
  const apart = findStrokes(contrast, edgeFrom(APART_SHARE), threshold);
  return cutOut(contrast, apart.touchesBorder ? found : apart, median);
}

/** The pieces of the digit, and which pixel belongs to which piece. */
interface Strokes {
  strokes: Component[];
  labels: Int32Array;
  dropped: number;
  touchesBorder: boolean;
}

function findStrokes(contrast: GrayImage, low: number, high: number): Strokes {
  const { components, labels } = findComponents(contrast, low, high);
  return { labels, ...chooseStrokes(components, contrast) };
}

/** The strokes and nothing else, at levels at which the median ink is full: uneven pressure would leave half of one pale. */
function cutOut(
  contrast: GrayImage,
  { strokes, labels, dropped, touchesBorder }: Strokes,
  median: number,
): Ink {
  const box = strokes.map((stroke) => stroke.box).reduce(unionBox);
  const lastLabel = strokes.reduce((last, { label }) => Math.max(last, label), 0);
  const gains = new Float64Array(lastLabel + 1);
  for (const { label } of strokes) gains[label] = 255 / median;
  const image = createGrayImage(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const source = (box.y + y) * contrast.width + box.x;
    for (let x = 0; x < box.width; x++) {
      const label = labels[source + x];
      if (label === 0 || label >= gains.length) continue;
      const level = contrast.data[source + x] * gains[label] + 0.5;
      image.data[y * box.width + x] = level < 255 ? level : 255;
    }
  }
  return { box, image, dropped, touchesBorder };
}
