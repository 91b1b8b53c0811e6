/** The images that a picture may stand for: the network reads all, and the one that is most like a digit counts. */
import type { GrayImage } from "../image/index.ts";
import {
  normaliseDigit,
  type NormalisedDigit,
  type NormaliseOptions,
  type Polarity,
} from "../vision/index.ts";
import { INPUT_SIDE } from "./digit-model.ts";

/**
 * The picture normalised; the same inverted, where its polarity is a guess; and a picture of 28 × 28 with bright ink on black as
 * it is, since it may be in the network's form already, and a line across it would make normalising shrink the digit.
 * @throws as `normaliseDigit`
 */
export function candidatesOf(image: GrayImage, options: NormaliseOptions): NormalisedDigit[] {
  const first = normaliseDigit(image, options);
  if (first.blank) return [first];
  const isGuess = first.polarityUncertain && options.polarity === undefined;
  const normalised = isGuess ? [first, ...inverted(image, first.polarity, options)] : [first];
  if (image.width !== INPUT_SIDE || image.height !== INPUT_SIDE) return normalised;
  const bright = normalised.filter(({ polarity }) => polarity === "light-on-dark");
  return [...normalised, ...bright.map((digit) => ({ ...digit, image }))];
}

function inverted(image: GrayImage, polarity: Polarity, options: NormaliseOptions): NormalisedDigit[] {
  const opposite = polarity === "dark-on-light" ? "light-on-dark" : "dark-on-light";
  const other = normaliseDigit(image, { ...options, polarity: opposite });
  return other.blank ? [] : [other];
}
