/**
 * Cosine decay, with a linear warm-up in front where one is wanted, as `keras.optimizers.schedules.CosineDecay`.
 * Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017; warm-up: P. Goyal et al., 2017.
 */
import { checkNumber } from "../../../base/guards.ts";
import { cosPi } from "../../../base/portable-math.ts";
import type { JsonObject } from "../../model-record.ts";
import { checkSteps, LearningRateSchedule } from "./learning-rate-schedule.ts";

/** Options of `CosineDecay`. */
export interface CosineDecayOptions {
  /** Rate of the first step. */
  initialLearningRate: number;
  /** Steps from the highest rate to the lowest, behind the warm-up. */
  decaySteps: number;
  /** The lowest rate, as a share of the one from which it decays. @default 0 */
  alpha?: number;
  /** Rate at the end of the warm-up; null for no warm-up. @default null */
  warmupTarget?: number | null;
  /** Steps of the warm-up. @default 0 */
  warmupSteps?: number;
}

export class CosineDecay extends LearningRateSchedule {
  readonly className = "CosineDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly warmupTarget: number | null;
  readonly warmupSteps: number;

  /** @throws RangeError if a rate is negative or `decaySteps` is not above 0 */
  constructor({
    initialLearningRate,
    decaySteps,
    alpha = 0,
    warmupTarget = null,
    warmupSteps = 0,
  }: CosineDecayOptions) {
    super();
    this.initialLearningRate = checkNumber("initialLearningRate", initialLearningRate, 0);
    this.decaySteps = checkSteps("decaySteps", decaySteps);
    this.alpha = checkNumber("alpha", alpha, 0);
    this.warmupTarget = warmupTarget === null ? null : checkNumber("warmupTarget", warmupTarget, 0);
    this.warmupSteps = checkNumber("warmupSteps", warmupSteps, 0);
  }

  at(step: number): number {
    const { initialLearningRate, warmupTarget, warmupSteps } = this;
    if (warmupTarget === null) return this.#decayed(initialLearningRate, step);
    if (step >= warmupSteps) return this.#decayed(warmupTarget, step - warmupSteps);
    return initialLearningRate + (warmupTarget - initialLearningRate) * (step / warmupSteps);
  }

  getConfig(): JsonObject {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      alpha: this.alpha,
      name: this.className,
      warmup_target: this.warmupTarget,
      warmup_steps: this.warmupSteps,
    };
  }

  #decayed(from: number, step: number): number {
    const share = Math.min(step, this.decaySteps) / this.decaySteps;
    return from * ((1 - this.alpha) * 0.5 * (1 + cosPi(share)) + this.alpha);
  }
}
