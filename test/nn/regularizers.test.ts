/** L2 on weights: configurations, the loss by hand, and gradients against finite differences. */
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  Dense,
  L2,
  Sequential,
  SGD,
  type CompileOptions,
  type DenseOptions,
} from "../../src/nn/index.ts";
import type { JsonObject, KerasObject } from "../../src/nn/model-record.ts";
import { getRegularizer } from "../../src/nn/regularizers/get-regularizer.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";
import { referenceLoss } from "./reference-network.ts";

beforeAll(() => provideTraining(undefined));

const { regularizers, networks } = readGolden("golden-training-options.json") as {
  regularizers: JsonObject[];
  networks: Record<string, { model: KerasObject }>;
};

describe("configurations", () => {
  test("L2 is serialised as Keras serialises it, and comes back", () => {
    expect([new L2(), new L2({ l2: 0.5 })].map((regularizer) => regularizer.serialise())).toEqual(
      regularizers,
    );
    expect(regularizers.map((object) => getRegularizer(object))).toEqual([
      new L2({ l2: 0.01 }),
      new L2({ l2: 0.5 }),
    ]);
  });

  test("a name stands for the default, none for none", () => {
    expect([getRegularizer("l2"), getRegularizer("L2")]).toEqual([new L2(), new L2()]);
    expect([getRegularizer(null), getRegularizer(undefined)]).toEqual([undefined, undefined]);
  });

  test("a network of Keras's with penalties comes back as it was", () => {
    const { model } = networks["regularised"];
    const layers = (object: KerasObject) => object.config["layers"] as unknown as KerasObject[];
    const own = Sequential.fromConfig(model).toJSON();
    expect(layers(own).map(({ config }) => config)).toEqual(layers(model).map(({ config }) => config));
  });

  test.each([
    ["l1", RangeError, "expected one of l2"],
    [regularizers.length, TypeError, "not a name"],
    [{ class_name: "L1L2", config: {} }, RangeError, "l1l2"],
    [{ class_name: "L2", config: { l2: -1 } }, RangeError, "l2 is out of range"],
  ])("%o is refused", (given, kind, message) => {
    const make = () => new Dense(3, { kernelRegularizer: given as "l2" });
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });
});

/** A network of 6 inputs and 4 outputs with seeded weights. */
function network(
  options: DenseOptions,
  loss: CompileOptions["loss"],
  activation: "softmax" | "sigmoid" = "softmax",
) {
  const model = new Sequential([
    new Dense(5, { activation: "tanh", inputShape: [6], ...options }),
    new Dense(4, { activation }),
  ]);
  const random = new Random(5);
  model.setWeights(
    model.getWeights().map(({ shape, data }) => ({ shape, data: data.map(() => random.nextFloat() - 0.4) })),
  );
  model.compile({ optimizer: new SGD({ learningRate: 1 }), loss });
  return model;
}

const random = new Random(6);
const x = Array.from({ length: 7 }, () =>
  Array.from({ length: 6 }, () => Math.fround(random.nextFloat() - 0.5)),
);
const y = x.map((_, n) => Array.from({ length: 4 }, (__, k) => (k === n % 4 ? 1 : 0)));
const penalties = { kernelRegularizer: new L2({ l2: 0.3 }), biasRegularizer: new L2({ l2: 0.7 }) };
/** Sum of squares, and the factor of each weight of `network` with `penalties`. */
const squares = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value * value, 0);
const FACTORS = [0.3, 0.7, 0, 0];

