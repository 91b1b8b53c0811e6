/**
 * Categorical cross-entropy. The first two kernels take logits and fuse softmax, loss and gradient:
 * d loss / d logit = (p - t) * factor, with `factor` = 1 / (examples of the batch).
 * Each example's loss goes into `rowLoss` (N f64), to be summed in order.
 *
 * With label smoothing s, a target t of K classes counts as t (1 - s) + s / K. Both numbers are rounded once; with s = 0
 * they are 1 and 0, which change no bit.
 */
import { log1 } from "./math";
import { exponentials, rowMax } from "./softmax";

/** Keras's epsilon: probabilities are kept within [1e-7, 1 - 1e-7] where a logarithm is taken of them. */
const EPSILON: f32 = 1e-7;

/** Targets are class numbers. */
export function softmaxCrossEntropy(
  delta: usize, rowLoss: usize, // (N, stride), (N) f64, overwritten
  logits: usize, classes: usize, // (N, stride), (N) i32
  factor: f32, smoothing: f64, width: i32, stride: i32, from: i32, to: i32,
): void {
  const keep = 1.0 - smoothing;
  const spread = smoothing / <f64>width;
  const others = <f32>spread * factor;
  const own = <f32>keep * factor;
  for (let n = from; n < to; n++) {
    const row = logits + (<usize>n * <usize>stride << 2);
    const target = delta + (<usize>n * <usize>stride << 2);
    const truth = <usize>load<i32>(classes + (<usize>n << 2));
    const max = <f64>rowMax(row, width);
    let margin = max - <f64>load<f32>(row + (truth << 2));
    if (smoothing != 0.0) {
      let margins: f64 = 0.0;
      for (let k = 0; k < width; k++) margins += max - <f64>load<f32>(row + (<usize>k << 2));
      margin = keep * margin + spread * margins;
    }
    const sum = exponentials(target, row, width);
    store<f64>(rowLoss + (<usize>n << 3), log1(<f64>sum) + margin);
    const share = factor / sum;
    for (let k = 0; k < width; k++) {
      const at = target + (<usize>k << 2);
      store<f32>(at, load<f32>(at) * share - others);
    }
    const hit = target + (truth << 2);
    store<f32>(hit, load<f32>(hit) - own);
  }
}

/** Targets are rows of probabilities, (N, stride). */
export function softmaxCrossEntropyRows(
  delta: usize, rowLoss: usize, logits: usize, targets: usize, // (N, stride), (N) f64, (N, stride), (N, stride)
  factor: f32, smoothing: f64, width: i32, stride: i32, from: i32, to: i32,
): void {
  const keep = <f32>(1.0 - smoothing);
  const spread = <f32>(smoothing / <f64>width);
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    const max = rowMax(logits + shift, width);
    const sum = exponentials(delta + shift, logits + shift, width);
    const logSum = log1(<f64>sum) + <f64>max;
    let loss: f64 = 0.0;
    let weight: f32 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      const t = load<f32>(targets + at) * keep + spread;
      weight += t;
      loss += <f64>t * (logSum - <f64>load<f32>(logits + at));
    }
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      const t = load<f32>(targets + at) * keep + spread;
      store<f32>(delta + at, ((load<f32>(delta + at) / sum) * weight - t) * factor);
    }
    store<f64>(rowLoss + (<usize>n << 3), loss);
  }
}

/** From probabilities that do not come from a softmax: each row is divided by its sum first, as Keras does. */
export function crossEntropyRows(
  delta: usize, rowLoss: usize, outputs: usize, targets: usize, // (N, stride), (N) f64, (N, stride), (N, stride)
  factor: f32, smoothing: f64, width: i32, stride: i32, from: i32, to: i32,
): void {
  const keep = <f32>(1.0 - smoothing);
  const spread = <f32>(smoothing / <f64>width);
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    let sum: f32 = 0.0;
    let weight: f32 = 0.0;
    for (let k = 0; k < width; k++) sum += load<f32>(outputs + shift + (<usize>k << 2));
    let loss: f64 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      const t = load<f32>(targets + at) * keep + spread;
      const p = load<f32>(outputs + at) / sum;
      const inside = p > EPSILON && p < <f32>1.0 - EPSILON;
      const clipped: f32 = inside ? p : p > EPSILON ? <f32>1.0 - EPSILON : EPSILON;
      loss -= <f64>t * log1(<f64>clipped);
      // Through the clipping nothing flows back; through the division by the sum, below, it does.
      store<f32>(delta + at, inside ? -t / p : 0.0);
      weight += inside ? t : 0.0;
    }
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      store<f32>(delta + at, ((load<f32>(delta + at) + weight) / sum) * factor);
    }
    store<f64>(rowLoss + (<usize>n << 3), loss);
  }
}
