/** Sets the learning rate of every epoch by a function, as `keras.callbacks.LearningRateScheduler` does. */
import { typeError } from "../../base/errors.ts";
import { checkNumber, show } from "../../base/guards.ts";
import { platform } from "../platform.ts";
import { formatFloat } from "../python-format.ts";
import { Callback, type Logs } from "./callback.ts";

export interface LearningRateSchedulerOptions {
  /** 1 says what it does. @default 0 */
  verbose?: 0 | 1;
}

/** The learning rate of an epoch, from its number (from 0) and the rate so far. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

export class LearningRateScheduler extends Callback {
  readonly #schedule: EpochSchedule;
  readonly #verbose: 0 | 1;

  /** @throws TypeError if the schedule is not a function */
  constructor(schedule: EpochSchedule, { verbose = 0 }: LearningRateSchedulerOptions = {}) {
    super();
    if (typeof schedule !== "function") {
      throw typeError({
        what: "schedule is not a function",
        expected: "(epoch, learningRate) => learningRate",
        received: show(schedule),
      });
    }
    this.#schedule = schedule;
    this.#verbose = verbose;
  }

  /** @throws TypeError or RangeError if the schedule does not give a finite rate of at least 0 */
  override onEpochBegin(epoch: number): void {
    const rate = checkNumber(
      "the schedule's learning rate",
      this.#schedule(epoch, this.model.learningRate),
      0,
    );
    this.model.learningRate = rate;
    if (this.#verbose > 0) {
      const shown = formatFloat(rate);
      platform().print(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${shown}.\n`);
    }
  }

  /** Adds `learning_rate` to the logs. */
  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = this.model.learningRate;
  }
}
