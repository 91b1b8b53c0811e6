/** The figures of every epoch: what `fit` returns. */
import { Callback, type Logs } from "./callback.ts";

/** Records the logs of each epoch. */
export class History extends Callback {
  /** Numbers of the epochs recorded, from 0. */
  epoch: number[] = [];
  /** One value per epoch for each figure: `history.history.val_accuracy`. */
  readonly history: Record<string, number[]> = {};

  override onTrainBegin(): void {
    this.epoch = [];
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }
}
