/** Options and results of `Sequential`'s methods. */
import type { LossName } from "./losses/get-loss.ts";
import type { Loss } from "./losses/loss.ts";
import type { OptimizerName } from "./optimizers/get-optimizer.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** Options of `Sequential`. */
export interface SequentialOptions {
  /** @default "sequential" */
  name?: string;
  /** Seed of the weights, and of `fit` unless it is given another. @default 0 */
  seed?: number;
}

/** Options of `compile`. */
export interface CompileOptions {
  /** @default "rmsprop" */
  optimizer?: Optimizer | OptimizerName;
  /** A name, or a loss with options: `new CategoricalCrossentropy({ labelSmoothing: 0.1 })`. */
  loss: LossName | Loss;
  /** Not for the loss `ctc`, which has no accuracy. @default none */
  metrics?: readonly "accuracy"[];
}

/** Options of `evaluate`. */
export interface EvaluateOptions {
  /** 0 prints nothing, 1 a bar, 2 a line. @default 1 */
  verbose?: 0 | 1 | 2;
}

/** What `evaluate` returns: means over the examples. */
export interface Evaluation {
  loss: number;
  /** Share of the examples that are right, 0..1. Measured whether or not `compile` asked for it; NaN for the loss `ctc`. */
  accuracy: number;
}
