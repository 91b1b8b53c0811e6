/** What a model says of one image, and how that is printed. */
import type { GrayImage } from "../image/index.ts";
import { argmaxRows } from "../metrics/index.ts";
import type { Sequential } from "../nn/index.ts";
import { imagesFor } from "../nn/recipes/measure.ts";
import type { Output } from "./output.ts";

/** Outputs above this are 1 in the thresholded vector, as in the notebook. */
const THRESHOLD = 0.5;
const BAR_WIDTH = 40;

export interface Prediction {
  digit: number;
  /** One for each digit, 0..1. */
  probabilities: number[];
  /** 1 where the probability is above one half. */
  thresholded: number[];
}

/** @param image in MNIST's form: 28×28, ink bright on black */
export function predictDigit(model: Sequential, { data, width, height }: GrayImage): Prediction {
  const pixels = { data, shape: [1, height, width], scale: 1 / 255 };
  const outputs = model.predict(imagesFor(model, pixels));
  const probabilities = Array.from(outputs.data);
  return {
    digit: argmaxRows(outputs)[0],
    probabilities,
    thresholded: probabilities.map((probability) => (probability > THRESHOLD ? 1 : 0)),
  };
}

/** The ten probabilities with bars, the thresholded vector, and the digit. */
export function printPrediction({ digit, probabilities, thresholded }: Prediction, output: Output): void {
  const { colours } = output;
  output.print(
    ...probabilities.map((probability, i) => {
      const bar = "━".repeat(Math.round(probability * BAR_WIDTH));
      const line = `  ${i}  ${probability.toFixed(6)}  ${bar}`.trimEnd();
      return i === digit ? colours.bold(line) : line;
    }),
    "",
  );
  output.printFacts([
    ["Above one half", `[${thresholded.join(" ")}]`],
    ["Digit", colours.bold(String(digit))],
  ]);
}
