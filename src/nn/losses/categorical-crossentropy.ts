/**
 * Categorical cross-entropy: -sum of t ln p. Behind a softmax, both are computed from the logits at once, which
 * is more exact, and the gradient is p - t.
 */
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { checkSmoothing, Loss, type LossBuffers, type SmoothingOptions } from "./loss.ts";

/**
 * For one-hot labels, or rows of probabilities. `new CategoricalCrossentropy({ labelSmoothing: 0.1 })` trains towards
 * 0.91 for the true one of ten classes and 0.01 for each other.
 */
export class CategoricalCrossentropy extends Loss {
  readonly className = "CategoricalCrossentropy";
  readonly name = "categorical_crossentropy";
  readonly labels = "one-hot";
  readonly fusedActivation = "softmax";
  readonly labelSmoothing: number;

  /** @throws RangeError if `labelSmoothing` is not from 0 to 1 */
  constructor({ labelSmoothing = 0 }: SmoothingOptions = {}) {
    super();
    this.labelSmoothing = checkSmoothing(labelSmoothing);
  }

  apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void {
    applyCrossEntropy(kernels, buffers, fused, this.labelSmoothing, from, to);
  }

  protected ownConfig(): JsonObject {
    return { from_logits: false, label_smoothing: this.labelSmoothing, axis: -1 };
  }
}

/** For integer labels; as in Keras, without smoothing. */
export class SparseCategoricalCrossentropy extends Loss {
  readonly className = "SparseCategoricalCrossentropy";
  readonly name = "sparse_categorical_crossentropy";
  readonly labels = "integer";
  readonly fusedActivation = "softmax";

  apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void {
    applyCrossEntropy(kernels, buffers, fused, 0, from, to);
  }

  protected ownConfig(): JsonObject {
    return { from_logits: false, ignore_class: null };
  }
}

function applyCrossEntropy(
  kernels: Kernels,
  { delta, rowLoss, outputs, targets, targetKind, factor, width, stride }: LossBuffers,
  fused: boolean,
  smoothing: number,
  from: number,
  to: number,
): void {
  const ofLogits = targetKind === "classes" ? kernels.softmaxCrossEntropy : kernels.softmaxCrossEntropyRows;
  const kernel = fused ? ofLogits : kernels.crossEntropyRows;
  kernel(delta, rowLoss, outputs, targets, factor, smoothing, width, stride, from, to);
}
