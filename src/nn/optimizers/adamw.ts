/**
 * AdamW: Adam with weight decay that does not pass through the gradient.
 * Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019; details as in Keras 3.
 */
import { Adam, type AdamOptions } from "./adam.ts";

/** Options of `AdamW`: Adam's. */
export interface AdamWOptions extends AdamOptions {
  /** Share of each weight that a step takes off, times the learning rate. @default 0.004 */
  weightDecay?: number;
}

/** `new AdamW({ weightDecay: 0.02, excludeFromWeightDecay: ["bias", "gamma", "beta"] })`. */
export class AdamW extends Adam {
  override readonly className = "AdamW";
  override readonly name = "adam_w";

  constructor({ weightDecay = 0.004, ...options }: AdamWOptions = {}) {
    super({ ...options, weightDecay });
  }
}
