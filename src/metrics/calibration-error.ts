/**
 * Expected calibration error (ECE): how far a classifier's confidence is from the share that it reads right. Samples
 * are put into bins of equal width by their confidence; the error is the mean over the samples of the distance between
 * their bin's accuracy and its mean confidence.
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.
 */
import { rangeError } from "../base/errors.ts";
import { checkInteger, show } from "../base/guards.ts";
import { checkScoredOutcomes } from "./outcomes.ts";
import type { Outcomes, ScoreList } from "./outcomes.ts";
import { wilsonInterval } from "./wilson.ts";
import type { Interval } from "./wilson.ts";

/** The samples whose confidence is above `low` and at most `high` (the first bin holds 0 too). All shares are 0..1. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** What its samples showed; undefined where there are none. */
  measured?: {
    /** Mean confidence. */
    confidence: number;
    /** Share that was read right. */
    accuracy: number;
    /** Where the true accuracy lies, with 95 % confidence. */
    interval: Interval;
  };
}

export interface CalibrationError {
  /** The expected calibration error, 0..1. */
  error: number;
  /** The bins of the reliability diagram, ascending, empty ones too. */
  bins: ReliabilityBin[];
}

export interface CalibrationErrorOptions {
  /** Number of bins of equal width, 1..1000. @default 15 */
  bins?: number;
}

/**
 * Measures how well confidences are calibrated.
 *
 * ```ts
 * const { error, bins } = calibrationError(confidences, predicted.map((label, i) => label === truth[i]));
 * ```
 * @param confidences N probabilities of the predicted class, 0..1
 * @param correct whether each of the N predictions was right
 * @throws RangeError if the lists are empty, differ in length, or a confidence is not 0..1
 */
export function calibrationError(
  confidences: ScoreList,
  correct: Outcomes,
  options: CalibrationErrorOptions = {},
): CalibrationError {
  const binCount = checkInteger("bins", options.bins ?? 15, 1, 1000);
  checkScoredOutcomes("confidences", confidences, correct);
  checkShares(confidences);
  const counts = new Int32Array(binCount);
  const rights = new Int32Array(binCount);
  const sums = new Float64Array(binCount);
  for (let i = 0; i < confidences.length; i++) {
    const bin = binOf(confidences[i], binCount);
    counts[bin]++;
    sums[bin] += confidences[i];
    if (correct[i]) rights[bin]++;
  }
  let distance = 0;
  for (let bin = 0; bin < binCount; bin++) distance += Math.abs(rights[bin] - sums[bin]);
  const bins = Array.from(counts, (count, bin): ReliabilityBin => {
    const place = { low: bin / binCount, high: (bin + 1) / binCount, count };
    if (count === 0) return place;
    const measured = {
      confidence: sums[bin] / count,
      accuracy: rights[bin] / count,
      interval: wilsonInterval(rights[bin], count),
    };
    return { ...place, measured };
  });
  return { error: distance / confidences.length, bins };
}

/** The bin whose upper edge is the first that is not below the confidence. The product's rounding is put right. */
function binOf(confidence: number, binCount: number): number {
  const bin = Math.max(0, Math.ceil(confidence * binCount) - 1);
  if (confidence > (bin + 1) / binCount) return bin + 1;
  return bin > 0 && confidence <= bin / binCount ? bin - 1 : bin;
}

function checkShares(confidences: ScoreList): void {
  const broken = Array.prototype.findIndex.call(confidences, (share: number) => share < 0 || share > 1);
  if (broken >= 0) {
    throw rangeError({
      what: `confidences[${broken}] is not a probability`,
      expected: "a number from 0 to 1",
      received: show(confidences[broken]),
      mend: "Logits become probabilities through applyTemperature(logits, 1).",
    });
  }
}
