/**
 * Risk and coverage: if only the surest samples are accepted and the rest is left to a person, how many of the accepted
 * ones are wrong?
 * Method: samples sorted by confidence; samples of equal confidence are accepted together. The area under the curve
 * (AURC) is the mean risk over the N coverages 1/N, 2/N, … 1; within a tie it takes the mean over all orders of it.
 * Source: Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty estimation for deep neural classifiers", ICLR 2019.
 */
import { checkScoredOutcomes } from "./outcomes.ts";
import type { Outcomes, ScoreList } from "./outcomes.ts";

/** What accepting every sample with at least this confidence means. */
export interface RiskCoveragePoint {
  /** The least confidence that is accepted. */
  threshold: number;
  /** Share of the samples that are accepted, above 0 and at most 1. */
  coverage: number;
  /** Share of the accepted samples that are wrong, 0..1. */
  risk: number;
}

export interface RiskCoverage {
  /** One point for each confidence that occurs, the largest first: coverage rises to 1. */
  points: RiskCoveragePoint[];
  /** Area under the curve, 0..1; the share of wrong samples if confidence says nothing, and less the better it sorts. */
  area: number;
}

/**
 * Measures how well confidence tells right samples from wrong ones.
 *
 * ```ts
 * const { points } = riskCoverage(confidences, correct);
 * const most = points.findLast(({ risk }) => risk <= 0.001); // what may be accepted at one error in a thousand
 * ```
 * @param confidences N finite numbers, larger the surer; they need not be probabilities
 * @param correct whether each of the N samples was read right
 * @throws RangeError if the lists are empty, differ in length, or a confidence is not a finite number
 */
export function riskCoverage(confidences: ScoreList, correct: Outcomes): RiskCoverage {
  checkScoredOutcomes("confidences", confidences, correct);
  const count = confidences.length;
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => confidences[b] - confidences[a]);
  const points: RiskCoveragePoint[] = [];
  let area = 0;
  let wrong = 0;
  for (let start = 0, end = 0; start < count; start = end) {
    const threshold = confidences[order[start]];
    let tiedWrong = 0;
    for (; end < count && confidences[order[end]] === threshold; end++) if (!correct[order[end]]) tiedWrong++;
    const tied = end - start;
    for (let k = 1; k <= tied; k++) area += (wrong + (tiedWrong * k) / tied) / (start + k);
    wrong += tiedWrong;
    points.push({ threshold, coverage: end / count, risk: wrong / end });
  }
  return { points, area: area / count };
}
