/** Binary cross-entropy: the mean of -t ln y - (1 - t) ln(1 - y) over a row's outputs. */
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { checkSmoothing, Loss, type LossBuffers, type SmoothingOptions } from "./loss.ts";

/** `new BinaryCrossentropy({ labelSmoothing: 0.1 })` trains towards 0.05 and 0.95 instead of 0 and 1. */
export class BinaryCrossentropy extends Loss {
  readonly className = "BinaryCrossentropy";
  readonly name = "binary_crossentropy";
  readonly labels = "values";
  readonly fusedActivation = "sigmoid";
  readonly labelSmoothing: number;

  /** @throws RangeError if `labelSmoothing` is not from 0 to 1 */
  constructor({ labelSmoothing = 0 }: SmoothingOptions = {}) {
    super();
    this.labelSmoothing = checkSmoothing(labelSmoothing);
  }

  apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void {
    const { delta, rowLoss, outputs, targets, factor, width, stride } = buffers;
    const kernel = fused ? kernels.sigmoidBinaryCrossEntropy : kernels.binaryCrossEntropy;
    kernel(delta, rowLoss, outputs, targets, factor, this.labelSmoothing, width, stride, from, to);
  }

  protected ownConfig(): JsonObject {
    return { from_logits: false, label_smoothing: this.labelSmoothing, axis: -1 };
  }
}
