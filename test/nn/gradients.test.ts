/**
 * Gradients against central differences of the loss in double precision. The engine's gradient is what one step of
 * SGD with learning rate 1 takes off each weight.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { Random } from "../../src/base/random.ts";
import type { Images, NdArray } from "../../src/base/shapes.ts";
import {
  Dense,
  Dropout,
  Flatten,
  Rescaling,
  Sequential,
  SGD,
  type ActivationName,
  type Layer,
  type LossName,
} from "../../src/nn/index.ts";
import { provideTraining } from "./platforms.ts";
import { referenceLoss } from "./reference-network.ts";

const ACTIVATIONS: ActivationName[] = ["linear", "relu", "sigmoid", "tanh", "softmax"];
const LOSSES: LossName[] = [
  "categorical_crossentropy",
  "sparse_categorical_crossentropy",
  "mean_squared_error",
  "binary_crossentropy",
];
/** Half of the step of the central difference: good to 1e-8, and so short that it hardly ever crosses a relu's kink. */
const STEP = 1e-7;
/** A gradient is some float32 roundings of numbers up to 1, and of the weight that it is taken off. */
const TOLERANCE = 1e-6;
/** Of weights and dropout. */
const SEED = 3;
/** Weights looked at in each array; small arrays are looked at whole. */
const LOOKS = 25;

interface Case {
  layers: Layer[];
  inputs: NdArray | Images;
  y: Matrix;
  loss: LossName;
  mask?: Matrix;
  /** Range of the weights. @default as the layers' initializers make them */
  weights?: { low: number; high: number };
}

// A worker for each of the hundred fits would take seconds and show nothing more.
beforeAll(() => provideTraining(undefined));

