/** `inkling report`: how well a saved model reads each digit, and what it takes for what. */
import type { DataSet } from "../../data/index.ts";
import {
  argmaxRows,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  formatConfusionMatrix,
  type Labels,
} from "../../metrics/index.ts";
import { formatAccuracy } from "../format.ts";
import { loadClassifier } from "../load-classifier.ts";
import { loadData, type DataOptions, type SetName } from "../load-data.ts";
import { predictSet } from "../../nn/recipes/measure.ts";
import type { Output } from "../output.ts";

/** Options of `inkling report`. */
export interface ReportOptions extends DataOptions {
  /** Undefined reports on both. */
  set?: SetName;
}

export async function report(path: string, options: ReportOptions, output: Output): Promise<void> {
  const model = await loadClassifier(path);
  const mnist = await loadData(options);
  const names: SetName[] = options.set === undefined ? ["train", "test"] : [options.set];
  names.forEach((name, i) => {
    if (i > 0) output.print("");
    reportOn(name, mnist[name], argmaxRows(predictSet(model, mnist[name])), output);
  });
}

function reportOn(name: SetName, set: DataSet, predicted: Labels, output: Output): void {
  const { labels, classNames } = set;
  const scores = classificationReport(labels, predicted, { targetNames: classNames });
  const matrix = confusionMatrix(labels, predicted, { classCount: classNames.length });
  output.print(
    output.colours.bold(set.name),
    `Accuracy ${formatAccuracy(scores.accuracy ?? 0, labels.length)}`,
    "",
    formatClassificationReport(scores),
    formatConfusionMatrix(matrix),
  );
  output.emit({
    event: "report",
    set: name,
    count: labels.length,
    ...scores,
    confusionMatrix: matrix.counts,
  });
}
