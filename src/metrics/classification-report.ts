/**
 * Classification report: precision, recall, F1 and support of every class with their averages, and the text that
 * scikit-learn's `classification_report` prints.
 * Source: scikit-learn's user guide, "Classification report"; tested character by character against its output.
 */
import { checkInteger } from "../base/guards.ts";
import { checkNames } from "./confusion-matrix.ts";
import { distinctLabels } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { scoresOf, tallyClasses } from "./per-class.ts";
import type { ClassScores, ClassTally, PerClassOptions, Scores } from "./per-class.ts";

/** The scores of one class under its name. */
export interface ClassReport extends ClassScores {
  name: string;
}

/**
 * The whole report. A score that would divide by zero is `zeroDivision`, with no warning: look for a class with
 * `support` or `predicted` 0.
 */
export interface ClassificationReport {
  classes: ClassReport[];
  /** The share of right predictions; undefined where `labels` leaves out a class that occurs. */
  accuracy: number | undefined;
  /** The scores of all reported classes counted together; each is the accuracy where that is defined. */
  microAverage: Scores;
  /** The plain mean over the classes. */
  macroAverage: Scores;
  /** The mean over the classes weighted by their support. */
  weightedAverage: Scores;
  /** Samples that are of the reported classes. */
  support: number;
}

export interface ClassificationReportOptions extends PerClassOptions {
  /** What the classes are called, in the order of the labels. @default the labels themselves */
  targetNames?: readonly string[];
}

/**
 * Scores a classifier class by class.
 *
 * ```ts
 * const report = classificationReport(test.labels, argmaxRows(probabilities));
 * console.log(formatClassificationReport(report));
 * ```
 * @throws RangeError if the lists are empty, differ in length, or the names do not fit the classes
 */
export function classificationReport(
  truth: Labels,
  predicted: Labels,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  const { labels, targetNames, zeroDivision = 0 } = options;
  const tallies = tallyClasses(truth, predicted, labels);
  if (targetNames !== undefined) checkNames(targetNames, tallies.length);
  const classes = tallies.map((tally, i) => ({
    name: targetNames?.[i] ?? String(tally.label),
    label: tally.label,
    ...scoresOf(tally, zeroDivision),
    support: tally.support,
    predicted: tally.predicted,
  }));
  const together = sumTallies(tallies);
  const microAverage = scoresOf(together, zeroDivision);
  const complete =
    labels === undefined || distinctLabels(truth, predicted).every((label) => labels.includes(label));
  return {
    classes,
    accuracy: complete ? microAverage.precision : undefined,
    microAverage,
    macroAverage: averageScores(classes, () => 1),
    weightedAverage: averageScores(classes, together.support === 0 ? () => 1 : ({ support }) => support),
    support: together.support,
  };
}

/**
 * The report as text, as scikit-learn prints it (with a line break at the end).
 * @param options.digits decimals of the scores, @default 2
 */
export function formatClassificationReport(
  report: ClassificationReport,
  options: { digits?: number } = {},
): string {
  const digits = checkInteger("digits", options.digits ?? 2, 0, 20);
  const names = report.classes.map(({ name }) => name);
  const width = Math.max(digits, ...[...names, "weighted avg"].map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const scoreLine = (name: string, { precision, recall, f1 }: Scores, support: number): string => {
    const scores = [precision, recall, f1].map((score) => formatFixed(score, digits));
    return line(name, [...scores, String(support)]);
  };
  const overall =
    report.accuracy === undefined
      ? scoreLine("micro avg", report.microAverage, report.support)
      : line("accuracy", ["", "", formatFixed(report.accuracy, digits), String(report.support)]);
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.classes.map((row) => scoreLine(row.name, row, row.support)),
    "\n",
    overall,
    scoreLine("macro avg", report.macroAverage, report.support),
    scoreLine("weighted avg", report.weightedAverage, report.support),
  ].join("");
}

function sumTallies(tallies: readonly ClassTally[]): Omit<ClassTally, "label"> {
  const sum = { right: 0, support: 0, predicted: 0 };
  for (const { right, support, predicted } of tallies) {
    sum.right += right;
    sum.support += support;
    sum.predicted += predicted;
  }
  return sum;
}

function averageScores(classes: readonly ClassScores[], weightOf: (scores: ClassScores) => number): Scores {
  const average = { precision: 0, recall: 0, f1: 0 };
  let total = 0;
  for (const scores of classes) {
    const weight = weightOf(scores);
    total += weight;
    average.precision += weight * scores.precision;
    average.recall += weight * scores.recall;
    average.f1 += weight * scores.f1;
  }
  return { precision: average.precision / total, recall: average.recall / total, f1: average.f1 / total };
}

/**
 * A number with so many decimals, rounded as Python does: exact halves go to the even digit (0.125 is 0.12), where
 * `toFixed` sends them up. A double of this size is an exact half only if 25 more of its decimals are 5000…0.
 */
function formatFixed(value: number, digits: number): string {
  const rounded = value.toFixed(digits);
  const isHalf = value.toFixed(digits + 25).endsWith(`5${"0".repeat(24)}`);
  if (!isHalf || Number(rounded.at(-1)) % 2 === 0) return rounded;
  return (Number(rounded) - 10 ** -digits).toFixed(digits);
}
