/**
 * Whether a page is turned by 90°: its writing seems to stand on its side, and the digit network finds more digits in it when it is
 * turned back.
 */
import { createGrayImage, type GrayImage } from "../../image/index.ts";
import { findSidewaysWriting } from "../../vision/index.ts";
import type { DigitReader } from "../digit-reader.ts";
import { classify } from "../segments/edges.ts";

/** The output of the digit network that is no digit. */
const NO_DIGIT = 10;
/** Turned back, the pieces are so much less likely to be no digits, on average. */
const LEAST_GAIN = 0.2;

/** @param ink of a page without its rules */
export function isTurnedPage(ink: GrayImage, digits: DigitReader): boolean {
  const pieces = findSidewaysWriting(ink);
  if (pieces.length === 0) return false;
  const toRight = pieces.map(turnRight);
  const toLeft = toRight.map((piece) => turnRight(turnRight(piece)));
  const [asTheyAre, ...turned] = [pieces, toRight, toLeft].map((images) => strangeness(images, digits));
  return Math.min(...turned) + LEAST_GAIN < asTheyAre;
}

/** The mean probability of being no digit. */
function strangeness(images: readonly GrayImage[], digits: DigitReader): number {
  const outputs = classify(images, digits);
  return outputs.reduce((sum, shares) => sum + (shares[NO_DIGIT] ?? 0), 0) / outputs.length;
}

function turnRight({ width, height, data }: GrayImage): GrayImage {
  const turned = createGrayImage(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned.data[x * height + height - 1 - y] = data[y * width + x];
  }
  return turned;
}
