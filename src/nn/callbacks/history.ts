/** The figures of every epoch: what `fit` returns. */
import type { Json } from "../model-record.ts";
import { Callback, type Logs } from "./callback.ts";
import { numberFromJson, numberToJson, type CallbackState } from "./callback-state.ts";

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

  override saveState(): CallbackState {
    const figures = Object.entries(this.history).map(([name, values]) => [name, values.map(numberToJson)]);
    return { values: { epoch: this.epoch, history: Object.fromEntries(figures) as Record<string, Json> } };
  }

  override restoreState({ values }: CallbackState): void {
    this.epoch = values["epoch"] as number[];
    for (const [name, figures] of Object.entries(values["history"] as Record<string, Json[]>)) {
      this.history[name] = figures.map((figure) => numberFromJson(figure) as number);
    }
  }
}
