/** A grid of misread images, the most confident mistakes first: truth → prediction, and how sure the network was. */
import { formatCount } from "../base/format-count.ts";
import { checkInteger } from "../base/guards.ts";
import type { NdArray } from "../base/shapes.ts";
import type { Misread } from "../metrics/misreads.ts";
import { imageGrid } from "./image-grid.ts";
import { formatPercent } from "./plot-style.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

export interface MisreadGridOptions extends PlotStyleOptions {
  /** Images shown, from the first of `misreads` on. @default 32 */
  count?: number;
  /** Images in a row. @default 8 */
  columns?: number;
  /** What the classes are called. @default the labels themselves */
  names?: readonly string[];
}

/**
 * Misread images as the text of an SVG file; 0 is drawn white and 255 black, for in MNIST a pixel is ink.
 *
 * ```ts
 * const misreads = findMisreads(test.labels, probabilities);
 * const svg = misreadGrid(test.images, misreads, { document: await plotDocument() });
 * ```
 * @param images all images that were read, (N, height, width)
 * @param misreads what `findMisreads` lists; none is a plain line of text instead of a grid
 * @param options.title @default "Misread images"
 * @throws RangeError if a misread image is not there
 */
export function misreadGrid(
  images: NdArray<Uint8Array>,
  misreads: readonly Misread[],
  options: MisreadGridOptions,
): string {
  const { document, title = "Misread images", names, columns = 8, count = 32 } = options;
  checkInteger("count", count, 1);
  checkInteger("columns", columns, 1);
  const imageCount = formatCount(images.shape[0]);
  const shown = misreads.slice(0, count);
  const nameOf = (label: number): string => names?.[label] ?? String(label);
  const which = shown.length < misreads.length ? `The ${shown.length} most confident of ` : "";
  const subtitle = `${which}${formatCount(misreads.length)} ${misreads.length === 1 ? "mistake" : "mistakes"} in ${imageCount} images: true → read`;
  return imageGrid(images, {
    document,
    title,
    subtitle: misreads.length === 0 ? undefined : subtitle,
    columns,
    tiles: shown.map(({ index, truth, predicted, probability }) => ({
      index,
      caption: `${nameOf(truth)} → ${nameOf(predicted)}`,
      detail: `${formatPercent(probability)} · #${index}`,
    })),
    ifEmpty: `Nothing was misread: all ${imageCount} images were read as they are labelled.`,
  });
}
