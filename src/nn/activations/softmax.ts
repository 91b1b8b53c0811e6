/** Softmax of each row: e^x / sum of e^x. */
import type { Activation } from "./activation.ts";

export const softmax: Activation = {
  name: "softmax",
  sparse: false,
  forward(kernels, flow, from, to) {
    kernels.softmax(flow.values(), flow.width, flow.stride, from, to);
  },
  backward(kernels, flow, from, to) {
    kernels.softmaxBackward(flow.delta(), flow.values(), flow.width, flow.stride, from, to);
  },
};
