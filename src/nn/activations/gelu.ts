/**
 * Gaussian error linear unit: f(x) = x P(X <= x) for a normal X; the exact one, Keras's default.
 * Source: D. Hendrycks, K. Gimpel, 2016.
 */
import type { Activation } from "./activation.ts";

export const gelu: Activation = {
  name: "gelu",
  sparse: false,
  keepsInput: true,
  forward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    const kept = rows.hasPreActivation ? rows.preActivation() + shift : 0;
    kernels.gelu(rows.values() + shift, kept, (to - from) * rows.stride);
  },
  backward(kernels, rows, from, to) {
    const shift = from * rows.stride * 4;
    kernels.geluBackward(rows.delta() + shift, rows.preActivation() + shift, (to - from) * rows.stride);
  },
};