describe("the penalty", () => {
  test("is added to what evaluate and fit report, of training and of validation", async () => {
    const plain = network({}, "categorical_crossentropy");
    const model = network(penalties, "categorical_crossentropy");
    const penalty = model.getWeights().reduce((sum, { data }, w) => sum + FACTORS[w] * squares(data), 0);
    const without = (await plain.evaluate(x, y, { verbose: 0 })).loss;
    expect((await model.evaluate(x, y, { verbose: 0 })).loss).toBeCloseTo(without + penalty, 6);
    const { history } = await model.fit(x, y, { batchSize: 7, verbose: 0, validationData: [x, y] });
    expect(history.loss[0]).toBeCloseTo(without + penalty, 6);
    const { loss: after } = await model.evaluate(x, y, { verbose: 0 });
    expect(history.val_loss[0]).toBeCloseTo(after, 12);
  });

  test("of each step is that of the weights before the step, weighted by its examples", async () => {
    // Without a slope of its own the loss is the penalty: w = 1 halves its way to 0 with each step.
    const model = new Sequential([
      new Dense(1, { useBias: false, inputShape: [1], kernelRegularizer: new L2({ l2: 0.5 }) }),
    ]);
    model.setWeights([{ data: Float32Array.of(1), shape: [1, 1] }]);
    model.compile({ optimizer: new SGD({ learningRate: 0.5 }), loss: "mse" });
    const zeros = [[0], [0], [0]];
    const { history } = await model.fit(zeros, zeros, { batchSize: 2, verbose: 0 });
    expect(history.loss[0]).toBeCloseTo((2 * 0.5 + 0.5 * 0.25) / 3, 7);
    expect(model.getWeights()[0].data[0]).toBe(0.25);
  });
});

/** The largest difference between the engine's gradient and central differences of a loss in double precision. */
async function gradientError(model: Sequential, lossAt: (weights: number[][]) => number): Promise<number> {
  const before = model.getWeights();
  await model.fit(x, y, { batchSize: 7, shuffle: false, verbose: 0 });
  const after = model.getWeights();
  const weights = before.map(({ data }) => Array.from(data));
  const step = 1e-6;
  let largest = 0;
  weights.forEach((array, w) =>
    array.forEach((weight, i) => {
      array[i] = weight + step;
      const above = lossAt(weights);
      array[i] = weight - step;
      const below = lossAt(weights);
      array[i] = weight;
      const gradient = before[w].data[i] - after[w].data[i];
      largest = Math.max(largest, Math.abs(gradient - (above - below) / (2 * step)));
    }),
  );
  return largest;
}

describe("the gradient", () => {
  test("of L2 on a kernel and a bias agrees with finite differences", async () => {
    const loss = "categorical_crossentropy";
    const model = network(penalties, loss);
    const lossAt = (weights: number[][]) =>
      referenceLoss(model, weights, { x, y, loss }) +
      weights.reduce((sum, array, w) => sum + FACTORS[w] * squares(array), 0);
    expect(await gradientError(model, lossAt)).toBeLessThan(1e-6);
  });

  test.each([0.1, 0.6])("of labels smoothed by %d agrees with finite differences", async (labelSmoothing) => {
    const model = network({}, new CategoricalCrossentropy({ labelSmoothing }));
    const smoothed = y.map((row) => row.map((t) => t * (1 - labelSmoothing) + labelSmoothing / 4));
    const data = { x, y: smoothed, loss: "categorical_crossentropy" } as const;
    expect(await gradientError(model, (weights) => referenceLoss(model, weights, data))).toBeLessThan(1e-6);
  });

  test.each([0.1, 0.6])(
    "of binary labels smoothed by %d agrees with finite differences",
    async (labelSmoothing) => {
      const model = network({}, new BinaryCrossentropy({ labelSmoothing }), "sigmoid");
      const smoothed = y.map((row) => row.map((t) => t * (1 - labelSmoothing) + labelSmoothing / 2));
      const data = { x, y: smoothed, loss: "binary_crossentropy" } as const;
      expect(await gradientError(model, (weights) => referenceLoss(model, weights, data))).toBeLessThan(1e-6);
    },
  );

  test("of smoothed labels behind an activation that is not fused agrees with finite differences", async () => {
    const labelSmoothing = 0.2;
    const model = network({}, new CategoricalCrossentropy({ labelSmoothing }), "sigmoid");
    const smoothed = y.map((row) => row.map((t) => t * (1 - labelSmoothing) + labelSmoothing / 4));
    const data = { x, y: smoothed, loss: "categorical_crossentropy" } as const;
    expect(await gradientError(model, (weights) => referenceLoss(model, weights, data))).toBeLessThan(1e-6);
  });
});
