/** What a loss is to the engine: a kernel that gives each example's loss and the gradient of their mean. */
import { checkNumber } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";

/** Addresses and sizes that a loss works on. */
export interface LossBuffers {
  /** Gradient with respect to the outputs (or to the logits, if fused), (N, stride), overwritten. */
  delta: number;
  /** Each example's loss, (N) f64, overwritten. */
  rowLoss: number;
  /** The network's outputs (or its logits, if fused), (N, stride). */
  outputs: number;
  /** Class numbers, (N) i32, or rows, (N, stride). */
  targets: number;
  targetKind: TargetKind;
  /** 1 / (examples of the batch). */
  factor: number;
  width: number;
  stride: number;
}

/** How the truth is given: a class number an example, or a row of numbers an example. */
export type TargetKind = "classes" | "rows";

/** Options of losses that can soften their labels. */
export interface SmoothingOptions {
  /** Share of each label that is spread over all classes, 0..1. @default 0 */
  labelSmoothing?: number;
}

/** Base of all losses. */
export abstract class Loss {
  /** Keras's class name: `"CategoricalCrossentropy"`. */
  abstract readonly className: string;
  /** Keras's name: `"categorical_crossentropy"`. */
  abstract readonly name: string;
  /** What labels the loss is defined for. */
  abstract readonly labels: "integer" | "one-hot" | "values";
  /** The activation whose gradient the loss can take over, if the network ends in it. */
  abstract readonly fusedActivation: "softmax" | "sigmoid" | null;

  /** Losses and gradients of the rows `from` to `to`. */
  abstract apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void;

  /** The loss's own options, under Keras's names. */
  protected abstract ownConfig(): JsonObject;

  /** Keras's `get_config()`. */
  getConfig(): JsonObject {
    return { name: this.name, reduction: "sum_over_batch_size", ...this.ownConfig() };
  }

  /** Keras's serialised form. */
  serialise(): KerasObject {
    return {
      module: "keras.losses",
      class_name: this.className,
      config: this.getConfig(),
      registered_name: null,
    };
  }
}

/** @throws RangeError if it is not from 0 to 1 */
export function checkSmoothing(labelSmoothing: number): number {
  return checkNumber("labelSmoothing", labelSmoothing, 0, 1);
}
