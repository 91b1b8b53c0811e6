/** Accuracy: the share of samples whose predicted label is the true one. */
import { checkLabelPair } from "./labels.ts";
import type { Labels } from "./labels.ts";

/**
 * The share of right predictions, 0..1.
 * @throws RangeError if the lists are empty or differ in length
 */
export function accuracy(truth: Labels, predicted: Labels): number {
  checkLabelPair(truth, predicted);
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}
