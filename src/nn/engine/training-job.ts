/** A fit as plain data: what crosses to the training thread. Both sides plan the same memory from it. */
import type { AugmentationOptions } from "../../data/augmentation.ts";
import type { Shape } from "../../base/shapes.ts";
import type { TargetKind } from "../losses/loss.ts";
import type { CompileConfig, KerasObject } from "../model-record.ts";
import type { ExamplesFacts } from "./examples.ts";

/** Everything about a fit but the numbers themselves. */
export interface TrainingJob {
  layers: readonly KerasObject[];
  inputShape: Shape;
  compile: CompileConfig;
  training: ExamplesFacts;
  validation?: ExamplesFacts;
  targetKind: TargetKind;
  /** Numbers of one example's label. */
  targetWidth: number;
  batchSize: number;
  shuffle: boolean;
  seed: number;
  /** Threads that share the work; the result does not depend on it. */
  threads: number;
  sparseInput: boolean;
  /** How the training images are augmented, if they are. */
  augmentation?: AugmentationJob;
}

/** Images of a size, and the settings to augment them by. */
export interface AugmentationJob {
  height: number;
  width: number;
  settings: AugmentationOptions;
}

/** What the main thread asks for. */
export interface EpochRequest {
  /** Counted from 0. */
  epoch: number;
  learningRate: number;
  /** Optimizer steps taken before this epoch. */
  iterations: number;
}

/** Means over the examples so far. */
export interface Figures {
  loss: number;
  accuracy: number;
}

/** What an epoch came to. */
export interface EpochResult {
  training: Figures;
  validation?: Figures;
  /** Steps taken; fewer than the epoch has if it was stopped. */
  steps: number;
  stopped: boolean;
}

/** The threads that train: an epoch at a time, so that callbacks may act in between. */
export interface TrainingThreads {
  runEpoch(request: EpochRequest, onProgress: (step: number, figures: Figures) => void): Promise<EpochResult>;
  /** Ends the threads. Safe to call twice. */
  close(): Promise<void>;
}

/** Starts `job.threads` threads on a job whose numbers lie in `memory`. */
export type StartTraining = (
  job: TrainingJob,
  memory: WebAssembly.Memory,
  module: WebAssembly.Module,
) => Promise<TrainingThreads>;
