/**
 * Strokes far thinner than any of MNIST's made as wide as its thin ones; all others are left as they are.
 *
 * Width is measured beside the box of 20 pixels into which the digit will be scaled, where a hairline would come out grey
 * or broken. The ink is first reduced, then widened by the greatest level in a disc (a morphological dilation).
 */
import { createGrayImage, resizeArea } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import { strokeWidth } from "./stroke-width.ts";

/** Strokes thinner than this, in pixels of a box of `BOX_SIDE`, are widened: the thinnest of 3,000 of MNIST's training images has 1.23. */
const THIN = 1.2;
/** The width that they get; half of MNIST's digits have 2.1 to 2.9. */
const TARGET = 2.4;
const BOX_SIDE = 20;
/** Longer side at which strokes are widened: a pixel of it is a quarter of the box's. */
const FINE_SIDE = 80;

/** The ink, with thin strokes widened, or the same object if they are not thin. @param ink bright on black, cropped to its box */
export function thickenStrokes(ink: GrayImage): GrayImage {
  const side = Math.max(ink.width, ink.height);
  const width = (strokeWidth(ink) * BOX_SIDE) / side;
  if (width >= THIN) return ink;
  const scale = FINE_SIDE / side;
  const sideOf = (length: number): number => Math.max(1, Math.round(length * scale));
  const fine = resizeArea(ink, sideOf(ink.width), sideOf(ink.height));
  const radius = ((TARGET - width) * FINE_SIDE) / BOX_SIDE / 2;
  return dilate(brightened(fine), radius);
}

/** Scales the levels so that the brightest is 255: reducing made hairlines pale. */
function brightened({ width, height, data }: GrayImage): GrayImage {
  const brightest = data.reduce((most, level) => Math.max(most, level), 1);
  return { width, height, data: data.map((level) => Math.round((level * 255) / brightest)) };
}

/** The greatest level within `radius` of every pixel, in an image larger by that much on all sides. */
function dilate(image: GrayImage, radius: number): GrayImage {
  const reach = Math.floor(radius);
  const wide = createGrayImage(image.width + 2 * reach, image.height + 2 * reach);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (dx * dx + dy * dy > radius * radius) continue;
      raise(wide, image, reach + dx, reach + dy);
    }
  }
  return wide;
}

/** Raises the levels of `target` to those of `source` placed at (left, top). */
function raise(target: GrayImage, source: GrayImage, left: number, top: number): void {
  for (let y = 0; y < source.height; y++) {
    const row = (top + y) * target.width + left;
    for (let x = 0; x < source.width; x++) {
      const level = source.data[y * source.width + x];
      if (level > target.data[row + x]) target.data[row + x] = level;
    }
  }
}
