/**
 * Losses that are a mean over a row's outputs. `factor` = 1 / (examples of the batch); each example's loss goes into
 * `rowLoss` (N f64). Targets are rows, (N, stride). With label smoothing s, a target t counts as t (1 - s) + s / 2.
 */
import { exp1, log1 } from "./math";

/** Keras's epsilon, see cross-entropy.ts. */
const EPSILON: f32 = 1e-7;

/** Binary cross-entropy of logits, fused with the sigmoid: d = (sigmoid(x) - t) * factor / width. */
export function sigmoidBinaryCrossEntropy(
  delta: usize, rowLoss: usize, logits: usize, targets: usize,
  factor: f32, smoothing: f64, width: i32, stride: i32, from: i32, to: i32,
): void {
  const keep = <f32>(1.0 - smoothing);
  const half = <f32>(0.5 * smoothing);
  for (let n = from; n < to; n++) {
    let loss: f64 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = (<usize>n * <usize>stride + <usize>k) << 2;
      const x = load<f32>(logits + at);
      const t = load<f32>(targets + at) * keep + half;
      loss += <f64>max<f32>(x, 0.0) - <f64>x * <f64>t + log1(1.0 + <f64>exp1(-abs<f32>(x)));
      store<f32>(delta + at, (<f32>1.0 / (<f32>1.0 + exp1(-x)) - t) * (factor / <f32>width));
    }
    store<f64>(rowLoss + (<usize>n << 3), loss / <f64>width);
  }
}

/** Binary cross-entropy of probabilities, kept within Keras's epsilon. */
export function binaryCrossEntropy(
  delta: usize, rowLoss: usize, outputs: usize, targets: usize,
  factor: f32, smoothing: f64, width: i32, stride: i32, from: i32, to: i32,
): void {
  const keep = <f32>(1.0 - smoothing);
  const half = <f32>(0.5 * smoothing);
  for (let n = from; n < to; n++) {
    let loss: f64 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = (<usize>n * <usize>stride + <usize>k) << 2;
      const y = load<f32>(outputs + at);
      const t = load<f32>(targets + at) * keep + half;
      const p = max<f32>(EPSILON, min<f32>(<f32>1.0 - EPSILON, y));
      loss -= <f64>t * log1(<f64>p) + (1.0 - <f64>t) * log1(1.0 - <f64>p);
      const slope: f32 = p == y ? (p - t) / (p * (<f32>1.0 - p)) : 0.0;
      store<f32>(delta + at, slope * (factor / <f32>width));
    }
    store<f64>(rowLoss + (<usize>n << 3), loss / <f64>width);
  }
}

/** Mean squared error: d = 2 (y - t) * factor / width. */
export function meanSquaredError(
  delta: usize, rowLoss: usize, outputs: usize, targets: usize, factor: f32, width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    let loss: f64 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = (<usize>n * <usize>stride + <usize>k) << 2;
      const difference = load<f32>(outputs + at) - load<f32>(targets + at);
      loss += <f64>difference * <f64>difference;
      store<f32>(delta + at, <f32>2.0 * difference * (factor / <f32>width));
    }
    store<f64>(rowLoss + (<usize>n << 3), loss / <f64>width);
  }
}
