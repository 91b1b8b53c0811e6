/** What a trained network does with the test images, as the view Train shows it. */
import { InklingError } from "../../../src/base/errors.ts";
import type { NdArray } from "../../../src/base/shapes.ts";
import type { DataSet } from "../../../src/data/index.ts";
import {
  applyTemperature,
  argmaxRows,
  calibrationError,
  classificationReport,
  confusionMatrix,
  findMisreads,
  wilsonInterval,
} from "../../../src/metrics/index.ts";
import type { Sequential } from "../../../src/nn/index.ts";
import { measure, predictSet } from "../../../src/nn/recipes/measure.ts";
import type { DigitPixels } from "./inside-messages.ts";
import { labelledDigit } from "./training-data.ts";
import type { ModelEvaluation } from "./training-messages.ts";

const DIGITS = 10;
const MOST_MISTAKES = 24;

/** An evaluation with what its details are taken from. */
export class Evaluated {
  readonly evaluation: ModelEvaluation;
  readonly #test: DataSet;
  readonly #predicted: ArrayLike<number>;

  private constructor(evaluation: ModelEvaluation, test: DataSet, predicted: ArrayLike<number>) {
    this.evaluation = evaluation;
    this.#test = test;
    this.#predicted = predicted;
  }

  static async of(model: Sequential, test: DataSet): Promise<Evaluated> {
    const { loss } = await measure(model, test);
    if (!Number.isFinite(loss)) throw diverged(loss);
    const probabilities = asProbabilities(model, predictSet(model, test));
    const predicted = argmaxRows(probabilities);
    const { labels } = test;
    const correct = Array.from(predicted, (digit, i) => digit === labels[i]);
    const right = correct.filter(Boolean).length;
    const confidences = Array.from(predicted, (digit, i) =>
      Math.min(1, probabilities.data[i * DIGITS + digit]),
    );
    const report = classificationReport(labels, predicted);
    const { error, bins } = calibrationError(confidences, correct);
    const mistakes = findMisreads(labels, probabilities).slice(0, MOST_MISTAKES);
    const evaluation: ModelEvaluation = {
      count: labels.length,
      loss,
      accuracy: right / labels.length,
      interval: wilsonInterval(right, labels.length),
      confusion: confusionMatrix(labels, predicted, { classCount: DIGITS }).counts,
      classes: report.classes,
      macroAverage: report.macroAverage,
      weightedAverage: report.weightedAverage,
      mistakes: mistakes.map((misread) => ({
        ...labelledDigit(test, misread.index),
        predicted: misread.predicted,
        probability: misread.probability,
      })),
      calibrationError: error,
      bins,
    };
    return new Evaluated(evaluation, test, predicted);
  }

  /** The first images of one digit that were read as another. */
  confused(truth: number, digit: number, most: number): DigitPixels[] {
    const images: DigitPixels[] = [];
    for (let row = 0; row < this.#predicted.length && images.length < most; row++) {
      if (this.#test.labels[row] !== truth || this.#predicted[row] !== digit) continue;
      images.push(labelledDigit(this.#test, row).pixels);
    }
    return images;
  }
}

function diverged(loss: number): InklingError {
  return new InklingError({
    what: "the network computes no numbers any more: its training has diverged",
    expected: "a finite loss",
    received: String(loss),
    mend: "Start anew with a lower learning rate.",
  });
}

/** A network that ends in scores gets its softmax here. */
function asProbabilities(model: Sequential, outputs: NdArray): NdArray {
  const last = model.layers.at(-1)?.serialise();
  const endsInSoftmax = last?.class_name === "Softmax" || last?.config["activation"] === "softmax";
  return endsInSoftmax ? outputs : applyTemperature(outputs, 1);
}
