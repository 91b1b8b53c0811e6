/** Rectified linear unit: f(x) = max(x, 0). */
import type { Activation } from "./activation.ts";

export const relu: Activation = {
  name: "relu",
  sparse: true,
  forward(kernels, rows, from, to) {
    kernels.relu(rows.values() + from * rows.stride * 4, (to - from) * rows.stride);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.reluBackward(rows.delta() + shift, rows.values() + shift, (to - from) * rows.stride);
  },
};
