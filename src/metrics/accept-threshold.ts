/**
 * From which confidence on readings may be accepted, if at most so large a share of the accepted may be wrong.
 *
 * Method: risk control by testing ("learn then test"). Twenty thresholds, which accept one, two, … twenty twentieths of the
 * calibration samples, are tested one after the other, from the first on that accepts three times as many as must be right to pass
 * with none wrong, or half of all, since fewer tell too little; one passes if, were the error rate as large as `maxError`, so few wrong ones among
 * its accepted would be seen with a probability of at most 0.01 (exact binomial test). At the first that fails the tests end, and the
 * last that passed is chosen: in a sequence fixed beforehand no correction for many tests is needed. So in 99 of 100 calibrations the share of wrong ones among all that is accepted later is at most `maxError`.
 * Source: A. N. Angelopoulos, S. Bates, E. J. Candès, M. I. Jordan, L. Lei, "Learn then test: calibrating predictive algorithms to
 * achieve risk control", Annals of Applied Statistics 19 (2025). Conformal risk control, of the same authors, bounds risks that fall
 * with the threshold; the share of wrong ones among the accepted need not, and its simple form was seen to exceed its bound.
 *
 * What it rests on: that what is read later is like the calibration samples, drawn from the same pile. On harder pictures more of
 * the accepted are wrong.
 */
import { checkNumber } from "../base/guards.ts";
import { exp, log } from "../base/portable-math.ts";
import type { Outcomes, ScoreList } from "./outcomes.ts";
import { riskCoverage } from "./risk-coverage.ts";

/** How often the promise may be broken, over calibrations. */
const FAILURES = 0.01;
/** How many thresholds are tested. */
const TESTS = 20;
/** The first accepts so many times the samples that would have to be right without exception, or half of all. */
const FIRST = 3;

export interface AcceptThreshold {
  /** The least confidence that is accepted; Infinity where nothing may be. */
  threshold: number;
  /** Share of the calibration samples that it accepts, 0..1. */
  coverage: number;
  /** Share of those that are wrong, 0..1. */
  risk: number;
  /** Number of calibration samples. */
  count: number;
}

/**
 * Chooses the threshold that accepts most.
 * @param confidences of N calibration samples that were not used otherwise, finite, larger the surer
 * @param correct whether each of them was read right
 * @param maxError share of the accepted that may be wrong, above 0 and below 1
 * @throws RangeError if the lists are empty, differ in length or hold something else, or maxError is no such share
 */
export function chooseAcceptThreshold(
  confidences: ScoreList,
  correct: Outcomes,
  maxError: number,
): AcceptThreshold {
  checkNumber("maxError", maxError, Number.MIN_VALUE, 1 - Number.EPSILON);
  const { points } = riskCoverage(confidences, correct);
  const count = confidences.length;
  const shares = Array.from({ length: TESTS }, (_, i) => (i + 1) / TESTS);
  const least = Math.ceil(log(FAILURES) / log(1 - maxError));
  const first = Math.min(FIRST * least, Math.max(least, count / 2));
  let chosen = { threshold: Infinity, coverage: 0, risk: 0 };
  for (const share of shares) {
    const point = points.findLast(({ coverage }) => coverage <= share + 1e-9);
    const accepted = Math.round((point?.coverage ?? 0) * count);
    if (point === undefined || accepted < first) continue;
    if (binomialTail(Math.round(point.risk * accepted), accepted, maxError) > FAILURES) break;
    chosen = point;
  }
  return { ...chosen, count };
}

/** The probability of at most `most` wrong ones among `trials`, each wrong with the probability `rate`. */
function binomialTail(most: number, trials: number, rate: number): number {
  let logTerm = trials * log(1 - rate);
  let sum = exp(logTerm);
  for (let k = 1; k <= most; k++) {
    logTerm += log(((trials - k + 1) * rate) / (k * (1 - rate)));
    sum += exp(logTerm);
  }
  return Math.min(1, sum);
}
