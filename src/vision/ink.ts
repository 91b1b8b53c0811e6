/** From grey levels to amounts of ink: the paper becomes 0 whatever its grey, and the ink bright whatever its polarity. */
import { createGrayImage } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import { findComponents, unionBox } from "./components.ts";
import type { Box } from "./components.ts";
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
/** Pieces with less than this share of the largest piece's ink are specks. */
const SPECK_SHARE = 0.04;

/** The ink of an image. */
interface Ink {
  /** The smallest box around the ink, in the source. */
  box: Box;
  /** The pixels of that box: 0 is no ink, 255 is full ink. */
  image: GrayImage;
}

/** The distance of every pixel from the paper towards the ink's side, 0..255. */
export function contrastImage({ width, height, data }: GrayImage, { level, polarity }: Paper): GrayImage {
  const sign = polarity === "dark-on-light" ? -1 : 1;
  const byLevel = Uint8Array.from({ length: 256 }, (_, grey) => Math.max(0, sign * (grey - level)));
  const contrast = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) contrast[i] = byLevel[data[i]];
  return { width, height, data: contrast };
}

/** Ink with its grey edges and without specks, or undefined if nothing stands out from the paper. */
export function findInk(contrast: GrayImage, noise: number): Ink | undefined {
  const { threshold, median } = otsuSplit(contrast.data);
  if (threshold === 0 || median < Math.max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * noise)) return undefined;
  const edge = Math.min(threshold, Math.max(1, EDGE_SHARE * median, MIN_CONTRAST_TO_NOISE * noise));
  const { components, labels } = findComponents(contrast, edge, threshold);
  const largest = components.reduce((most, { inkPixels }) => Math.max(most, inkPixels), 0);
  const strokes = components.filter(({ inkPixels }) => inkPixels >= SPECK_SHARE * largest);
  const box = strokes.map((stroke) => stroke.box).reduce(unionBox);
  // The median ink becomes full ink, as uneven pressure would else leave half of a stroke pale.
  const full = new Float64Array(components.length + 1);
  for (const { label } of strokes) full[label] = 255 / median;
  const image = createGrayImage(box.width, box.height);
  for (let i = 0; i < image.data.length; i++) {
    const x = i % box.width;
    const source = (box.y + (i - x) / box.width) * contrast.width + box.x + x;
    image.data[i] = Math.min(255, Math.round(contrast.data[source] * full[labels[source]]));
  }
  return { box, image };
}
