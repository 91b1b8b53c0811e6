/** One layer at work: what a layer's `plan` returns, and what the network runs. */
import type { Arena } from "./arena.ts";
import type { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";

/** What a layer is given to plan its stage with. */
export interface PlanContext {
  arena: Arena;
  /** The most rows (examples) a batch will have. */
  rows: number;
  input: Flow;
  /** Addresses of the layer's weights, in the order of its `weightSpecs`. */
  weights: readonly number[];
  /** Addresses of their gradients, likewise; undefined where the network will only predict. */
  gradients?: readonly number[];
  /** True for the last layer: its activation is left to the network, which may fuse it with the loss. */
  deferActivation: boolean;
}

/** Facts of one step that a stage may need. */
export interface StepFacts {
  /** Whether this is a training step: dropout drops only then. */
  training: boolean;
  /** A number that no other (step, layer) of this fit has: the key of dropout's mask. */
  key: number;
}

/**
 * A layer's work on one batch. Rows are independent of each other in `forward` and `backward`, so these take any
 * range of rows; `gradient` needs all rows. However the rows are cut, every sum is made in the same order.
 */
export interface Stage {
  readonly output: Flow;
  /** Once a step, before `forward`: packs what has changed with the weights. */
  prepare?(kernels: Kernels, training: boolean): void;
  /** Input values to output values. */
  forward(kernels: Kernels, from: number, to: number, facts: StepFacts): void;
  /** Output delta to input delta, where the input is differentiable. */
  backward(kernels: Kernels, from: number, to: number, facts: StepFacts): void;
  /**
   * Weight gradients, overwritten, from all rows of the batch; piece by piece, each handed to `update` while it is
   * still in the cache. By then nothing reads those weights any more.
   */
  gradient?(kernels: Kernels, rows: number, update: UpdateWeights): void;
}

/** Takes one optimizer step with the gradients of `count` weights that begin at an address. */
export type UpdateWeights = (weights: number, count: number) => void;
