/** The lattice of a number with a box for each digit: one edge a box, and nothing is cut. */
import { createGrayImage, type GrayImage } from "../../image/index.ts";
import type { Box } from "../../vision/index.ts";
import type { DigitReader } from "../digit-reader.ts";
import { classify, NOTHING, type Edge } from "./edges.ts";

/** Ink from this level on is a stroke. */
const INK = 100;
/** A box with less ink than this share of its area is empty. */
const EMPTY_SHARE = 0.006;
/** Off for a box with ink that is to mean nothing. */
const NOTHING_SCORE = -9;

/** @param boxes in the ink's pixels, from left to right */
export function edgesOfBoxes(ink: GrayImage, boxes: readonly Box[], reader: DigitReader): Edge[][] {
  const written = boxes.map((box) => inkIn(ink, box));
  const outputs = classify(
    written.flatMap((part) => (part === undefined ? [] : [part.image])),
    reader,
  );
  return boxes.map((box, from) => {
    const part = written[from];
    const to = from + 1;
    if (part === undefined) {
      return [{ from, to, box, scores: new Map([[NOTHING, 0]]), probabilities: [], notADigit: 1, area: 0 }];
    }
    const output = outputs.shift() ?? [];
    const scores = output
      .slice(0, 10)
      .map((share, digit): [string, number] => [String(digit), Math.log(Math.max(share, 1e-9))]);
    const edge = { from, to, box: part.box, probabilities: output.slice(0, 10), notADigit: output[10] ?? 0 };
    return [{ ...edge, scores: new Map([...scores, [NOTHING, NOTHING_SCORE]]), area: part.area }];
  });
}

/** The box's ink cropped to itself, or undefined if there is hardly any. */
function inkIn(
  ink: GrayImage,
  { x, y, width, height }: Box,
): { box: Box; image: GrayImage; area: number } | undefined {
  let [left, top, right, bottom, count] = [Infinity, Infinity, 0, 0, 0];
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      if (ink.data[row * ink.width + column] < INK) continue;
      count++;
      [left, top] = [Math.min(left, column), Math.min(top, row)];
      [right, bottom] = [Math.max(right, column + 1), row + 1];
    }
  }
  if (count === 0 || count <= EMPTY_SHARE * width * height) return undefined;
  const image = createGrayImage(right - left, bottom - top);
  for (let row = top; row < bottom; row++) {
    const start = row * ink.width + left;
    image.data.set(ink.data.subarray(start, start + image.width), (row - top) * image.width);
  }
  return { box: { x: left, y: top, width: image.width, height: image.height }, image, area: count };
}
