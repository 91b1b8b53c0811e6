/** Stops training when the figure it watches no longer improves, as `keras.callbacks.EarlyStopping` does. */
import type { NdArray } from "../../base/shapes.ts";
import { checkInteger, checkNumber } from "../../base/guards.ts";
import { platform } from "../platform.ts";
import { Callback, type Logs } from "./callback.ts";
import { numberFromJson, numberToJson, type CallbackState } from "./callback-state.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Changes of at most this are no improvement. @default 0 */
  minDelta?: number;
  /** Epochs without an improvement after which training stops. @default 0 */
  patience?: number;
  /** 1 says what it does. @default 0 */
  verbose?: 0 | 1;
  /** Patience runs until the figure is better than this. @default none */
  baseline?: number;
  /** Whether the weights of the best epoch are put back when training ends. @default false */
  restoreBestWeights?: boolean;
  /** Epochs at the beginning that are not watched. @default 0 */
  startFromEpoch?: number;
}

export class EarlyStopping extends Callback {
  /** The epoch, from 0, after which training was stopped; 0 if it was not. */
  stoppedEpoch = 0;
  /** The epoch, from 0, with the best value. */
  bestEpoch = 0;
  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #verbose: 0 | 1;
  readonly #baseline: number | undefined;
  readonly #restoreBestWeights: boolean;
  readonly #startFromEpoch: number;
  #wait = 0;
  #bestWeights: NdArray[] | undefined;

  /** @throws RangeError if `mode` is unknown, or `patience` or `startFromEpoch` is negative */
  constructor(options: EarlyStoppingOptions = {}) {
    super();
    this.#monitor = new Monitor("EarlyStopping", options);
    this.#patience = checkInteger("patience", options.patience ?? 0, 0);
    this.#verbose = options.verbose ?? 0;
    this.#baseline = options.baseline === undefined ? undefined : checkNumber("baseline", options.baseline);
    this.#restoreBestWeights = options.restoreBestWeights ?? false;
    this.#startFromEpoch = checkInteger("startFromEpoch", options.startFromEpoch ?? 0, 0);
  }

  /** The best value watched so far; undefined before the first. */
  get best(): number | undefined {
    return this.#monitor.best;
  }

  /** @throws RangeError if this fit does not measure the figure to watch */
  override onTrainBegin(): void {
    this.#monitor.check(this.params.metrics);
    this.#monitor.best = undefined;
    this.#wait = 0;
    this.#bestWeights = undefined;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    if (epoch < this.#startFromEpoch) return;
    const current = this.#monitor.read(logs);
    this.#wait++;
    if (this.#monitor.isImprovement(current)) {
      this.#monitor.best = current;
      this.bestEpoch = epoch;
      if (this.#restoreBestWeights) this.#bestWeights = this.model.getWeights();
      // An improvement that does not reach the baseline is remembered but uses up patience.
      if (this.#baseline === undefined || this.#monitor.isImprovement(current, this.#baseline))
        this.#wait = 0;
    } else if (this.#wait >= this.#patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override saveState(): CallbackState {
    const { bestEpoch, stoppedEpoch } = this;
    const values = { best: numberToJson(this.best), wait: this.#wait, bestEpoch, stoppedEpoch };
    return { values, arrays: this.#bestWeights };
  }

  override restoreState({ values, arrays }: CallbackState): void {
    this.#monitor.best = numberFromJson(values["best"]);
    this.#wait = values["wait"] as number;
    this.bestEpoch = values["bestEpoch"] as number;
    this.stoppedEpoch = values["stoppedEpoch"] as number;
    this.#bestWeights = arrays?.slice();
  }

  override onTrainEnd(): void {
    if (this.#verbose > 0 && this.stoppedEpoch > 0) {
      platform().print(`Epoch ${this.stoppedEpoch + 1}: early stopping\n`);
    }
    if (this.#bestWeights === undefined) return;
    if (this.#verbose > 0) {
      const epoch = this.bestEpoch + 1;
      platform().print(`Restoring model weights from the end of the best epoch: ${epoch}.\n`);
    }
    this.model.setWeights(this.#bestWeights);
  }
}
