/**
 * RMSprop: each weight's step is divided by a running root mean square of its gradient.
 * Source: G. Hinton, "Neural Networks for Machine Learning", lecture 6e; details as in Keras 3.
 */
import { checkNumber } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { Optimizer, type OptimizerOptions, type StepBuffers } from "./optimizer.ts";
import type { LearningRateSchedule } from "./schedules/learning-rate-schedule.ts";

/** Options of `RMSprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Step size, or a schedule of it. @default 0.001 */
  learningRate?: number | LearningRateSchedule;
  /** Share of the old mean square that each step keeps. @default 0.9 */
  rho?: number;
  /** Share of the last step that the next one repeats. @default 0 */
  momentum?: number;
  /** Added under the root, against division by zero. @default 1e-7 */
  epsilon?: number;
  /** Whether the mean gradient's square is subtracted, so that the variance divides. @default false */
  centered?: boolean;
}

/** The notebook's optimizer. */
export class RMSprop extends Optimizer {
  readonly className = "RMSprop";
  readonly name = "rm_sprop";
  protected readonly ownSlotGroups: readonly (readonly string[])[];
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor({
    learningRate = 0.001,
    rho = 0.9,
    momentum = 0,
    epsilon = 1e-7,
    centered = false,
    ...options
  }: RMSpropOptions = {}) {
    super({ ...options, learningRate });
    this.rho = checkNumber("rho", rho, 0, 1);
    this.momentum = checkNumber("momentum", momentum, 0, 1);
    this.epsilon = checkNumber("epsilon", epsilon, 0);
    this.centered = centered;
    this.ownSlotGroups = [
      ["velocity"],
      ...(this.momentum > 0 ? [["momentum"]] : []),
      ...(centered ? [["average_gradient"]] : []),
    ];
  }

  protected update(kernels: Kernels, buffers: StepBuffers, _step: number, learningRate: number): void {
    const [velocity, ...others] = buffers.slots;
    const momentum = this.momentum > 0 ? others[0] : 0;
    const average = this.centered ? (others.at(-1) ?? 0) : 0;
    kernels.rmsprop(
      buffers.weights,
      velocity,
      average,
      momentum,
      buffers.gradients,
      learningRate,
      this.rho,
      1 - this.rho,
      this.momentum,
      this.epsilon,
      buffers.count,
    );
  }

  protected ownConfig(): JsonObject {
    return { rho: this.rho, momentum: this.momentum, epsilon: this.epsilon, centered: this.centered };
  }
}
