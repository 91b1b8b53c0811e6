/** Hyperbolic tangent. */
import type { Activation } from "./activation.ts";

export const tanh: Activation = {
  name: "tanh",
  sparse: false,
  forward(kernels, rows, from, to) {
    kernels.tanh(rows.values() + from * rows.stride * 4, (to - from) * rows.stride);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.tanhBackward(rows.delta() + shift, rows.values() + shift, (to - from) * rows.stride);
  },
};
