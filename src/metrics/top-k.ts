/** Top-k accuracy: the share of samples whose true class is among the k most probable. */
import { checkInteger } from "../base/guards.ts";
import type { NdArray } from "../base/shapes.ts";
import { checkProbabilities } from "./argmax.ts";
import { checkRowPerLabel } from "./labels.ts";
import type { Labels } from "./labels.ts";

/**
 * The share of samples whose true class is among the `k` most probable, 0..1. Of equal probabilities the lower class
 * goes first, so that `k = 1` is the accuracy of `argmaxRows`.
 * @param probabilities (N, C)
 * @throws RangeError if the sizes do not fit, k is not 1..C, or a label is not 0..C - 1
 */
export function topKAccuracy(truth: Labels, probabilities: NdArray, k: number): number {
  const [count, classCount] = checkProbabilities(probabilities);
  checkInteger("k", k, 1, classCount);
  checkRowPerLabel(truth, count);
  let hits = 0;
  for (let row = 0; row < count; row++) {
    const label = checkInteger(`truth[${row}]`, truth[row], 0, classCount - 1);
    const scores = probabilities.data.subarray(row * classCount, (row + 1) * classCount);
    if (rankOf(label, scores) < k) hits++;
  }
  return hits / count;
}

/** How many classes go before `label` when the scores are sorted, largest first and equal ones by class. */
function rankOf(label: number, scores: Float32Array): number {
  let ahead = 0;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] > scores[label] || (scores[i] === scores[label] && i < label)) ahead++;
  }
  return ahead;
}
