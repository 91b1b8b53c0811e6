/** What a regularizer is: a penalty on a weight, which the loss grows by and the gradient follows. */
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";

/** Base of all regularizers. Addresses and counts may be of any whole block of a weight; its padding holds zeros. */
export abstract class Regularizer {
  /** Keras's class name: `"L2"`. */
  abstract readonly className: string;

  /** Adds the penalty's gradient to the gradients of `count` floats of a weight. */
  abstract addGradient(kernels: Kernels, gradients: number, weights: number, count: number): void;

  /** What `count` floats of a weight add to the loss. */
  abstract penalty(kernels: Kernels, weights: number, count: number): number;

  /** The regularizer's own options, under Keras's names. */
  protected abstract ownConfig(): JsonObject;

  /** Keras's serialised form. */
  serialise(): KerasObject {
    return {
      module: "keras.regularizers",
      class_name: this.className,
      config: this.ownConfig(),
      registered_name: null,
    };
  }
}
