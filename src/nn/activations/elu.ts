/** Exponential linear unit: f(x) = x for x > 0, e^x - 1 elsewhere. Source: D.-A. Clevert et al., ICLR 2016. */
import type { Activation } from "./activation.ts";

export const elu: Activation = {
  name: "elu",
  sparse: false,
  forward(kernels, rows, from, to) {
    kernels.elu(rows.values() + from * rows.stride * 4, (to - from) * rows.stride);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.eluBackward(rows.delta() + shift, rows.values() + shift, (to - from) * rows.stride);
  },
};
