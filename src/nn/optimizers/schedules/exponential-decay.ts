/** Exponential decay: rate = initial * decayRate^(step / decaySteps), as `keras.optimizers.schedules.ExponentialDecay`. */
import { checkNumber } from "../../../base/guards.ts";
import { power } from "../../../base/portable-math.ts";
import type { JsonObject } from "../../model-record.ts";
import { checkSteps, LearningRateSchedule } from "./learning-rate-schedule.ts";

/** Options of `ExponentialDecay`. */
export interface ExponentialDecayOptions {
  /** Rate of the first step. */
  initialLearningRate: number;
  /** Steps over which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate falls every `decaySteps` steps at once, instead of a little at each. @default false */
  staircase?: boolean;
}

export class ExponentialDecay extends LearningRateSchedule {
  readonly className = "ExponentialDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;

  /** @throws RangeError if a rate is negative or `decaySteps` is not above 0 */
  constructor({ initialLearningRate, decaySteps, decayRate, staircase = false }: ExponentialDecayOptions) {
    super();
    this.initialLearningRate = checkNumber("initialLearningRate", initialLearningRate, 0);
    this.decaySteps = checkSteps("decaySteps", decaySteps);
    this.decayRate = checkNumber("decayRate", decayRate, 0);
    this.staircase = staircase;
  }

  at(step: number): number {
    const share = step / this.decaySteps;
    return this.initialLearningRate * power(this.decayRate, this.staircase ? Math.floor(share) : share);
  }

  getConfig(): JsonObject {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      decay_rate: this.decayRate,
      staircase: this.staircase,
      name: this.className,
    };
  }
}
