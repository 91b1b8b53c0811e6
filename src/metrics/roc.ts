/**
 * How well a score tells two kinds of samples apart, such as digits from things that are none: the area under the
 * receiver operating characteristic, and the false positive rate at a given true positive rate (FPR95).
 * Method: the area is the Mann–Whitney statistic, the share of pairs in which the positive sample has the larger score;
 * pairs with equal scores count one half. Both are found from sorted scores.
 * Source: J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982);
 * FPR95: D. Hendrycks, K. Gimpel, "A baseline for detecting misclassified and out-of-distribution examples", ICLR 2017.
 */
import { checkNumber } from "../base/guards.ts";
import { checkScores } from "./outcomes.ts";
import type { ScoreList } from "./outcomes.ts";

/**
 * The area under the ROC curve (AUROC), 0..1: 1 if every positive sample has a larger score than every negative one,
 * 0.5 if scores say nothing.
 *
 * ```ts
 * rocAuc([0.9, 0.8, 0.4], [0.3, 0.4]); // 5.5 of 6 pairs: 0.9167
 * ```
 * @param positives scores of the positive samples, larger ones for more positive
 * @param negatives scores of the negative samples
 * @throws RangeError if a list is empty or holds something that is not a finite number
 */
export function rocAuc(positives: ScoreList, negatives: ScoreList): number {
  checkScores("positives", positives);
  checkScores("negatives", negatives);
  const sorted = Float64Array.from(negatives).sort();
  // Halves of pairs are counted as whole numbers, which are exact.
  let halves = 0;
  let below = 0;
  let upTo = 0;
  for (const score of Float64Array.from(positives).sort()) {
    while (below < sorted.length && sorted[below] < score) below++;
    while (upTo < sorted.length && sorted[upTo] <= score) upTo++;
    halves += below + upTo;
  }
  return halves / (2 * positives.length * negatives.length);
}

/**
 * The share of negative samples that pass the highest threshold which lets at least `truePositiveRate` of the positive
 * ones pass. A sample passes if its score is at least the threshold.
 * @param positives scores of the positive samples, larger ones for more positive
 * @param negatives scores of the negative samples
 * @param truePositiveRate 0..1, @default 0.95
 * @throws RangeError if a list is empty or holds something that is not a finite number, or the rate is not 0..1
 */
export function falsePositiveRateAt(
  positives: ScoreList,
  negatives: ScoreList,
  truePositiveRate = 0.95,
): number {
  checkScores("positives", positives);
  checkScores("negatives", negatives);
  checkNumber("truePositiveRate", truePositiveRate, 0, 1);
  const count = positives.length;
  let passing = Math.floor(truePositiveRate * count);
  // The product may be rounded to either side of a whole number; the quotients decide, as in scikit-learn.
  while (passing > 0 && (passing - 1) / count >= truePositiveRate) passing--;
  while (passing / count < truePositiveRate) passing++;
  if (passing === 0) return 0;
  const threshold = Float64Array.from(positives).sort()[count - passing];
  let passed = 0;
  for (const score of negatives) if (score >= threshold) passed++;
  return passed / negatives.length;
}
