/** Softmax of each row: e^x / sum of e^x. */
import type { Activation } from "./activation.ts";

export const softmax: Activation = {
  name: "softmax",
  sparse: false,
  pixelwise: true,
  forward(kernels, rows, from, to) {
    kernels.softmax(rows.values(), rows.width, rows.stride, from, to);
  },
  backward(kernels, rows, from, to) {
    kernels.softmaxBackward(rows.delta(), rows.values(), rows.width, rows.stride, from, to);
  },
};
