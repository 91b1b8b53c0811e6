/** Mean squared error: the mean of (y - t)^2 over a row's outputs. */
import type { Loss } from "./loss.ts";

export const meanSquaredError: Loss = {
  name: "mean_squared_error",
  labels: "values",
  fusedActivation: null,
  apply(kernels, { delta, rowLoss, outputs, targets, factor, width, stride }, _fused, from, to) {
    kernels.meanSquaredError(delta, rowLoss, outputs, targets, factor, width, stride, from, to);
  },
};
