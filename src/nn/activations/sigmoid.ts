/** Logistic function: f(x) = 1 / (1 + e^-x). */
import type { Activation } from "./activation.ts";

export const sigmoid: Activation = {
  name: "sigmoid",
  sparse: false,
  forward(kernels, flow, from, to) {
    kernels.sigmoid(flow.values() + from * flow.stride * 4, (to - from) * flow.stride);
    kernels.clearPadding(flow.values(), flow.width, flow.stride, from, to);
  },
  backward(kernels, flow, from, to) {
    const shift = from * flow.stride * 4;
    kernels.sigmoidBackward(flow.delta() + shift, flow.values() + shift, (to - from) * flow.stride);
  },
};
