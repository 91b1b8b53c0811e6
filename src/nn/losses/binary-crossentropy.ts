/** Binary cross-entropy: the mean of -t ln y - (1 - t) ln(1 - y) over a row's outputs. */
import type { Loss } from "./loss.ts";

export const binaryCrossentropy: Loss = {
  name: "binary_crossentropy",
  labels: "values",
  fusedActivation: "sigmoid",
  apply(kernels, { delta, rowLoss, outputs, targets, factor, width, stride }, fused, from, to) {
    const kernel = fused ? kernels.sigmoidBinaryCrossEntropy : kernels.binaryCrossEntropy;
    kernel(delta, rowLoss, outputs, targets, factor, width, stride, from, to);
  },
};
