/** The weights of a network's first layer as pictures: what each of its units looks for. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import { chainShapes } from "../layers/build-layers.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import type { Sequential } from "../sequential.ts";

export interface WeightImages {
  /** The layer's name in its model. */
  layer: string;
  className: string;
  width: number;
  height: number;
  /** One for each unit or filter, (height, width), row-major. */
  images: Float32Array[];
}

/**
 * Kernels of a convolution of grey images, or the weights from each pixel to each unit of a dense layer.
 * @returns undefined if the first layer with weights is another one, or its inputs are not the pixels of a square grey image
 */
export function firstLayerImages(model: Sequential): WeightImages | undefined {
  const shapes = chainShapes(model.layers, model.inputShape);
  const index = model.layers.findIndex((layer, i) => layer.weightSpecs(shapes[i]).length > 0);
  const layer = model.layers[index];
  const size = sideOf(layer, shapes[index]);
  if (size === undefined) return undefined;
  const [kernel] = model.getWeights();
  const units = kernel.shape[kernel.shape.length - 1];
  const [height, width] = size;
  const images = Array.from({ length: units }, (_, unit) =>
    Float32Array.from({ length: width * height }, (_, i) => kernel.data[i * units + unit]),
  );
  return { layer: layer.name ?? "", className: layer.className, width, height, images };
}

function sideOf(layer: unknown, inputShape: Shape): readonly [number, number] | undefined {
  if (layer instanceof Conv2D) return inputShape[2] === 1 ? layer.kernelSize : undefined;
  if (!(layer instanceof Dense)) return undefined;
  const side = Math.sqrt(sizeOf(inputShape));
  return Number.isInteger(side) ? [side, side] : undefined;
}
