/** Hyperbolic tangent. */
import type { Activation } from "./activation.ts";

export const tanh: Activation = {
  name: "tanh",
  sparse: false,
  forward(kernels, flow, from, to) {
    kernels.tanh(flow.values() + from * flow.stride * 4, (to - from) * flow.stride);
  },
  backward(kernels, flow, from, to) {
    const shift = from * flow.stride * 4;
    kernels.tanhBackward(flow.delta() + shift, flow.values() + shift, (to - from) * flow.stride);
  },
};
