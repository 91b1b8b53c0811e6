/** Rectified linear unit: f(x) = max(x, 0). */
import type { Activation } from "./activation.ts";

export const relu: Activation = {
  name: "relu",
  sparse: true,
  forward(kernels, flow, from, to) {
    kernels.relu(flow.values() + from * flow.stride * 4, (to - from) * flow.stride);
  },
  backward(kernels, flow, from, to) {
    const shift = from * flow.stride * 4;
    kernels.reluBackward(flow.delta() + shift, flow.values() + shift, (to - from) * flow.stride);
  },
};