/** The largest difference between the engine's gradient and the finite difference. */
async function gradientError({ layers, inputs, y, loss, mask, weights: range }: Case): Promise<number> {
  const model = new Sequential(layers, { seed: SEED });
  if (range !== undefined) {
    model.setWeights(model.getWeights().map(({ shape }, seed) => floats([...shape], { seed, ...range })));
  }
  model.compile({ optimizer: new SGD({ learningRate: 1 }), loss });
  const [rows, width] = [inputs.shape[0], inputs.data.length / inputs.shape[0]];
  const scale = "scale" in inputs ? inputs.scale : 1;
  const x = Array.from({ length: rows }, (_, n) =>
    Array.from(inputs.data.subarray(n * width, (n + 1) * width), (value) =>
      Math.fround(value * Math.fround(scale)),
    ),
  );
  const before = model.getWeights();
  const targets = loss.startsWith("sparse") ? Int32Array.from(y, (row) => row.indexOf(1)) : y;
  await model.fit(inputs, targets, { batchSize: rows, shuffle: false, verbose: 0 });
  const after = model.getWeights();

  const weights = before.map(({ data }) => Array.from(data));
  const lossAt = () => referenceLoss(model, weights, { x, y, loss, mask });
  let largest = 0;
  weights.forEach((array, w) => {
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
  expect(
    before.some(({ data }, w) => data.some((value, i) => Math.abs(value - after[w].data[i]) > 1e-4)),
  ).toBe(true);
  return largest;
}

/** Seeded numbers from `low` to `high`; each is zero with probability `blank`. */
function floats(shape: number[], { seed = 1, low = -1, high = 1, blank = 0 } = {}): NdArray {
  const random = new Random(seed);
  const count = shape.reduce((product, axis) => product * axis, 1);
  const draw = () => (random.nextFloat() < blank ? 0 : low + (high - low) * random.nextFloat());
  return { data: Float32Array.from({ length: count }, draw), shape };
}

const oneHot = (rows: number, width: number) =>
  Array.from({ length: rows }, (_, n) =>
    Array.from({ length: width }, (_, k) => (k === (n * 5) % width ? 1 : 0)),
  );
const values = (rows: number, width: number, options = {}) => {
  const { data } = floats([rows, width], { seed: 9, ...options });
  return Array.from({ length: rows }, (_, n) => Array.from(data.subarray(n * width, (n + 1) * width)));
};
describe.each(LOSSES)("%s of the outputs of a Dense layer", (loss) => {
  const y = loss === "mean_squared_error" ? values(7, 4) : oneHot(7, 4);

  test.each(ACTIVATIONS.flatMap((activation) => [true, false].map((useBias) => ({ activation, useBias }))))(
    "with activation $activation and useBias $useBias",
    async ({ activation, useBias }) => {
      const layers = [
        new Dense(5, { activation: "sigmoid", useBias, inputShape: [6] }),
        new Dense(4, { activation, useBias }),
      ];
      // Small positive weights keep all outputs within (0, 1), where every loss is defined and nothing is clipped.
      const weights = { low: 0.02, high: 0.14 };
      expect(await gradientError({ layers, inputs: floats([7, 6]), y, loss, weights })).toBeLessThan(
        TOLERANCE,
      );
    },
  );
});

test("categorical_crossentropy of rows of probabilities behind a softmax", async () => {
  const rows = values(7, 4, { low: 0, high: 0.5 });
  const layers = [new Dense(4, { activation: "softmax", inputShape: [6] })];
  const facts = { layers, inputs: floats([7, 6]), y: rows, loss: "categorical_crossentropy" } as const;
  expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
});

describe("through every kind of layer", () => {
  const loss = "mean_squared_error";

  test.each(ACTIVATIONS)("a hidden Dense with activation %s", async (activation) => {
    const layers = [
      new Dense(9, { activation: "tanh", inputShape: [6] }),
      new Dense(7, { activation }),
      new Dense(3, { activation: "tanh" }),
    ];
    expect(await gradientError({ layers, inputs: floats([5, 6]), y: values(5, 3), loss })).toBeLessThan(
      TOLERANCE,
    );
  });

  test("Flatten of examples with two axes", async () => {
    const layers = [new Flatten({ inputShape: [2, 3] }), new Dense(3, { activation: "sigmoid" })];
    const inputs = floats([5, 2, 3]);
    expect(await gradientError({ layers, inputs, y: values(5, 3), loss })).toBeLessThan(TOLERANCE);
  });

  test.each([0, 0.7])("Rescaling first and between layers, with offset %d", async (offset) => {
    const layers = [
      new Rescaling(0.5, { offset, inputShape: [6] }),
      new Dense(5, { activation: "relu" }),
      new Rescaling(-1.5, { offset }),
      new Dense(3),
    ];
    expect(await gradientError({ layers, inputs: floats([5, 6]), y: values(5, 3), loss })).toBeLessThan(
      TOLERANCE,
    );
  });

  test.each(["tanh", "relu"] as const)(
    "Dropout behind %s, whose mask the step's key fixes",
    async (activation) => {
      const [rows, width, rate] = [7, 6, 0.4];
      const mask = await dropoutMask(rows, width, rate);
      expect(new Set(mask.flat())).toEqual(new Set([0, 1]));
      const layers = [
        new Dense(width, { activation, inputShape: [rows] }),
        new Dropout(rate),
        new Dense(3, { activation: "sigmoid" }),
      ];
      const facts = { layers, inputs: floats([rows, rows]), y: values(rows, 3), loss, mask } as const;
      expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
    },
  );
});

describe("on the paths of wide and sparse layers", () => {
  const rows = 18;
  const bytes = (blank: number): Images => {
    const { data } = floats([rows, 100], { low: 0, high: 256, blank });
    return { data: Uint8Array.from(data), shape: [rows, 100], scale: 1 / 255 };
  };
  // From 64 units on, matrices are packed into panels.
  const wide = (activation: ActivationName) => [
    new Dense(80, { activation, inputShape: [100] }),
    new Dense(72, { activation }),
    new Dense(10, { activation: "softmax" }),
  ];
  const narrow = (activation: ActivationName) => [
    new Dense(10, { activation, inputShape: [100] }),
    new Dense(7, { activation }),
    new Dense(10, { activation: "softmax" }),
  ];
  const loss = "sparse_categorical_crossentropy";

  test.each([
    ["wide", "dense floats", wide, () => floats([rows, 100])],
    ["wide", "floats with many zeros", wide, () => floats([rows, 100], { blank: 0.8 })],
    ["wide", "dense bytes", wide, () => bytes(0)],
    ["wide", "bytes with many zeros", wide, () => bytes(0.8)],
    ["narrow", "dense floats", narrow, () => floats([rows, 100])],
    ["narrow", "bytes with many zeros", narrow, () => bytes(0.8)],
  ] as const)("%s relu layers on %s", async (_width, _inputs, layers, inputs) => {
    const facts = { layers: layers("relu"), inputs: inputs(), y: oneHot(rows, 10), loss } as const;
    expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
  });

  test.each(["sigmoid", "tanh"] as const)("wide %s layers, which are dense", async (activation) => {
    const facts = { layers: wide(activation), inputs: bytes(0.8), y: oneHot(rows, 10), loss } as const;
    expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
  });

  test("a Rescaling first, on bytes", async () => {
    const layers = [
      new Rescaling(2, { inputShape: [100] }),
      new Dense(72, { activation: "relu" }),
      new Dense(10),
    ];
    const facts = { layers, inputs: bytes(0.8), y: values(rows, 10), loss: "mean_squared_error" } as const;
    expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
  });

  test.each([0, 0.5])("a Rescaling with offset %d between wide relu layers", async (offset) => {
    const [first, ...rest] = wide("relu");
    const facts = { inputs: bytes(0.8), y: oneHot(rows, 10), loss } as const;
    const layers = [first, new Rescaling(1.5, { offset }), ...rest];
    expect(await gradientError({ layers, ...facts })).toBeLessThan(TOLERANCE);
  });

  test("a Dropout between wide relu layers", async () => {
    const mask = await dropoutMask(rows, 80, 0.3);
    const layers = [
      new Dense(80, { activation: "relu", inputShape: [rows] }),
      new Dropout(0.3),
      new Dense(72, { activation: "relu" }),
      new Dense(10, { activation: "softmax" }),
    ];
    const facts = { layers, inputs: floats([rows, rows]), y: oneHot(rows, 10), loss, mask } as const;
    expect(await gradientError(facts)).toBeLessThan(TOLERANCE);
  });
});

/**
 * The mask that the first step drops with, seen from outside: example n is alone in using row n of the first
 * kernel, so that row's gradient is zero exactly where the mask dropped.
 */
async function dropoutMask(rows: number, width: number, rate: number): Promise<Matrix> {
  const model = new Sequential([new Dense(width, { inputShape: [rows] }), new Dropout(rate)], { seed: SEED });
  model.compile({ optimizer: new SGD({ learningRate: 1 }), loss: "mean_squared_error" });
  const before = model.getWeights()[0].data;
  const identity = Array.from({ length: rows }, (_, n) =>
    Array.from({ length: rows }, (_, k) => (k === n ? 1 : 0)),
  );
  const far = Array.from({ length: rows }, () => new Array<number>(width).fill(100));
  await model.fit(identity, far, { batchSize: rows, shuffle: false, verbose: 0 });
  const after = model.getWeights()[0].data;
  return identity.map((_, n) =>
    Array.from({ length: width }, (_, k) => (before[n * width + k] === after[n * width + k] ? 0 : 1)),
  );
}
