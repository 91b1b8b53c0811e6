/** The samples a classifier got wrong, the most confident mistakes first: where looking pays most. */
import type { NdArray } from "../base/shapes.ts";
import { argmaxRows } from "./argmax.ts";
import { checkRowPerLabel } from "./labels.ts";
import type { Labels } from "./labels.ts";

/** One wrong prediction. */
export interface Misread {
  /** Which sample. */
  index: number;
  truth: number;
  predicted: number;
  /** The probability given to the predicted class, 0..1. */
  probability: number;
}

/**
 * Every sample whose most probable class is not the true one, by falling probability of the wrong class.
 * @param probabilities (N, C)
 * @throws RangeError if there is not a row of probabilities for each label
 */
export function findMisreads(truth: Labels, probabilities: NdArray): Misread[] {
  const predicted = argmaxRows(probabilities);
  checkRowPerLabel(truth, predicted.length);
  const classCount = probabilities.shape[1];
  const misreads: Misread[] = [];
  predicted.forEach((label, index) => {
    if (label === truth[index]) return;
    const probability = probabilities.data[index * classCount + label];
    misreads.push({ index, truth: truth[index], predicted: label, probability });
  });
  return misreads.sort((a, b) => b.probability - a.probability || a.index - b.index);
}
