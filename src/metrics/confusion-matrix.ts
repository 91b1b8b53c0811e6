/** Confusion matrix: how often each true class was predicted as each class; rows are the truth, as in scikit-learn. */
import { rangeError } from "../base/errors.ts";
import { checkInteger } from "../base/guards.ts";
import { checkLabelPair, checkLabels, distinctLabels } from "./labels.ts";
import type { Labels } from "./labels.ts";

/** Counts of (true, predicted) pairs. */
export interface ConfusionMatrix {
  /** `counts[t][p]`: samples of class `labels[t]` that were predicted as class `labels[p]`. */
  counts: number[][];
  /** The class of each row and column. */
  labels: number[];
}

/** Which classes the matrix has; without either option, those that occur. */
export interface ConfusionMatrixOptions {
  /** The classes are 0..classCount - 1, and any other label is an error. */
  classCount?: number;
  /** The classes, in this order; samples with another true or predicted label are left out, as scikit-learn does. */
  labels?: readonly number[];
}

/**
 * Counts every pair of a true and a predicted label.
 * @throws RangeError if the lists are empty, differ in length, or hold a label that `classCount` does not allow
 */
export function confusionMatrix(
  truth: Labels,
  predicted: Labels,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  checkLabelPair(truth, predicted);
  const labels = chooseLabels(truth, predicted, options);
  const rowOf = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => labels.map(() => 0));
  for (let i = 0; i < truth.length; i++) {
    const row = rowOf.get(truth[i]);
    const column = rowOf.get(predicted[i]);
    if (row !== undefined && column !== undefined) counts[row][column]++;
  }
  return { counts, labels };
}

/**
 * The matrix as aligned text for a terminal, without a line break at the end.
 * @param names what the classes are called; @default the labels themselves
 * @throws RangeError if there is not a name for each class
 */
export function formatConfusionMatrix(matrix: ConfusionMatrix, names = matrix.labels.map(String)): string {
  checkNames(names, matrix.labels.length);
  const corner = "true ↓";
  const nameWidth = Math.max(corner.length, ...names.map((name) => name.length));
  const columns = names.map((name, column) => [name, ...matrix.counts.map((row) => String(row[column]))]);
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const line = (heading: string, index: number): string =>
    [heading.padStart(nameWidth), ...columns.map((cells, c) => cells[index].padStart(widths[c] + 1))].join(
      " ",
    );
  const rows = names.map((name, row) => line(name, row + 1));
  return [`${" ".repeat(nameWidth + 2)}predicted →`, line(corner, 0), ...rows].join("\n");
}

/** @throws RangeError if there is not exactly one name for each class */
export function checkNames(names: readonly string[], classCount: number): void {
  if (names.length === classCount) return;
  throw rangeError({
    what: "the names do not fit the classes",
    expected: `${classCount} names, one for each class`,
    received: String(names.length),
  });
}

function chooseLabels(truth: Labels, predicted: Labels, options: ConfusionMatrixOptions): number[] {
  const { classCount, labels } = options;
  if (classCount !== undefined && labels !== undefined) {
    throw rangeError({ what: "classCount and labels are both given", mend: "Give one of the two." });
  }
  if (labels !== undefined) return checkClassList(labels);
  const occurring = distinctLabels(truth, predicted);
  if (classCount === undefined) return occurring;
  checkInteger("classCount", classCount, 1);
  const outside = occurring.find((label) => label < 0 || label >= classCount);
  if (outside !== undefined) {
    throw rangeError({
      what: `label ${outside} is outside the ${classCount} classes`,
      expected: `labels from 0 to ${classCount - 1}`,
      received: String(outside),
    });
  }
  return Array.from({ length: classCount }, (_, i) => i);
}

/**
 * A copy of the classes that were asked for.
 * @throws RangeError if there are none, or one of them is not whole or is there twice
 */
export function checkClassList(labels: readonly number[]): number[] {
  checkLabels("labels", labels);
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated !== undefined) {
    throw rangeError({ what: `class ${repeated} is in labels twice`, expected: "each class once" });
  }
  return [...labels];
}
