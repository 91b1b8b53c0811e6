/** What a loss is to the engine: a kernel that gives each example's loss and the gradient of their mean. */
import type { Kernels } from "../engine/kernels.ts";

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

export interface Loss {
  /** Keras's name. */
  readonly name: string;
  /** What labels the loss is defined for. */
  readonly labels: "integer" | "one-hot" | "values";
  /** The activation whose gradient the loss can take over, if the network ends in it. */
  readonly fusedActivation: "softmax" | "sigmoid" | null;
  /** Losses and gradients of the rows `from` to `to`. */
  apply(kernels: Kernels, buffers: LossBuffers, fused: boolean, from: number, to: number): void;
}
