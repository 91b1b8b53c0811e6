/** Down from one rate to another along (1 - share)^power, as `keras.optimizers.schedules.PolynomialDecay`. */
import { checkNumber } from "../../../base/guards.ts";
import { power } from "../../../base/portable-math.ts";
import type { JsonObject } from "../../model-record.ts";
import { checkSteps, LearningRateSchedule } from "./learning-rate-schedule.ts";

/** Options of `PolynomialDecay`. */
export interface PolynomialDecayOptions {
  /** Rate of the first step. */
  initialLearningRate: number;
  /** Steps until the end. */
  decaySteps: number;
  /** Rate at the end, and behind it. @default 0.0001 */
  endLearningRate?: number;
  /** 1 is a straight line. @default 1 */
  power?: number;
  /** Whether the rate rises again at the end, to fall over twice, three times, … as many steps. @default false */
  cycle?: boolean;
}

export class PolynomialDecay extends LearningRateSchedule {
  readonly className = "PolynomialDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate: number;
  readonly power: number;
  readonly cycle: boolean;

  /** @throws RangeError if a rate or the power is negative or `decaySteps` is not above 0 */
  constructor(options: PolynomialDecayOptions) {
    super();
    this.initialLearningRate = checkNumber("initialLearningRate", options.initialLearningRate, 0);
    this.decaySteps = checkSteps("decaySteps", options.decaySteps);
    this.endLearningRate = checkNumber("endLearningRate", options.endLearningRate ?? 1e-4, 0);
    this.power = checkNumber("power", options.power ?? 1, 0);
    this.cycle = options.cycle ?? false;
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, endLearningRate } = this;
    const rounds = this.cycle ? Math.max(1, Math.ceil(step / decaySteps)) : 1;
    const share = Math.min(1, step / (decaySteps * rounds));
    return (initialLearningRate - endLearningRate) * power(1 - share, this.power) + endLearningRate;
  }

  getConfig(): JsonObject {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      end_learning_rate: this.endLearningRate,
      power: this.power,
      cycle: this.cycle,
      name: this.className,
    };
  }
}
