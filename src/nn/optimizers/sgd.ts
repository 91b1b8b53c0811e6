/** Stochastic gradient descent, with momentum (Polyak 1964) or Nesterov's (1983), as in Keras 3. */
import { checkNumber } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { Optimizer, type OptimizerOptions, type StepBuffers } from "./optimizer.ts";
import type { LearningRateSchedule } from "./schedules/learning-rate-schedule.ts";

/** Options of `SGD`. */
export interface SGDOptions extends OptimizerOptions {
  /** Step size, or a schedule of it. @default 0.01 */
  learningRate?: number | LearningRateSchedule;
  /** Share of the last step that the next one repeats. @default 0 */
  momentum?: number;
  /** Whether the gradient is taken as if the momentum had already been applied. @default false */
  nesterov?: boolean;
}

export class SGD extends Optimizer {
  readonly className = "SGD";
  readonly name = "sgd";
  protected readonly ownSlotGroups: readonly (readonly string[])[];
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor({ learningRate = 0.01, momentum = 0, nesterov = false, ...options }: SGDOptions = {}) {
    super({ ...options, learningRate });
    this.momentum = checkNumber("momentum", momentum, 0, 1);
    this.nesterov = nesterov;
    this.ownSlotGroups = momentum > 0 ? [["momentum"]] : [];
  }

  protected update(kernels: Kernels, buffers: StepBuffers, _step: number, learningRate: number): void {
    kernels.sgd(
      buffers.weights,
      buffers.slots[0] ?? 0,
      buffers.gradients,
      learningRate,
      this.momentum,
      Number(this.nesterov),
      buffers.count,
    );
  }

  protected ownConfig(): JsonObject {
    return { momentum: this.momentum, nesterov: this.nesterov };
  }
}
