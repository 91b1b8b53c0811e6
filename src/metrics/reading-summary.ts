/**
 * What a reader that may decline is worth on a set of images, of which some may show no digit: how many it reads right,
 * how many it accepts, and how many of these are right.
 * Source: R. El-Yaniv, Y. Wiener, "On the foundations of noise-free selective classification", JMLR 11 (2010).
 */
import { rangeError } from "../base/errors.ts";
import { calibrationError } from "./calibration-error.ts";
import type { CalibrationError } from "./calibration-error.ts";
import { riskCoverage } from "./risk-coverage.ts";
import type { RiskCoverage } from "./risk-coverage.ts";
import { wilsonInterval } from "./wilson.ts";
import type { Interval } from "./wilson.ts";

/** What became of one image. */
export interface ReadingOutcome {
  /** Whether the image shows a digit at all. */
  isDigit: boolean;
  /** Whether the best reading is that digit, whatever was decided; false for what is not a digit. */
  correct: boolean;
  /** Calibrated probability of the best reading, 0..1. */
  confidence: number;
  decision: "accept" | "review" | "reject";
}

/** A share of some images, with Wilson's 95 % interval. */
export interface MeasuredShare {
  /** How many of them. */
  right: number;
  /** Of how many. */
  of: number;
  /** `right / of`, 0..1. */
  share: number;
  interval: Interval;
}

/** Images of one decision. */
export interface DecisionCounts {
  count: number;
  digits: number;
  /** Digits whose best reading is right. */
  digitsRight: number;
  notDigits: number;
}

export interface ReadingSummary {
  count: number;
  digits: number;
  notDigits: number;
  /** Digits are right if their best reading is, whatever was decided; what is not a digit is right if it was rejected. */
  accuracy: MeasuredShare;
  accepted: number;
  /** Of the accepted images; one that is not a digit is wrong. Undefined if none was accepted. */
  accuracyAccepted?: MeasuredShare;
  reviewed: number;
  rejected: number;
  /** Images that are not digits and were accepted all the same. */
  notDigitsAccepted: number;
  decisions: Record<ReadingOutcome["decision"], DecisionCounts>;
  /** Of the best readings' confidences; what is not a digit is read wrong, whatever was decided. */
  calibration: CalibrationError;
  /** If the surest readings were accepted instead; what is not a digit is read wrong, whatever was decided. */
  riskCoverage: RiskCoverage;
}

/**
 * Sums up what a reader made of a set.
 *
 * ```ts
 * const { accuracy, accepted, accuracyAccepted } = summariseReadings(outcomes);
 * ```
 * @throws RangeError if there are no outcomes, a confidence is not 0..1, or what is not a digit is called correct
 */
export function summariseReadings(outcomes: readonly ReadingOutcome[]): ReadingSummary {
  checkOutcomes(outcomes);
  const decisions = {
    accept: countDecision(outcomes, "accept"),
    review: countDecision(outcomes, "review"),
    reject: countDecision(outcomes, "reject"),
  };
  const { accept, review, reject } = decisions;
  const count = outcomes.length;
  const right = accept.digitsRight + review.digitsRight + reject.digitsRight + reject.notDigits;
  const confidences = outcomes.map(({ confidence }) => confidence);
  const correct = outcomes.map((outcome) => outcome.correct);
  return {
    count,
    digits: accept.digits + review.digits + reject.digits,
    notDigits: accept.notDigits + review.notDigits + reject.notDigits,
    accuracy: measureShare(right, count),
    accepted: accept.count,
    ...(accept.count > 0 && { accuracyAccepted: measureShare(accept.digitsRight, accept.count) }),
    reviewed: review.count,
    rejected: reject.count,
    notDigitsAccepted: accept.notDigits,
    decisions,
    calibration: calibrationError(confidences, correct),
    riskCoverage: riskCoverage(confidences, correct),
  };
}

function countDecision(
  outcomes: readonly ReadingOutcome[],
  decision: ReadingOutcome["decision"],
): DecisionCounts {
  const own = outcomes.filter((outcome) => outcome.decision === decision);
  const digits = own.filter(({ isDigit }) => isDigit);
  return {
    count: own.length,
    digits: digits.length,
    digitsRight: digits.filter(({ correct }) => correct).length,
    notDigits: own.length - digits.length,
  };
}

function measureShare(right: number, of: number): MeasuredShare {
  return { right, of, share: right / of, interval: wilsonInterval(right, of) };
}

function checkOutcomes(outcomes: readonly ReadingOutcome[]): void {
  if (outcomes.length === 0) {
    throw rangeError({ what: "there are no outcomes", expected: "at least one", received: "none" });
  }
  const broken = outcomes.findIndex(({ isDigit, correct }) => correct && !isDigit);
  if (broken < 0) return;
  throw rangeError({
    what: `outcomes[${broken}] cannot be`,
    expected: "correct to be false where there is no digit to read",
    received: "isDigit false and correct true",
    mend: "Whether it was rejected is told by the decision.",
  });
}
