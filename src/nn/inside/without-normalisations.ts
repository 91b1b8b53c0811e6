/**
 * A model's layers with each batch normalization written as what it is in prediction: a number times each channel and a number
 * added. As a layer that trains, it would take its gradient through the moments of a batch.
 */
import type { NdArray, Shape } from "../../base/shapes.ts";
import { sizeOf } from "../../base/shapes.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { buildLayers, chainShapes } from "../layers/build-layers.ts";
import { DepthwiseConv2D } from "../layers/depthwise-conv2d.ts";
import type { Layer } from "../layers/layer.ts";
import { Reshape } from "../layers/reshape.ts";
import type { Sequential } from "../sequential.ts";

export interface PlainLayers {
  /** For each layer of the model, new ones that do the same. */
  groups: Layer[][];
  /** Their weights, in the order of the layers. */
  weights: NdArray[];
}

export function withoutNormalisations(model: Sequential): PlainLayers {
  const layers = buildLayers(model.layers.map((layer) => layer.serialise()));
  const shapes = chainShapes(layers, model.inputShape);
  const all = model.getWeights();
  const groups: Layer[][] = [];
  const weights: NdArray[] = [];
  layers.forEach((layer, i) => {
    const own = all.splice(0, layer.weightSpecs(shapes[i]).length);
    const isNormalisation = layer instanceof BatchNormalization;
    groups.push(isNormalisation ? asConvolution(shapes[i]) : [layer]);
    weights.push(...(isNormalisation ? scaleAndShift(layer, own, shapes[i]) : own));
  });
  return { groups, weights };
}

/** A depthwise convolution of one pixel; what is no image becomes one of a row of pixels. */
function asConvolution(shape: Shape): Layer[] {
  const channels = shape[shape.length - 1];
  const convolution = new DepthwiseConv2D(1);
  if (shape.length === 3) return [convolution];
  return [new Reshape([1, sizeOf(shape) / channels, channels]), convolution, new Reshape(shape)];
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta. */
function scaleAndShift(
  { epsilon, scale, center }: BatchNormalization,
  own: readonly NdArray[],
  shape: Shape,
): NdArray[] {
  const channels = shape[shape.length - 1];
  const left = own.map(({ data }) => data);
  const gamma = scale ? left.shift() : undefined;
  const beta = center ? left.shift() : undefined;
  const [mean, variance] = left;
  const factors = Float32Array.from(variance, (value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + epsilon));
  const shifts = Float32Array.from(mean, (value, c) => (beta?.[c] ?? 0) - value * factors[c]);
  return [
    { data: factors, shape: [1, 1, channels, 1] },
    { data: shifts, shape: [channels] },
  ];
}
