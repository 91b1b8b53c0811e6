/** Lowers the learning rate when a figure no longer improves, as `keras.callbacks.ReduceLROnPlateau` does. */
import { rangeError } from "../../base/errors.ts";
import { checkInteger, checkNumber } from "../../base/guards.ts";
import { platform } from "../platform.ts";
import { formatFloat } from "../python-format.ts";
import { Callback, type Logs } from "./callback.ts";
import { numberFromJson, numberToJson, type CallbackState } from "./callback-state.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The learning rate is multiplied by this, below 1. @default 0.1 */
  factor?: number;
  /** Epochs without an improvement after which the rate is lowered. @default 10 */
  patience?: number;
  /** 1 says what it does. @default 0 */
  verbose?: 0 | 1;
  /** Changes of at most this are no improvement. @default 0.0001 */
  minDelta?: number;
  /** Epochs after a reduction that are not counted. @default 0 */
  cooldown?: number;
  /** The rate never falls below this. @default 0 */
  minLr?: number;
}

export class ReduceLROnPlateau extends Callback {
  readonly #monitor: Monitor;
  readonly #factor: number;
  readonly #patience: number;
  readonly #verbose: 0 | 1;
  readonly #cooldown: number;
  readonly #minLr: number;
  #wait = 0;
  #cooldownLeft = 0;

  /** @throws RangeError if `mode` is unknown, `factor` is not below 1, or a count is negative */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    super();
    this.#monitor = new Monitor("ReduceLROnPlateau", { ...options, minDelta: options.minDelta ?? 1e-4 });
    this.#factor = checkNumber("factor", options.factor ?? 0.1, 0);
    if (this.#factor >= 1) {
      throw rangeError({
        what: "factor would not lower the learning rate",
        expected: "a number below 1",
        received: String(options.factor),
      });
    }
    this.#patience = checkInteger("patience", options.patience ?? 10, 0);
    this.#verbose = options.verbose ?? 0;
    this.#cooldown = checkInteger("cooldown", options.cooldown ?? 0, 0);
    this.#minLr = checkNumber("minLr", options.minLr ?? 0, 0);
  }

  /** @throws RangeError if this fit does not measure the figure to watch */
  override onTrainBegin(): void {
    this.#monitor.check(this.params.metrics);
    this.#monitor.best = undefined;
    this.#wait = 0;
    this.#cooldownLeft = 0;
  }

  /** Adds `learning_rate`, the rate of the epoch just done, to the logs. */
  override onEpochEnd(epoch: number, logs: Logs): void {
    logs.learning_rate = this.model.learningRate;
    const current = this.#monitor.read(logs);
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft--;
      this.#wait = 0;
    }
    if (this.#monitor.isImprovement(current)) {
      this.#monitor.best = current;
      this.#wait = 0;
    } else if (this.#cooldownLeft === 0) {
      this.#wait++;
      if (this.#wait >= this.#patience) this.#reduce(epoch);
    }
  }

  override saveState(): CallbackState {
    const best = numberToJson(this.#monitor.best);
    return { values: { best, wait: this.#wait, cooldownLeft: this.#cooldownLeft } };
  }

  override restoreState({ values }: CallbackState): void {
    this.#monitor.best = numberFromJson(values["best"]);
    this.#wait = values["wait"] as number;
    this.#cooldownLeft = values["cooldownLeft"] as number;
  }

  #reduce(epoch: number): void {
    const rate = this.model.learningRate;
    // The optimizer holds its rate as a float32, so the bound is compared as one.
    if (rate <= Math.fround(this.#minLr)) return;
    const reduced = Math.max(rate * this.#factor, this.#minLr);
    this.model.learningRate = reduced;
    if (this.#verbose > 0) {
      const shown = formatFloat(reduced);
      platform().print(`\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${shown}.\n`);
    }
    this.#cooldownLeft = this.#cooldown;
    this.#wait = 0;
  }
}
