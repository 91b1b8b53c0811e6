/** Looking into networks: gradients against central differences, activations against shorter models. */
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/base/random.ts";
import { sizeOf, type NdArray } from "../../../src/base/shapes.ts";
import { hiddenModel } from "../../../src/nn/inside/hidden-model.ts";
import { LookThroughProgram } from "../../../src/nn/inside/look-through.ts";
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  MaxPooling2D,
  Rescaling,
  Sequential,
  type Layer,
} from "../../../src/nn/index.ts";

/** Half of a central difference: its error is of the order 1e-6, and float32's noise 1e-5. */
const STEP = 5e-3;
const TOLERANCE = 2e-3;

/** A model with weights that are neither tiny nor zero, the moments of normalizations among them. */
function modelOf(layers: Layer[]): Sequential {
  const model = new Sequential(layers, { seed: 5 });
  const random = new Random(9);
  const weights = model.getWeights().map(({ data, shape }) => ({
    shape,
    // Variances must be positive.
    data: shape.length > 1 ? data : data.map((value) => value + 0.2 + 0.6 * random.nextFloat()),
  }));
  model.setWeights(weights);
  return model;
}

function exampleOf({ inputShape }: Sequential, seed = 1): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: sizeOf(inputShape) }, () => random.nextFloat());
}

function predictOne(model: Sequential, data: Float32Array): Float32Array {
  return model.predict({ data, shape: [1, ...model.inputShape] }).data;
}

const NETWORKS: [string, () => Layer[]][] = [
  [
    "dense layers",
    () => [
      new Dense(9, { activation: "sigmoid", inputShape: [13] }),
      new Dropout(0.4),
      new Dense(7, { activation: "tanh" }),
      new Dense(5),
    ],
  ],
  [
    "convolutions, poolings and normalizations",
    () => [
      new Rescaling(2, { offset: -1, inputShape: [10, 10, 1] }),
      new Conv2D(5, 3, { activation: "silu" }),
      new BatchNormalization(),
      new AveragePooling2D(2),
      new Conv2D(9, 3, { padding: "same", useBias: false }),
      new BatchNormalization({ scale: false }),
      new Activation("tanh"),
      new Flatten(),
      new Dense(6),
      new BatchNormalization(),
      new Activation("sigmoid"),
      new Dense(4),
    ],
  ],
  [
    "a max pooling and a global average",
    () => [
      new Conv2D(4, 5, { activation: "tanh", inputShape: [12, 12, 1] }),
      new MaxPooling2D(),
      new GlobalAveragePooling2D(),
      new Dense(3),
    ],
  ],
];

describe.each(NETWORKS)("of %s", (_, layers) => {
  test("the gradient of every score is its central difference", () => {
    const model = modelOf(layers());
    const example = exampleOf(model);
    const { scores, gradients } = new LookThroughProgram(model).scoresAndGradients(example);
    expect(Array.from(scores)).toEqual(Array.from(predictOne(model, example), near));
    let largest = 0;
    example.forEach((value, i) => {
      const [more, less] = [value + STEP, value - STEP].map((changed) =>
        predictOne(model, example.with(i, changed)),
      );
      more.forEach((score, k) => {
        const difference = (score - less[k]) / (2 * STEP);
        largest = Math.max(largest, Math.abs(gradients[k][i]));
        expect(Math.abs(gradients[k][i] - difference)).toBeLessThan(TOLERANCE);
      });
    });
    expect(largest).toBeGreaterThan(10 * TOLERANCE);
  });

  test("the activation of every layer is what the model that ends there predicts", () => {
    const model = modelOf(layers());
    const example = exampleOf(model, 2);
    const { activations, outputs } = new LookThroughProgram(model).look(example);
    expect(activations.map(({ className }) => className)).toEqual(layers().map(({ className }) => className));
    const weights = model.getWeights();
    activations.forEach(({ values }, i) => {
      const short = new Sequential(layers().slice(0, i + 1));
      short.setWeights(weights.slice(0, short.getWeights().length));
      const expected: NdArray = short.predict({ data: example, shape: [1, ...model.inputShape] });
      expect([1, ...values.shape]).toEqual(expected.shape);
      expect(Array.from(values.data)).toEqual(Array.from(expected.data, near));
    });
    expect(outputs).toEqual(activations.at(-1)?.values.data);
  });
});

test("scores are what goes into the softmax, and their gradients do not die where it saturates", () => {
  const model = new Sequential([new Dense(3, { activation: "softmax", inputShape: [2] })]);
  model.setWeights([
    { data: Float32Array.of(50, 0, -50, 10, 0, 30), shape: [2, 3] },
    { data: Float32Array.of(1, 2, 3), shape: [3] },
  ]);
  const program = new LookThroughProgram(model);
  const example = Float32Array.of(1, 0.5);
  const { scores, outputs } = program.look(example);
  expect(Array.from(scores)).toEqual([56, 2, -32]);
  expect(outputs[0]).toBeCloseTo(1);
  expect(program.scoresAndGradients(example).gradients.map((row) => Array.from(row))).toEqual([
    [50, 10],
    [0, 0],
    [-50, 30],
  ]);
});

test("of a ReLU network the gradient is the product of the weights whose unit is on", () => {
  const model = new Sequential([
    new Dense(2, { activation: "relu", inputShape: [2] }),
    new Dense(2, { activation: "softmax" }),
  ]);
  model.setWeights([
    { data: Float32Array.of(1, -1, 2, -3), shape: [2, 2] },
    { data: Float32Array.of(0, 0), shape: [2] },
    { data: Float32Array.of(4, 5, 6, 7), shape: [2, 2] },
    { data: Float32Array.of(0, 0), shape: [2] },
  ]);
  // The first unit gives 1 * 1 + 2 * 1 = 3; the second -4, and is off.
  const { gradients } = new LookThroughProgram(model).scoresAndGradients(Float32Array.of(1, 1));
  expect(gradients.map((row) => Array.from(row))).toEqual([
    [4, 8],
    [5, 10],
  ]);
});

test("it keeps the weights that the model had", () => {
  const model = new Sequential([new Dense(2, { useBias: false, inputShape: [1] })]);
  const weights = (value: number): NdArray[] => [{ data: Float32Array.of(value, -value), shape: [1, 2] }];
  model.setWeights(weights(3));
  const program = new LookThroughProgram(model);
  model.setWeights(weights(8));
  expect(Array.from(program.look(Float32Array.of(2)).scores)).toEqual([6, -6]);
});

test("a wrong example and a network without classes are refused by name", () => {
  const dense = new Sequential([new Dense(2, { inputShape: [4] })]);
  expect(() => new LookThroughProgram(dense).look(new Float32Array(5))).toThrow(
    /expected 4 numbers.*received 5/s,
  );
  const image = new Sequential([new Conv2D(2, 3, { inputShape: [5, 5, 1] })]);
  expect(() => new LookThroughProgram(image)).toThrow(/tells classes apart/);
});

test("a hidden model gives what the last weights are given", () => {
  const model = modelOf(NETWORKS[1][1]());
  const example = exampleOf(model);
  const { activations } = new LookThroughProgram(model).look(example);
  expect(Array.from(predictOne(hiddenModel(model), example))).toEqual(
    Array.from(activations[10].values.data, near),
  );
  expect(() => hiddenModel(new Sequential([new Dense(2, { inputShape: [4] })]))).toThrow(/no hidden layer/);
});

/** Sums are made in another order where a normalization is folded in. */
function near(value: number): unknown {
  return expect.closeTo(value, 4);
}
