/** Precision, recall and F1 of every class, as scikit-learn's `precision_recall_fscore_support` defines them. */
import { checkClassList } from "./confusion-matrix.ts";
import { checkLabelPair, distinctLabels } from "./labels.ts";
import type { Labels } from "./labels.ts";

/** The three scores of a class or of an average, each 0..1. */
export interface Scores {
  /** Of the samples predicted as this class, the share that are of it. */
  precision: number;
  /** Of the samples of this class, the share that were predicted as it. */
  recall: number;
  /** The harmonic mean of precision and recall. */
  f1: number;
}

/**
 * The scores of one class. Where a score would divide by zero it is `zeroDivision`: precision when `predicted` is 0,
 * recall when `support` is 0, F1 when both are. scikit-learn warns of it; here the two counts tell.
 */
export interface ClassScores extends Scores {
  label: number;
  /** Samples that are of this class. */
  support: number;
  /** Samples that were predicted as this class. */
  predicted: number;
}

/** Which classes are scored, and what a division by zero gives. */
export interface PerClassOptions {
  /** The classes to score, in this order. @default all that occur, ascending */
  labels?: readonly number[];
  /** Score where there is nothing to divide by. @default 0 */
  zeroDivision?: 0 | 1;
}

/** What the scores of a class, or of several together, are made of. */
export interface ClassTally {
  label: number;
  /** Samples of the class that were predicted as it. */
  right: number;
  support: number;
  predicted: number;
}

/**
 * Precision, recall and F1 of every class.
 * @throws RangeError if the lists are empty, differ in length or hold something that is not a label
 */
export function perClassScores(
  truth: Labels,
  predicted: Labels,
  options: PerClassOptions = {},
): ClassScores[] {
  const { zeroDivision = 0 } = options;
  return tallyClasses(truth, predicted, options.labels).map((tally) => {
    const { label, support, predicted: count } = tally;
    return { label, ...scoresOf(tally, zeroDivision), support, predicted: count };
  });
}

/** Counts, for each class, the samples of it, those predicted as it, and those that are both. */
export function tallyClasses(truth: Labels, predicted: Labels, labels?: readonly number[]): ClassTally[] {
  checkLabelPair(truth, predicted);
  const classes = labels === undefined ? distinctLabels(truth, predicted) : checkClassList(labels);
  const tallies = classes.map((label) => ({ label, right: 0, support: 0, predicted: 0 }));
  const tallyOf = new Map(tallies.map((tally) => [tally.label, tally]));
  for (let i = 0; i < truth.length; i++) {
    const actual = tallyOf.get(truth[i]);
    const guessed = tallyOf.get(predicted[i]);
    if (actual !== undefined) actual.support++;
    if (guessed !== undefined) guessed.predicted++;
    if (actual !== undefined && actual === guessed) actual.right++;
  }
  return tallies;
}

/** Precision, recall and F1 of a tally; F1 = 2 right / (support + predicted). */
export function scoresOf(tally: Omit<ClassTally, "label">, zeroDivision: 0 | 1): Scores {
  const { right, support, predicted } = tally;
  const divide = (part: number, whole: number): number => (whole === 0 ? zeroDivision : part / whole);
  return {
    precision: divide(right, predicted),
    recall: divide(right, support),
    f1: divide(2 * right, support + predicted),
  };
}
