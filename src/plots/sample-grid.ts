/** A grid of images with their labels: the first look at a data set. */
import { formatCount } from "../base/format-count.ts";
import { rangeError } from "../base/errors.ts";
import { checkInteger } from "../base/guards.ts";
import type { NdArray } from "../base/shapes.ts";
import type { Labels } from "../metrics/labels.ts";
import { imageGrid } from "./image-grid.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

export interface SampleGridOptions extends PlotStyleOptions {
  /** Images shown, from the first on. @default 30 */
  count?: number;
  /** Which images are shown, instead of the first ones. */
  indices?: readonly number[];
  /** Images in a row. @default 10 */
  columns?: number;
  /** What the classes are called. @default the labels themselves */
  names?: readonly string[];
}

/**
 * Images with their labels as the text of an SVG file; 0 is drawn white and 255 black, for in MNIST a pixel is ink.
 *
 * ```ts
 * const svg = sampleGrid(train.images, train.labels, { document: await plotDocument() });
 * ```
 * @param images (N, height, width)
 * @param options.title @default "Samples"
 * @throws RangeError if the labels do not fit the images or an index is out of range
 */
export function sampleGrid(images: NdArray<Uint8Array>, labels: Labels, options: SampleGridOptions): string {
  const imageCount = images.shape[0];
  if (labels.length !== imageCount) {
    throw rangeError({
      what: "images and labels differ in number",
      expected: `a label for each of the ${imageCount} images`,
      received: `${labels.length} labels`,
    });
  }
  const { document, title = "Samples", names, columns = 10, count = 30 } = options;
  checkInteger("count", count, 1);
  checkInteger("columns", columns, 1);
  const indices = options.indices ?? Array.from({ length: Math.min(count, imageCount) }, (_, i) => i);
  return imageGrid(images, {
    document,
    title,
    subtitle: `${formatCount(indices.length)} of ${formatCount(imageCount)} images with their labels`,
    columns,
    tiles: indices.map((index) => ({ index, caption: names?.[labels[index]] ?? String(labels[index]) })),
    ifEmpty: "There are no images.",
  });
}
