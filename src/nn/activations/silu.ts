/** Sigmoid linear unit, also called swish: f(x) = x / (1 + e^-x). Source: P. Ramachandran et al., 2017. */
import type { Activation } from "./activation.ts";

export const silu: Activation = {
  name: "silu",
  sparse: false,
  keepsInput: true,
  forward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    const kept = rows.hasPreActivation ? rows.preActivation() + shift : 0;
    kernels.silu(rows.values() + shift, kept, (to - from) * rows.stride);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.siluBackward(rows.delta() + shift, rows.preActivation() + shift, (to - from) * rows.stride);
  },
};
