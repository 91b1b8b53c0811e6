/**
 * A picture as small as one digit, such as one of MNIST's own, is read as one: nobody writes a number on 64 × 64 pixels, and taken for a
 * page, a digit that fills it would be cut apart. It is told of in the form of a page with one number.
 */
import type { GrayImage } from "../../../src/image/index.ts";
import type { DigitReading } from "../../../src/reader/digit-reading.ts";
import type { NumberModel } from "../../../src/reader/number/number-model.ts";
import type { Reading } from "../../../src/reader/number/number-reading.ts";
import type { Explanation, StepName } from "./reading-messages.ts";

const MOST_SIDE = 64;
const MOST_RATIO = 2;
const MOST_ALTERNATIVES = 5;

export interface SingleDigit {
  reading: Reading;
  explanation: Explanation;
}

export function isSingleDigit({ width, height }: GrayImage): boolean {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  return longer <= MOST_SIDE && longer <= MOST_RATIO * shorter;
}

export function readSingleDigit(image: GrayImage, { digits, name, sha256 }: NumberModel): SingleDigit {
  const read = digits.read(image, { steps: true });
  return { reading: asPage(image, read, { name, sha256 }), explanation: explain(read) };
}

function asPage({ width, height }: GrayImage, read: DigitReading, model: Reading["model"]): Reading {
  const { digit, probability, probabilities, notADigit, decision, reasons, normalised } = read;
  const { blank, box, polarity } = normalised;
  const alternatives = probabilities
    .map((share, other) => ({ text: String(other), probability: share }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_ALTERNATIVES);
  const number = {
    text: String(digit),
    value: digit,
    probability,
    alternatives,
    decision,
    reasons,
    box,
    row: 0,
    column: 0,
    kind: "line" as const,
    empty: false,
    digits: [{ digit, probabilities, notADigit, box }],
  };
  return {
    version: 1,
    pages: [{ width, height, skewDegrees: 0, polarity, numbers: blank ? [] : [number] }],
    model,
    pipeline: (normalised.steps ?? []).map((step) => step.name),
    timings: {},
  };
}

function explain({ digit, probabilities, notADigit, normalised }: DigitReading): Explanation {
  const { blank, image, steps = [] } = normalised;
  return {
    steps: steps.map((step) => ({ name: step.name as StepName, image: step.image })),
    digits: blank ? [] : [{ pixels: Uint8Array.from(image.data), digit, probabilities, notADigit }],
  };
}
