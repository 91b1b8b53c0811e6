/** Mean squared error: the mean of (y - t)^2 over a row's outputs. */
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { Loss, type LossBuffers } from "./loss.ts";

export class MeanSquaredError extends Loss {
  readonly className = "MeanSquaredError";
  readonly name = "mean_squared_error";
  readonly labels = "values";
  readonly fusedActivation = null;

  apply(kernels: Kernels, buffers: LossBuffers, _fused: boolean, from: number, to: number): void {
    const { delta, rowLoss, outputs, targets, factor, width, stride } = buffers;
    kernels.meanSquaredError(delta, rowLoss, outputs, targets, factor, width, stride, from, to);
  }

  protected ownConfig(): JsonObject {
    return {};
  }
}
