/** Inverse time decay: rate = initial / (1 + decayRate * step / decaySteps), as Keras's `InverseTimeDecay`. */
import { checkNumber } from "../../../base/guards.ts";
import type { JsonObject } from "../../model-record.ts";
import { checkSteps, LearningRateSchedule } from "./learning-rate-schedule.ts";

/** Options of `InverseTimeDecay`. */
export interface InverseTimeDecayOptions {
  /** Rate of the first step. */
  initialLearningRate: number;
  /** Steps after which the divisor has grown by `decayRate`. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate falls every `decaySteps` steps at once, instead of a little at each. @default false */
  staircase?: boolean;
}

export class InverseTimeDecay extends LearningRateSchedule {
  readonly className = "InverseTimeDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;

  /** @throws RangeError if a rate is negative or `decaySteps` is not above 0 */
  constructor({ initialLearningRate, decaySteps, decayRate, staircase = false }: InverseTimeDecayOptions) {
    super();
    this.initialLearningRate = checkNumber("initialLearningRate", initialLearningRate, 0);
    this.decaySteps = checkSteps("decaySteps", decaySteps);
    this.decayRate = checkNumber("decayRate", decayRate, 0);
    this.staircase = staircase;
  }

  at(step: number): number {
    const share = step / this.decaySteps;
    return this.initialLearningRate / (1 + this.decayRate * (this.staircase ? Math.floor(share) : share));
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
