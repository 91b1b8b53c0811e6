/** What a loss is to the engine: a kernel that gives each example's loss and the gradient of their mean. */
import { rangeError } from "../../base/errors.ts";
import { checkNumber } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
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
  /** Class numbers, (N) i32, or rows, (N, targetStride). */
  targets: number;
  targetKind: TargetKind;
  /** Numbers of one example's target, and floats from one to the next. */
  targetWidth: number;
  targetStride: number;
  /** The `scratchBytes` of the calling thread. */
  scratch: number;
  /** 1 / (examples of the batch). */
  factor: number;
  /** Shape of one example's outputs, and how many they are. */
  outputShape: Shape;
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
  abstract readonly labels: "integer" | "one-hot" | "values" | "sequence";
  /** The activation whose gradient the loss can take over, if the network ends in it. */
  abstract readonly fusedActivation: "softmax" | "sigmoid" | null;

  /** Whether an example is right or wrong by its largest output. */
  get hasAccuracy(): boolean {
    return this.labels !== "sequence";
  }

  /** Bytes that each thread needs to work in. */
  scratchBytes(_outputShape: Shape, _targetWidth: number): number {
    return 0;
  }

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

/** @throws RangeError if the loss has no accuracy to be measured */
export function checkAccuracy(loss: Loss): void {
  if (loss.hasAccuracy) return;
  throw rangeError({
    what: `the loss ${loss.name} has no accuracy`,
    expected: "no metrics",
    received: '"accuracy"',
    mend: "Leave the metrics out, and compare the labels with what predict's outputs decode to.",
  });
}
