/** References of kernels/cross-entropy.ts, in double precision: one row's loss, and its gradient times `factor`. */
import { softmax } from "./softmax.ts";

/** A row's loss and the gradient with respect to what the loss was computed from. */
export interface RowLoss {
  loss: number;
  delta: number[];
}

const EPSILON = Math.fround(1e-7);
const LARGEST = Math.fround(1 - EPSILON);

/** Of logits and a class number. */
export function softmaxCrossEntropy(logits: number[], truth: number, factor: number, smoothing = 0): RowLoss {
  const targets = logits.map((_, k) => (k === truth ? 1 : 0));
  return softmaxCrossEntropyRows(logits, targets, factor, smoothing);
}

/** Labels of which a share is spread evenly over all classes. */
export function smoothedLabels(targets: number[], smoothing: number): number[] {
  return targets.map((t) => t * (1 - smoothing) + smoothing / targets.length);
}

/** Of logits and a row of probabilities, which need not sum to one. */
export function softmaxCrossEntropyRows(
  logits: number[],
  labels: number[],
  factor: number,
  smoothing = 0,
): RowLoss {
  const targets = smoothedLabels(labels, smoothing);
  const p = softmax(logits);
  const max = Math.max(...logits);
  const logSum = max + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - max), 0));
  const weight = targets.reduce((sum, t) => sum + t, 0);
  return {
    loss: targets.reduce((sum, t, k) => sum + t * (logSum - logits[k]), 0),
    delta: p.map((probability, k) => (probability * weight - targets[k]) * factor),
  };
}

/** Of outputs that are divided by their sum and then kept within Keras's epsilon. */
export function crossEntropyRows(
  outputs: number[],
  labels: number[],
  factor: number,
  smoothing = 0,
): RowLoss {
  const targets = smoothedLabels(labels, smoothing);
  const sum = outputs.reduce((total, y) => total + y, 0);
  const p = outputs.map((y) => y / sum);
  const clipped = p.map((probability) => Math.min(LARGEST, Math.max(EPSILON, probability)));
  // d loss / d p, which is zero where p was clipped.
  const slopes = p.map((probability, k) => (probability === clipped[k] ? -targets[k] / probability : 0));
  const through = slopes.reduce((total, slope, k) => total + slope * p[k], 0);
  return {
    loss: targets.reduce((total, t, k) => total - t * Math.log(clipped[k]), 0),
    delta: slopes.map((slope) => ((slope - through) / sum) * factor),
  };
}
