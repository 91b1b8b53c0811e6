/** Class labels as the metrics take them, and the checks they share. */
import { rangeError, typeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";

/** One whole number per sample: the class it belongs to. */
export type Labels = Uint8Array | Int32Array | readonly number[];

/**
 * Checks that two lists hold one whole label for each of the same samples.
 * @throws RangeError if they differ in length, are empty, or hold something that is not a whole number
 */
export function checkLabelPair(truth: Labels, predicted: Labels): void {
  checkLabels("truth", truth);
  checkLabels("predicted", predicted);
  if (truth.length !== predicted.length) {
    throw rangeError({
      what: "truth and predicted differ in length",
      expected: `a prediction for each of the ${truth.length} true labels`,
      received: `${predicted.length} predictions`,
    });
  }
}

/** @throws TypeError if it is not a list, RangeError if it is empty or holds something that is not a whole number */
export function checkLabels(name: string, labels: Labels): void {
  if (!Array.isArray(labels) && !ArrayBuffer.isView(labels)) {
    throw typeError({
      what: `${name} is not a list of labels`,
      expected: "whole numbers",
      received: show(labels),
    });
  }
  if (labels.length === 0) {
    throw rangeError({ what: `${name} is empty`, expected: "at least one label", received: "none" });
  }
  const broken = Array.prototype.findIndex.call(labels, (label: unknown) => !Number.isInteger(label));
  if (broken >= 0) {
    throw rangeError({
      what: `${name}[${broken}] is not a label`,
      expected: "a whole number",
      received: show(labels[broken]),
      mend: "One-hot labels and probabilities become labels through argmaxRows().",
    });
  }
}

/** @throws RangeError if there is not a row of probabilities for each true label */
export function checkRowPerLabel(truth: Labels, rowCount: number): void {
  checkLabels("truth", truth);
  if (truth.length !== rowCount) {
    throw rangeError({
      what: "truth and probabilities differ in length",
      expected: `a row of probabilities for each of the ${truth.length} true labels`,
      received: `${rowCount} rows`,
    });
  }
}

/** Every label that occurs in either list, ascending. */
export function distinctLabels(truth: Labels, predicted: Labels): number[] {
  return [...new Set([...truth, ...predicted])].sort((a, b) => a - b);
}
