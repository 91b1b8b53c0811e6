/**
 * Adam: momentum divided by a running root mean square, both corrected for their start at zero.
 * Sources: D. Kingma, J. Ba, ICLR 2015; amsgrad: S. Reddi et al., ICLR 2018; details as in Keras 3.
 */
import { checkNumber } from "../../base/guards.ts";
import { integerPower } from "../../base/portable-math.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { Optimizer, type OptimizerOptions, type StepBuffers } from "./optimizer.ts";
import type { LearningRateSchedule } from "./schedules/learning-rate-schedule.ts";

/** Options of `Adam`. */
export interface AdamOptions extends OptimizerOptions {
  /** Step size, or a schedule of it. @default 0.001 */
  learningRate?: number | LearningRateSchedule;
  /** Share of the old mean gradient that each step keeps. @default 0.9 */
  beta1?: number;
  /** Share of the old mean square that each step keeps. @default 0.999 */
  beta2?: number;
  /** Added to the root, against division by zero. @default 1e-7 */
  epsilon?: number;
  /** Whether the largest mean square so far divides. @default false */
  amsgrad?: boolean;
}

export class Adam extends Optimizer {
  readonly className: string = "Adam";
  readonly name: string = "adam";
  protected readonly ownSlotGroups: readonly (readonly string[])[];
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor({
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    amsgrad = false,
    ...options
  }: AdamOptions = {}) {
    super({ ...options, learningRate });
    this.beta1 = checkNumber("beta1", beta1, 0, 1);
    this.beta2 = checkNumber("beta2", beta2, 0, 1);
    this.epsilon = checkNumber("epsilon", epsilon, 0);
    this.amsgrad = amsgrad;
    this.ownSlotGroups = [["momentum", "velocity"], ...(amsgrad ? [["velocity_hat"]] : [])];
  }

  protected update(
    kernels: Kernels,
    { weights, gradients, slots, count }: StepBuffers,
    step: number,
    rate: number,
  ): void {
    const alpha =
      (rate * Math.sqrt(1 - integerPower(this.beta2, step))) / (1 - integerPower(this.beta1, step));
    kernels.adam(
      weights,
      slots[0],
      slots[1],
      slots[2] ?? 0,
      gradients,
      alpha,
      1 - this.beta1,
      1 - this.beta2,
      this.epsilon,
      count,
    );
  }

  protected ownConfig(): JsonObject {
    return { beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon, amsgrad: this.amsgrad };
  }
}
