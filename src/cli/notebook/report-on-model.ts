/** The notebook's reports: predictions of a whole set, scores of each digit, and what is taken for what. */
import { formatShape, type NdArray } from "../../base/shapes.ts";
import type { DataSet } from "../../data/index.ts";
import {
  argmaxRows,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  formatConfusionMatrix,
} from "../../metrics/index.ts";
import type { Output } from "../output.ts";

/** A data set and the model's outputs for it, (N, 10). */
interface PredictedSet {
  set: DataSet;
  probabilities: NdArray;
}

/** The digits that the first probabilities stand for, beside the labels. */
export function describePredictions({ set: { labels }, probabilities }: PredictedSet, output: Output): void {
  const predicted = argmaxRows(probabilities);
  output.printFacts([
    ["Probabilities", formatShape(probabilities.shape)],
    ["First 20 predicted", predicted.subarray(0, 20).join(" ")],
    ["First 20 labels", labels.subarray(0, 20).join(" ")],
  ]);
}

/** The classification report of each set. */
export function printScores(sets: readonly PredictedSet[], output: Output): void {
  sets.forEach(({ set: { name, labels, classNames }, probabilities }, i) => {
    const report = classificationReport(labels, argmaxRows(probabilities), { targetNames: classNames });
    if (i > 0) output.print("");
    output.print(output.colours.bold(name), formatClassificationReport(report).trimEnd());
  });
}

/** The confusion matrix of each set. */
export function printConfusion(sets: readonly PredictedSet[], output: Output): void {
  for (const { set, probabilities } of sets) {
    const { name, labels, classNames } = set;
    const matrix = confusionMatrix(labels, argmaxRows(probabilities), { classCount: classNames.length });
    output.print(output.colours.bold(name), formatConfusionMatrix(matrix), "");
  }
}
