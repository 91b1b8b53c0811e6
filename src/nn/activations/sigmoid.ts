/** Logistic function: f(x) = 1 / (1 + e^-x). */
import type { Activation } from "./activation.ts";

export const sigmoid: Activation = {
  name: "sigmoid",
  sparse: false,
  pixelwise: true,
  forward(kernels, rows, from, to) {
    kernels.sigmoid(rows.values() + from * rows.stride * 4, (to - from) * rows.stride);
    kernels.clearPadding(rows.values(), rows.width, rows.stride, from, to);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.sigmoidBackward(rows.delta() + shift, rows.values() + shift, (to - from) * rows.stride);
  },
};
