/** References of kernels/elementwise-losses.ts, in double precision: one row's mean loss, and its gradient. */
import type { RowLoss } from "./cross-entropy.ts";

const EPSILON = Math.fround(1e-7);
const LARGEST = Math.fround(1 - EPSILON);

/** Labels drawn towards one half. */
export function smoothedBinaryLabels(targets: number[], smoothing: number): number[] {
  return targets.map((t) => t * (1 - smoothing) + 0.5 * smoothing);
}

/** Of logits. */
export function sigmoidBinaryCrossEntropy(
  logits: number[],
  labels: number[],
  factor: number,
  smoothing = 0,
): RowLoss {
  const targets = smoothedBinaryLabels(labels, smoothing);
  const losses = logits.map((x, k) => Math.max(x, 0) - x * targets[k] + Math.log1p(Math.exp(-Math.abs(x))));
  const slopes = logits.map((x, k) => 1 / (1 + Math.exp(-x)) - targets[k]);
  return mean(losses, slopes, factor);
}

/** Of probabilities, kept within Keras's epsilon; beyond it the gradient is zero. */
export function binaryCrossEntropy(
  outputs: number[],
  labels: number[],
  factor: number,
  smoothing = 0,
): RowLoss {
  const targets = smoothedBinaryLabels(labels, smoothing);
  const p = outputs.map((y) => Math.min(LARGEST, Math.max(EPSILON, y)));
  const losses = p.map((y, k) => -targets[k] * Math.log(y) - (1 - targets[k]) * Math.log(1 - y));
  const slopes = p.map((y, k) => (y === outputs[k] ? (y - targets[k]) / (y * (1 - y)) : 0));
  return mean(losses, slopes, factor);
}

export function meanSquaredError(outputs: number[], targets: number[], factor: number): RowLoss {
  const differences = outputs.map((y, k) => y - targets[k]);
  return mean(
    differences.map((d) => d * d),
    differences.map((d) => 2 * d),
    factor,
  );
}

function mean(losses: number[], slopes: number[], factor: number): RowLoss {
  const width = losses.length;
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / width,
    delta: slopes.map((slope) => (slope * factor) / width),
  };
}
