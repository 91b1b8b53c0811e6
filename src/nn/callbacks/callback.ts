/** What a callback is: hooks that `fit` calls on the main thread, with Keras's names and order. */
import type { Sequential } from "../sequential.ts";
import type { CallbackState } from "./callback-state.ts";

/** Figures of a batch or an epoch: `loss`, `accuracy`, `val_loss`, `val_accuracy`, `learning_rate`. */
export type Logs = Record<string, number>;

/** Facts about the running fit, known before its first epoch. */
export interface FitParameters {
  epochs: number;
  initialEpoch: number;
  batchSize: number;
  /** Steps (batches) of one epoch. */
  steps: number;
  /** Names that the epoch's logs will hold, in printing order. */
  metrics: readonly string[];
  verbose: 0 | 1 | 2;
}

/**
 * Base of all callbacks; override the hooks you need. A hook may be async: training waits for it.
 * To stop after the current epoch, set `this.model.stopTraining = true`. A callback that remembers something from epoch
 * to epoch says so with `saveState` and `restoreState`, so that BackupAndRestore can keep it.
 */
export abstract class Callback {
  /** The model in training; set by `fit` before `onTrainBegin`. */
  model!: Sequential;
  /** Facts about this fit; set by `fit` before `onTrainBegin`. */
  params!: FitParameters;

  onTrainBegin(): void | Promise<void> {}
  onTrainEnd(): void | Promise<void> {}
  onEpochBegin(_epoch: number): void | Promise<void> {}
  /** @param epoch counted from 0 */
  onEpochEnd(_epoch: number, _logs: Logs): void | Promise<void> {}
  /** Progress inside an epoch, some ten times a second at most; `step` steps are done. */
  onProgress(_epoch: number, _step: number, _logs: Logs): void {}

  /** What the callback remembers after an epoch; `undefined`, for one that remembers nothing. */
  saveState(): CallbackState | undefined {
    return undefined;
  }
  /** Takes back what `saveState` gave, perhaps in another process; called after every callback's `onTrainBegin`. */
  restoreState(_state: CallbackState): void | Promise<void> {}
}
