/**
 * Paper that is even as it is: in thresholded scans, in drawings, in crops which a digit fills. There is no light to divide
 * out of such pictures, and strokes as broad as the paper between them would be taken for shadows.
 */
import { coveredCells } from "./covered-cells.ts";
import { otsuSplit } from "./otsu.ts";
import type { Reduced } from "./reduce.ts";

/** The least contrast between paper and ink, in grey levels. */
const MIN_CONTRAST = 40;
/** Paper lies within this share of the contrast around its level… */
const PAPER_TOLERANCE = 0.1;
/** …ink within that share around its own, as a pen presses more or less… */
const INK_TOLERANCE = 0.3;
/** …and all cells but this share are paper, ink, or edges beside ink. */
const MOST_OTHERS = 0.01;

/** The level of the paper of a copy with dark ink, or undefined if there is not one level of paper and one of ink. */
export function evenPaperLevel(image: Reduced): number | undefined {
  const darkness = { ...image, cells: image.cells.map((level) => 255 - level) };
  const {
    threshold,
    median: ink,
    lowerMedian: paper,
  } = otsuSplit(new Uint8Array(darkness.cells.map(Math.round)));
  const contrast = ink - paper;
  if (threshold === 0 || contrast < MIN_CONTRAST) return undefined;
  const besideInk = coveredCells(darkness, ink - INK_TOLERANCE * contrast);
  // Ink in a shadow is darker by far than the shadow, which would be taken for the ink.
  const darkest = ink + INK_TOLERANCE * contrast;
  let others = 0;
  for (let cell = 0; cell < besideInk.length; cell++) {
    const level = darkness.cells[cell];
    const isPaper = Math.abs(level - paper) <= PAPER_TOLERANCE * contrast;
    if (level > darkest || (besideInk[cell] === 0 && !isPaper)) others++;
  }
  return others <= MOST_OTHERS * besideInk.length ? 255 - paper : undefined;
}
