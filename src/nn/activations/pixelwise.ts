/** Activations on images: where it matters, each pixel's channels are a row of their own. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { Activation, ActivationRows } from "./activation.ts";

/**
 * The activation as a layer applies it to examples of a shape.
 * @param shape of one example; if it has several axes, the pixels of its flow are padded to a multiple of 8 channels
 */
export function activationOn(shape: Shape, activation: Activation): Activation {
  if (shape.length === 1 || activation.pixelwise !== true) return activation;
  const channels = shape[shape.length - 1];
  const pixels = sizeOf(shape) / channels;
  return {
    name: activation.name,
    sparse: activation.sparse,
    keepsInput: activation.keepsInput,
    forward(kernels, rows, from, to) {
      for (let n = from; n < to; n++) {
        activation.forward(kernels, pixelsOf(rows, n, channels, pixels), 0, pixels);
      }
    },
    backward(kernels, rows, from, to) {
      for (let n = from; n < to; n++) {
        activation.backward(kernels, pixelsOf(rows, n, channels, pixels), 0, pixels);
      }
    },
  };
}

function pixelsOf(rows: ActivationRows, n: number, channels: number, pixels: number): ActivationRows {
  const shift = n * rows.stride * 4;
  return {
    width: channels,
    stride: rows.width / pixels,
    values: () => rows.values() + shift,
    delta: () => rows.delta() + shift,
    hasPreActivation: rows.hasPreActivation,
    preActivation: () => rows.preActivation() + shift,
  };
}
