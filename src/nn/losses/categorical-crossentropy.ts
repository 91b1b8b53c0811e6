/**
 * Categorical cross-entropy: -sum of t ln p. Behind a softmax, both are computed from the logits at once, which
 * is more exact, and the gradient is p - t.
 */
import type { Kernels } from "../engine/kernels.ts";
import type { Loss, LossBuffers } from "./loss.ts";

function apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void {
  const { delta, rowLoss, outputs, targets, factor, width, stride } = buffers;
  const kernel = fused
    ? buffers.targetKind === "classes"
      ? kernels.softmaxCrossEntropy
      : kernels.softmaxCrossEntropyRows
    : kernels.crossEntropyRows;
  kernel(delta, rowLoss, outputs, targets, factor, width, stride, from, to);
}

/** For one-hot labels, or rows of probabilities. */
export const categoricalCrossentropy: Loss = {
  name: "categorical_crossentropy",
  labels: "one-hot",
  fusedActivation: "softmax",
  apply,
};

/** For integer labels. */
export const sparseCategoricalCrossentropy: Loss = {
  name: "sparse_categorical_crossentropy",
  labels: "integer",
  fusedActivation: "softmax",
  apply,
};
