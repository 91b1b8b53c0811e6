/**
 * Gradients through the layers for images, and through activations, against central differences of the loss in double
 * precision. The engine's gradient is what one step of SGD with learning rate 1 takes off each weight.
 */
import { beforeAll, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { NdArray, Shape } from "../../src/base/shapes.ts";
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Dense,
  DepthwiseConv2D,
  Flatten,
  GlobalAveragePooling2D,
  LeakyReLU,
  MaxPooling2D,
  ReLU,
  Reshape,
  Sequential,
  SGD,
  Softmax,
  type ActivationName,
  type Layer,
} from "../../src/nn/index.ts";
import { provideTraining } from "./platforms.ts";
import { referenceForward } from "./reference-images.ts";

/** Half of the step of the central difference: good to 1e-8, and so short that it hardly ever crosses a kink. */
const STEP = 1e-7;
/** A gradient is some float32 roundings of numbers up to 1, and of the weight that it is taken off. */
const TOLERANCE = 2e-6;
const ROWS = 5;
/** Weights looked at in each array; small arrays are looked at whole. */
const LOOKS = 30;

beforeAll(() => provideTraining(undefined));

function floats(shape: Shape, seed: number): NdArray {
  const random = new Random(seed);
  const length = shape.reduce((product, axis) => product * axis, 1);
  return { data: Float32Array.from({ length }, () => 2 * random.nextFloat() - 1), shape };
}

/** The largest difference between the engine's gradient and the finite difference. */
async function gradientError(layers: Layer[], inputShape: Shape): Promise<number> {
  const model = new Sequential(layers, { seed: 3 });
  model.build(inputShape);
  // Scales of one and offsets of zero would hide mistakes.
  model.setWeights(
    model
      .getWeights()
      .map((weight, seed) => (weight.shape.length === 1 ? floats(weight.shape, seed) : weight)),
  );
  model.compile({ optimizer: new SGD({ learningRate: 1 }), loss: "mean_squared_error" });
  const x = floats([ROWS, ...inputShape], 1);
  const y = floats([ROWS, ...model.outputShape], 2);
  const before = model.getWeights();
  await model.fit(x, y, { batchSize: ROWS, shuffle: false, verbose: 0 });
  const after = model.getWeights();

  const weights = before.map(({ data }) => Array.from(data));
  const width = x.data.length / ROWS;
  const rows = Array.from({ length: ROWS }, (_, n) =>
    Array.from(x.data.subarray(n * width, (n + 1) * width)),
  );
  const lossAt = (): number => {
    const outputs = referenceForward(layers, weights, { rows, shape: inputShape }).rows.flat();
    return outputs.reduce((sum, output, i) => sum + (output - y.data[i]) ** 2, 0) / outputs.length;
  };
  let largest = 0;
  model
    .toRecord()
    .weights.flatMap((layer) => layer.weights)
    .forEach(({ name }, w) => {
      if (name.startsWith("moving")) return;
      const array = weights[w];
      const stride = Math.max(1, Math.floor(array.length / LOOKS));
      for (let i = 0; i < array.length; i += stride) {
        const weight = array[i];
        array[i] = weight + STEP;
        const above = lossAt();
        array[i] = weight - STEP;
        const below = lossAt();
        array[i] = weight;
        const gradient = before[w].data[i] - after[w].data[i];
        largest = Math.max(largest, Math.abs(gradient - (above - below) / (2 * STEP)));
      }
    });
  // A gradient that is zero everywhere would agree with a loss that does not depend on the weights.
  expect(before[0].data.some((value, i) => Math.abs(value - after[0].data[i]) > 1e-4)).toBe(true);
  return largest;
}

/** The tested layers on images of (5, 4, 3) that a Dense layer made, so that the gradient goes on behind them. */
const behindDense = (...tested: Layer[]): Layer[] => [
  new Dense(60, { activation: "tanh" }),
  new Reshape([5, 4, 3]),
  ...tested,
  new Flatten(),
  new Dense(3),
];

test.each([
  ["MaxPooling2D", () => [new MaxPooling2D()]],
  ["MaxPooling2D behind a ReLU", () => [new ReLU(), new MaxPooling2D({ padding: "same" })]],
  [
    "MaxPooling2D with windows that overlap",
    () => [new MaxPooling2D({ poolSize: 3, strides: 1, padding: "same" })],
  ],
  ["AveragePooling2D", () => [new AveragePooling2D([3, 2], { strides: [2, 1], padding: "same" })]],
  ["GlobalAveragePooling2D", () => [new GlobalAveragePooling2D()]],
  ["GlobalAveragePooling2D with keepdims", () => [new GlobalAveragePooling2D({ keepdims: true })]],
  ["BatchNormalization", () => [new BatchNormalization()]],
  ["BatchNormalization without gamma", () => [new BatchNormalization({ scale: false })]],
  ["BatchNormalization without beta", () => [new BatchNormalization({ center: false, epsilon: 0.1 })]],
  ["BatchNormalization of one axis", () => [new Flatten(), new BatchNormalization(), new ReLU()]],
  ["DepthwiseConv2D", () => [new DepthwiseConv2D(3)]],
  [
    "DepthwiseConv2D with strides and a multiplier",
    () => [new DepthwiseConv2D([3, 2], { strides: 2, padding: "same", depthMultiplier: 3 })],
  ],
  [
    "two DepthwiseConv2D layers",
    () => [
      new DepthwiseConv2D(2, { activation: "gelu" }),
      new DepthwiseConv2D(2, { padding: "same", activation: "relu" }),
    ],
  ],
  ["ReLU with all its options", () => [new ReLU({ maxValue: 0.4, negativeSlope: 0.25, threshold: 0.1 })]],
  ["LeakyReLU", () => [new LeakyReLU()]],
  ["Softmax of pixels", () => [new Softmax()]],
  ["Reshape of padded pixels", () => [new DepthwiseConv2D(2), new Reshape([-1, 3, 6])]],
] as const)("%s", async (_name, tested) => {
  expect(await gradientError(behindDense(...tested()), [7])).toBeLessThan(TOLERANCE);
});

test.each([
  ["MaxPooling2D", () => new MaxPooling2D()],
  ["BatchNormalization", () => new BatchNormalization()],
  [
    "DepthwiseConv2D with a multiplier",
    () => new DepthwiseConv2D(3, { depthMultiplier: 2, activation: "silu" }),
  ],
] as const)("%s as the first layer, of images that come in unpadded", async (_name, first) => {
  const layers = [first(), new DepthwiseConv2D(2), new Flatten(), new Dense(3)];
  expect(await gradientError(layers, [6, 7, 3])).toBeLessThan(TOLERANCE);
});

const NAMES: ActivationName[] = [
  "relu",
  "leaky_relu",
  "relu6",
  "elu",
  "gelu",
  "silu",
  "sigmoid",
  "tanh",
  "softmax",
];

test.each(NAMES)(
  "the activation %s, as a layer of its own, of a Dense and of a DepthwiseConv2D layer",
  async (activation) => {
    expect(await gradientError(behindDense(new Activation(activation)), [7])).toBeLessThan(TOLERANCE);
    const inside = behindDense(new DepthwiseConv2D(2, { activation }));
    expect(await gradientError(inside, [7])).toBeLessThan(TOLERANCE);
    const dense = [new Dense(9, { activation }), new Dense(4, { activation })];
    expect(await gradientError(dense, [6])).toBeLessThan(TOLERANCE);
  },
);
