/**
 * How a digit was written, in numbers: what tells one pen, hand and scan from another.
 *
 * Slant is the shear that makes the ink upright, by its central moments: tan(slant) = mu11 / mu02, y pointing up.
 * Source: R. G. Casey, "Moment normalization of handprinted characters", IBM Journal of Research and Development 14 (1970).
 */
import { rangeError } from "../base/errors.ts";
import type { GrayImage } from "../image/index.ts";
import { findComponents } from "./components.ts";
import type { NormalisedDigit } from "./normalise-digit.ts";
import { otsuSplit } from "./otsu.ts";
import { measurePaper } from "./paper-level.ts";
import { strokeWidth } from "./stroke-width.ts";

/** Side of the box that holds the ink of a normalised digit, pixels. */
const BOX_SIDE = 20;
/** A piece has a pixel of at least half ink, and ends where less than an eighth is left: there only blur joins two. */
const PIECE = { low: 32, high: 128 };
/** Ink below three quarters of full is grey. */
const FULL = 192;

/** The shape of a digit of 28×28, bright ink on black. All are 0 for a black image. */
export interface ShapeMeasures {
  /** Mean width of the strokes in pixels of the box of 20. */
  strokeWidth: number;
  /** Degrees from upright, positive to the right. */
  slant: number;
  /** How many pieces of ink do not touch each other. */
  pieces: number;
  /** All ink, as pixels of full ink. */
  inkMass: number;
  /** Width of the ink's box by its height. */
  aspect: number;
  /** The share of the pixels with ink that are grey: high in a blurred picture. */
  greyShare: number;
}

/** The shape of a digit, and how it stands in its picture. */
export interface DigitMeasures extends ShapeMeasures {
  /** Distance of the ink's median from the paper, 0..1 of the farthest from that paper; 0 if the picture is blank. */
  contrast: number;
  /** Pixels of the picture that the longer side of the ink's box takes. */
  inkSide: number;
  /** Centre and size of the ink's box as shares of the picture's sides. */
  position: { centreX: number; centreY: number; width: number; height: number };
}

/** Measures an image in MNIST's form. */
export function measureShape(image: GrayImage): ShapeMeasures {
  const { width, data } = image;
  let [inked, grey, mass, sumX, sumY] = [0, 0, 0, 0, 0];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  data.forEach((level, i) => {
    if (level === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    inked++;
    if (level < FULL) grey++;
    mass += level;
    sumX += level * x;
    sumY += level * y;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  if (inked === 0) return { strokeWidth: 0, slant: 0, pieces: 0, inkMass: 0, aspect: 0, greyShare: 0 };
  return {
    strokeWidth: strokeWidth(image),
    slant: slantAbout(image, sumX / mass, sumY / mass),
    pieces: findComponents(image, PIECE.low, PIECE.high).components.length,
    inkMass: mass / 255,
    aspect: (right - left + 1) / (bottom - top + 1),
    greyShare: grey / inked,
  };
}

/**
 * Measures a digit and its picture.
 * @param picture what the digit was found in
 * @param digit made of it with `{ steps: true }`
 * @throws RangeError if the digit comes without its steps.
 */
export function measureDigit(
  picture: Readonly<Pick<GrayImage, "width" | "height">>,
  digit: NormalisedDigit,
): DigitMeasures {
  const { box, thickened } = digit;
  const ink = digit.blank || !thickened ? undefined : stepImage(digit, "ink");
  const shape = measureShape(digit.image);
  return {
    ...shape,
    // What was widened on the way was thinner on paper.
    strokeWidth: ink === undefined ? shape.strokeWidth : widthInBox(ink),
    contrast: digit.blank ? 0 : inkContrast(digit),
    inkSide: Math.max(box.width, box.height),
    position: {
      centreX: (box.x + box.width / 2) / picture.width,
      centreY: (box.y + box.height / 2) / picture.height,
      width: box.width / picture.width,
      height: box.height / picture.height,
    },
  };
}

function slantAbout({ width, data }: GrayImage, centreX: number, centreY: number): number {
  let [mu11, mu02] = [0, 0];
  data.forEach((level, i) => {
    const y = centreY - Math.floor(i / width);
    mu11 += level * ((i % width) - centreX) * y;
    mu02 += level * y * y;
  });
  // Ink of a single row leans nowhere.
  return mu02 === 0 ? 0 : (Math.atan(mu11 / mu02) * 180) / Math.PI;
}

function widthInBox(ink: GrayImage): number {
  return (strokeWidth(ink) * BOX_SIDE) / Math.max(ink.width, ink.height);
}

function inkContrast(digit: NormalisedDigit): number {
  const { polarity } = digit;
  const { level } = measurePaper(stepImage(digit, "even light"), polarity);
  const { median } = otsuSplit(stepImage(digit, "contrast").data);
  return Math.min(1, median / Math.max(1, polarity === "dark-on-light" ? level : 255 - level));
}

function stepImage({ steps }: NormalisedDigit, name: string): GrayImage {
  const step = steps?.find((step) => step.name === name);
  if (step !== undefined) return step.image;
  throw rangeError({
    what: "the digit cannot be measured",
    expected: `its step "${name}"`,
    received: "a digit without it",
    mend: "Normalise or read it with { steps: true }.",
  });
}
