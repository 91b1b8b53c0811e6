/** One layer at work: what a layer's `plan` returns, and what the network runs. */
import type { Shape } from "../../base/shapes.ts";
import type { Arena } from "./arena.ts";
import type { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { Part } from "./part.ts";

/** What a layer is given to plan its stage with. */
export interface PlanContext {
  arena: Arena;
  /** The most rows (examples) a batch will have. */
  rows: number;
  /** Threads that will share the work; each needs a place of its own for what it keeps to itself. */
  threads: number;
  input: Flow;
  /** Shape of one example, without padding, before and behind the layer. */
  inputShape: Shape;
  outputShape: Shape;
  /** Addresses of the layer's weights, in the order of its `weightSpecs`. */
  weights: readonly number[];
  /** Addresses of their gradients, likewise; undefined where the network will only predict. */
  gradients?: readonly number[];
  /** True for the last layer: its activation is left to the network, which may fuse it with the loss. */
  deferActivation: boolean;
  /** A number that no other layer of the network has: mixed into the step's key. */
  salt: number;
}

/** Facts of one step that a stage may need. */
export interface StepFacts {
  /** Whether this is a training step: dropout drops only then. */
  training: boolean;
  /** A number that no other step of this fit has: the key of its random numbers. */
  key: number;
  /** Rows of the whole batch. */
  rows: number;
  /** Which thread this is. */
  part: Part;
}

/** Works on the rows `from` to `to` of a batch; where all rows are taken at once, a thread's first is a multiple of 4. */
export type RowPass = (kernels: Kernels, from: number, to: number, facts: StepFacts) => void;

/**
 * A layer's work on one batch. Rows are independent of each other in every row pass, so these take any range of rows;
 * weights are in `gradient`, so that takes any share of them. However the work is cut, every sum is made in the same
 * order.
 */
export interface Stage {
  readonly output: Flow;
  /**
   * Whether all rows are taken at once, and not a block of them: because the weights should be read once for all, or because
   * the kernels take four rows at a time.
   */
  takesAllRows?: boolean;
  /** When the whole network is planned, and every flow knows what is asked of it. */
  finishPlan?(): void;
  /**
   * When weights have changed: brings what is derived from them up to date. A thread's share reads no weights but
   * those that its share of `gradient` updates.
   */
  prepare?(kernels: Kernels, part: Part): void;
  /** What `forward` needs of other rows than its own; the threads meet behind it. Training steps only. */
  beforeForward?: RowPass;
  /** Input values to output values. */
  forward: RowPass;
  /** What `backward` needs of other rows than its own; the threads meet behind it. */
  beforeBackward?: RowPass;
  /** Output delta to input delta, where the input is differentiable. */
  backward: RowPass;
  /**
   * Weight gradients, overwritten, from all rows of the batch; piece by piece, each handed to `update` while it is
   * still in the cache. By then nothing reads those weights any more. A thread does its share: `facts.part`.
   */
  gradient?(kernels: Kernels, facts: StepFacts, update: UpdateWeights): void;
}

/** Takes one optimizer step with the gradients of `count` floats of one weight that begin at an address. */
export type UpdateWeights = (weights: number, count: number) => void;
