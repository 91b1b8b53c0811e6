/** The layers for images in double precision, on whole batches: what finite differences are taken of. */
import { elu, gelu, silu } from "../../kernels/reference/smooth-activations.ts";
import { insideWindow, makeImage, type Image } from "../../kernels/reference/images.ts";
import { softmax } from "../../kernels/reference/softmax.ts";
import type { Shape } from "../../src/base/shapes.ts";
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Dense,
  DepthwiseConv2D,
  GlobalAveragePooling2D,
  LeakyReLU,
  MaxPooling2D,
  ReLU,
  Softmax,
  type Layer,
} from "../../src/nn/index.ts";
import { slide } from "../kernels/images.ts";

/** Examples as flat numbers, (N, ...shape). */
export interface Batch {
  rows: number[][];
  shape: Shape;
}

type Weights = readonly (readonly number[])[];

const FUNCTIONS: Record<string, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  elu,
  gelu,
  silu,
};

/** The outputs of a chain of layers in training; `weights` has one flat array for each of theirs, in Keras's order. */
export function referenceForward(layers: readonly Layer[], weights: Weights, input: Batch): Batch {
  let batch = input;
  let next = 0;
  for (const layer of layers) {
    const count = layer.weightSpecs(batch.shape).length;
    const own = weights.slice(next, next + count);
    batch = { rows: forwardRows(layer, own, batch), shape: layer.outputShape(batch.shape) };
    next += count;
  }
  return batch;
}

function forwardRows(layer: Layer, weights: Weights, { rows, shape }: Batch): number[][] {
  if (layer instanceof Dense) {
    const outputs = rows.map((row) => dense(row, weights[0], weights[1]));
    return activate(layer.activation.name, outputs, layer.units);
  }
  if (layer instanceof Activation) return activate(layer.activation.name, rows, shape.at(-1) as number);
  if (layer instanceof Softmax) return activate("softmax", rows, shape.at(-1) as number);
  if (layer instanceof LeakyReLU) return mapNumbers(rows, (x) => (x > 0 ? x : layer.negativeSlope * x));
  if (layer instanceof ReLU) return mapNumbers(rows, (x) => bentRelu(x, layer));
  if (layer instanceof BatchNormalization) return normalise(layer, weights, rows, shape.at(-1) as number);
  if (layer instanceof GlobalAveragePooling2D) return rows.map((row) => channelMeans(row, shape[2]));
  if (layer instanceof MaxPooling2D || layer instanceof AveragePooling2D) {
    return rows.map((row) => pool(layer, toImage(row, shape), shape));
  }
  if (layer instanceof DepthwiseConv2D) {
    const outputs = rows.map((row) => depthwise(layer, weights, toImage(row, shape), shape));
    return activate(layer.activation.name, outputs, shape[2] * layer.depthMultiplier);
  }
  // Reshape and Flatten.
  return rows;
}

const mapNumbers = (rows: number[][], change: (x: number) => number): number[][] =>
  rows.map((row) => row.map(change));

function activate(name: string, rows: number[][], channels: number): number[][] {
  if (name !== "softmax") return mapNumbers(rows, FUNCTIONS[name]);
  return rows.map((row) =>
    Array.from({ length: row.length / channels }, (_, p) =>
      softmax(row.slice(p * channels, (p + 1) * channels)),
    ).flat(),
  );
}

function bentRelu(x: number, { maxValue, negativeSlope, threshold }: ReLU): number {
  return x > threshold ? Math.min(x, maxValue ?? Infinity) : negativeSlope * (x - threshold);
}

function dense(row: number[], kernel: readonly number[], bias: readonly number[]): number[] {
  return bias.map((start, o) => row.reduce((sum, x, i) => sum + x * kernel[i * bias.length + o], start));
}

function normalise(
  layer: BatchNormalization,
  weights: Weights,
  rows: number[][],
  channels: number,
): number[][] {
  const gamma = layer.scale ? weights[0] : undefined;
  const beta = layer.center ? weights[layer.scale ? 1 : 0] : undefined;
  const factors = Array.from({ length: channels }, (_, c) => {
    const values = rows.flatMap((row) => row.filter((_x, i) => i % channels === c));
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    return { mean, scale: (gamma?.[c] ?? 1) / Math.sqrt(variance + layer.epsilon), offset: beta?.[c] ?? 0 };
  });
  return rows.map((row) =>
    row.map((x, i) => {
      const { mean, scale, offset } = factors[i % channels];
      return (x - mean) * scale + offset;
    }),
  );
}

function channelMeans(row: number[], channels: number): number[] {
  const pixels = row.length / channels;
  return Array.from({ length: channels }, (_, c) =>
    row.reduce((sum, x, i) => (i % channels === c ? sum + x / pixels : sum), 0),
  );
}

function toImage(row: number[], [height, width, channels]: Shape): Image {
  return makeImage(height, width, channels, (y, x, c) => row[(y * width + x) * channels + c]);
}

function pool(layer: MaxPooling2D | AveragePooling2D, image: Image, shape: Shape): number[] {
  const { sliding } = slide([...shape], [...layer.poolSize], [...layer.strides], layer.padding);
  return makeImage(sliding.outHeight, sliding.outWidth, shape[2], (outY, outX, c) => {
    const values = insideWindow(image, sliding, outY, outX).map(({ y, x }) => image[y][x][c]);
    return layer instanceof MaxPooling2D
      ? Math.max(...values)
      : values.reduce((sum, x) => sum + x, 0) / values.length;
  }).flat(2);
}

function depthwise(layer: DepthwiseConv2D, [kernel, bias]: Weights, image: Image, shape: Shape): number[] {
  const { sliding } = slide([...shape], [...layer.kernelSize], [...layer.strides], layer.padding);
  const channels = shape[2] * layer.depthMultiplier;
  return makeImage(sliding.outHeight, sliding.outWidth, channels, (outY, outX, o) =>
    insideWindow(image, sliding, outY, outX).reduce((sum, { y, x, ky, kx }) => {
      const weight = kernel[(ky * layer.kernelSize[1] + kx) * channels + o];
      return sum + image[y][x][Math.floor(o / layer.depthMultiplier)] * weight;
    }, bias?.[o] ?? 0),
  ).flat(2);
}
