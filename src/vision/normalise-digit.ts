/**
 * One digit as the networks know digits: bright ink on black, in the middle of 28×28.
 *
 * This is how MNIST itself was made: the ink scaled into a box of 20×20 keeping its aspect ratio, with grey edges, then
 * its centre of mass moved to the centre of a field of 28×28.
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
 * Proceedings of the IEEE 86 (1998), section III.A.
 */
import { checkGrayImage, createGrayImage, resizeArea } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import type { Box } from "./components.ts";
import { contrastImage, findInk } from "./ink.ts";
import { flattenPaper } from "./flatten.ts";
import { measurePaper } from "./paper-level.ts";
import { decidePolarity } from "./polarity.ts";
import type { Polarity } from "./polarity.ts";
import { FIELD_SIDE, placeDigit } from "./place-digit.ts";
import { reduceByBlocks } from "./reduce.ts";

/** Larger images are shrunk to this longer side first: it bounds time and memory, and the digit needs 20 pixels. */
const WORKING_SIDE = 2048;
/** Longest side of the reduced copy on which paper and polarity are measured; 48 follows shadows little better and costs half as much again (measured). */
const REDUCED_SIDE = 32;

/** What `normaliseDigit` may be asked for. */
export interface NormaliseOptions {
  /** Whether the result lists the image after every step. @default false */
  steps?: boolean;
  /** What is ink, where it is known. @default what the picture looks like */
  polarity?: Polarity;
}

/** One step of the way, for show. */
export interface NormalisationStep {
  /** What the image is: `picture`, `paper`, `even light`, `contrast`, `ink`, `strokes`, `box` or `digit`, in this order. */
  name: string;
  image: GrayImage;
}

/** A digit in MNIST's form, and what was found on the way. */
export interface NormalisedDigit {
  /** 28×28, ink bright (0..255) on black; all black if `blank`. */
  image: GrayImage;
  polarity: Polarity;
  /** How sure the picture is of its polarity, from 0 (a guess) to 1; 0 if `blank`. */
  polarityMargin: number;
  /** Whether the polarity is hardly better than a guess. */
  polarityUncertain: boolean;
  /** Whether nothing stands out from the paper. */
  blank: boolean;
  /** Whether the digit touches the border of the picture, so that a part of it may be cut off. */
  touchesBorder: boolean;
  /** How many lines and strokes of neighbours at the border were left out. */
  dropped: number;
  /** Whether its strokes were hairlines and have been widened. */
  thickened: boolean;
  /** The ink's box in the source, in pixels; empty if `blank`. */
  box: Box;
  /** The way from picture to digit, if asked for; a blank picture's ends with its contrast. */
  steps?: NormalisationStep[];
}

/**
 * Finds the ink of a picture of one digit and brings it into MNIST's form, whatever its size, grey levels, light and polarity.
 * @throws TypeError or RangeError if `image` is not a well-formed grey image.
 */
export function normaliseDigit(image: GrayImage, options: NormaliseOptions = {}): NormalisedDigit {
  const { steps = false } = options;
  checkGrayImage(image);
  const working = shrinkToWorkingSize(image);
  const reduced = reduceByBlocks(working, REDUCED_SIDE);
  const { margin, uncertain, ...decided } = decidePolarity(reduced);
  const polarity = options.polarity ?? decided.polarity;
  const even = flattenPaper(working, reduced, polarity);
  const paper = measurePaper(even.image, polarity, even.level);
  const contrast = contrastImage(even, paper);
  const ink = findInk(contrast, paper.noise);
  const shown = steps
    ? [
        { name: "picture", image: working },
        { name: "paper", image: even.drawPaper() },
        { name: "even light", image: even.image },
        { name: "contrast", image: contrast },
      ]
    : undefined;
  if (ink === undefined) return { ...blankDigit(polarity), ...(shown && { steps: shown }) };
  const { strokes, box, digit } = placeDigit(ink.image);
  shown?.push(
    { name: "ink", image: ink.image },
    { name: "strokes", image: strokes },
    { name: "box", image: box },
    { name: "digit", image: digit },
  );
  return {
    image: digit,
    polarity,
    polarityMargin: margin,
    polarityUncertain: uncertain,
    blank: false,
    touchesBorder: ink.touchesBorder,
    dropped: ink.dropped,
    thickened: strokes !== ink.image,
    box: scaleBox(ink.box, working, image),
    ...(shown && { steps: shown }),
  };
}

function blankDigit(polarity: Polarity): NormalisedDigit {
  return {
    image: createGrayImage(FIELD_SIDE, FIELD_SIDE),
    polarity,
    polarityMargin: 0,
    polarityUncertain: true,
    blank: true,
    touchesBorder: false,
    dropped: 0,
    thickened: false,
    box: { x: 0, y: 0, width: 0, height: 0 },
  };
}

function shrinkToWorkingSize(image: GrayImage): GrayImage {
  const scale = WORKING_SIDE / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeArea(image, side(image.width), side(image.height));
}

/** A box of the image `from` in the pixels of the image `to`, rounded outwards. */
function scaleBox(box: Box, from: GrayImage, to: GrayImage): Box {
  const [scaleX, scaleY] = [to.width / from.width, to.height / from.height];
  const [x, y] = [Math.floor(box.x * scaleX), Math.floor(box.y * scaleY)];
  const right = Math.min(to.width, Math.ceil((box.x + box.width) * scaleX));
  const bottom = Math.min(to.height, Math.ceil((box.y + box.height) * scaleY));
  return { x, y, width: right - x, height: bottom - y };
}
