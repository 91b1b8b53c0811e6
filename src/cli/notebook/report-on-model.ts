/** The notebook's reports: predictions of a whole set, scores of each digit, and what is taken for what. */
import type { NdArray } from "../../base/shapes.ts";
import type { DataSet } from "../../data/index.ts";
import {
  argmaxRows,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  formatConfusionMatrix,
} from "../../metrics/index.ts";
import type { Output } from "../output.ts";

/** The first probabilities and the digits that they stand for. */
export function describePredictions({ labels }: DataSet, probabilities: NdArray, output: Output): void {
  const predicted = argmaxRows(probabilities);
  const [count, classes] = probabilities.shape;
  output.printFacts([
    ["Shape", `(${count}, ${classes})`],
    ["First 20 predicted", predicted.subarray(0, 20).join(" ")],
    ["First 20 labels", labels.subarray(0, 20).join(" ")],
  ]);
}

export function printScores(
  { name, labels, classNames }: DataSet,
  probabilities: NdArray,
  output: Output,
): void {
  const report = classificationReport(labels, argmaxRows(probabilities), { targetNames: classNames });
  output.print(output.colours.bold(name), formatClassificationReport(report));
}

export function printConfusion(
  { name, labels, classNames }: DataSet,
  probabilities: NdArray,
  output: Output,
): void {
  const matrix = confusionMatrix(labels, argmaxRows(probabilities), { classCount: classNames.length });
  output.print(output.colours.bold(name), formatConfusionMatrix(matrix), "");
}
