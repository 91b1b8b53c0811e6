/** Losses as objects: their options, configurations and errors. Their kernels: test/kernels/losses.test.ts. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  Dense,
  MeanSquaredError,
  Sequential,
  SparseCategoricalCrossentropy,
  type CompileOptions,
  type Labels,
  type Loss,
} from "../../src/nn/index.ts";
import { getLoss } from "../../src/nn/losses/get-loss.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";

beforeAll(() => provideTraining(undefined));

/** The loss of one example of a network that gives these outputs, whatever it is given. */
async function lossOf(
  loss: CompileOptions["loss"],
  outputs: number[],
  labels: Labels,
  activation = "linear",
) {
  const model = new Sequential([
    new Dense(outputs.length, { activation: activation as "linear", inputShape: [1] }),
  ]);
  model.setWeights([
    { data: new Float32Array(outputs.length), shape: [1, outputs.length] },
    { data: Float32Array.from(outputs), shape: [outputs.length] },
  ]);
  model.compile({ loss });
  return (await model.evaluate([[1]], labels, { verbose: 0 })).loss;
}

describe("label smoothing by hand", () => {
  test("spreads a share of a class over all of them", async () => {
    // A quarter of 0.8 each, and 0.2 more for the true one: -0.4 ln 0.5 - 3 · 0.2 ln(1/6).
    const expected = -0.4 * Math.log(0.5) - 0.6 * Math.log(1 / 6);
    const loss = new CategoricalCrossentropy({ labelSmoothing: 0.8 });
    const probabilities = [1 / 6, 1 / 2, 1 / 6, 1 / 6];
    const labels = [[0, 1, 0, 0]];
    expect(await lossOf(loss, probabilities, labels)).toBeCloseTo(expected, 6);
    expect(await lossOf(loss, probabilities.map(Math.log), labels, "softmax")).toBeCloseTo(expected, 6);
  });

  test("does the same to rows of probabilities", async () => {
    // (0.75, 0.25) becomes (0.625, 0.375).
    const expected = -0.625 * Math.log(0.2) - 0.375 * Math.log(0.8);
    const loss = new CategoricalCrossentropy({ labelSmoothing: 0.5 });
    expect(await lossOf(loss, [0.2, 0.8], [[0.75, 0.25]])).toBeCloseTo(expected, 6);
    const logits = [Math.log(0.2), Math.log(0.8)];
    expect(await lossOf(loss, logits, [[0.75, 0.25]], "softmax")).toBeCloseTo(expected, 6);
  });

  test("draws binary labels towards one half", async () => {
    // 1 becomes 0.9 and 0 becomes 0.1.
    const expected =
      (-0.9 * Math.log(0.8) - 0.1 * Math.log(0.2) - 0.1 * Math.log(0.8) - 0.9 * Math.log(0.2)) / 2;
    const loss = new BinaryCrossentropy({ labelSmoothing: 0.2 });
    expect(await lossOf(loss, [0.8, 0.8], [[1, 0]])).toBeCloseTo(expected, 6);
    const logit = Math.log(0.8 / 0.2);
    expect(await lossOf(loss, [logit, logit], [[1, 0]], "sigmoid")).toBeCloseTo(expected, 6);
  });

  test("does not change what counts as right", async () => {
    const model = new Sequential([new Dense(2, { activation: "softmax", inputShape: [2] })]);
    model.compile({ loss: new CategoricalCrossentropy({ labelSmoothing: 1 }), metrics: ["accuracy"] });
    model.setWeights([
      { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] },
      { data: new Float32Array(2), shape: [2] },
    ]);
    const labels = [
      [1, 0],
      [0, 1],
      [1, 0],
    ];
    const { accuracy } = await model.evaluate([...labels.slice(0, 2), [0, 1]], labels, { verbose: 0 });
    expect(accuracy).toBeCloseTo(2 / 3, 12);
  });
});

describe("configurations", () => {
  const { losses } = readGolden("golden-training-options.json") as { losses: KerasObject[] };
  const objects: [string, Loss][] = [
    ["CategoricalCrossentropy", new CategoricalCrossentropy({ labelSmoothing: 0.1 })],
    ["BinaryCrossentropy", new BinaryCrossentropy({ labelSmoothing: 0.2 })],
    ["SparseCategoricalCrossentropy", new SparseCategoricalCrossentropy()],
    ["MeanSquaredError", new MeanSquaredError()],
  ];

  test.each(objects)("%s is serialised as Keras serialises it, and comes back", (className, loss) => {
    const golden = losses.find((object) => object.class_name === className) as KerasObject;
    expect(loss.serialise()).toEqual(golden);
    expect(getLoss(golden)).toEqual(loss);
  });

  test("a model keeps an object as an object, and a name as Keras's name", () => {
    const model = new Sequential([new Dense(2, { inputShape: [1] })]);
    const recorded = (loss: CompileOptions["loss"]) => {
      model.compile({ loss });
      const record = model.toRecord();
      expect(Sequential.fromRecord(record).toRecord()).toEqual(record);
      return record.compile?.loss;
    };
    expect(recorded(new BinaryCrossentropy({ labelSmoothing: 0.2 }))).toEqual(losses[1]);
    expect(recorded("mse")).toBe("mean_squared_error");
  });
});

describe("errors", () => {
  test.each([-0.1, 1.1, NaN])("a smoothing of %d is out of range", (labelSmoothing) => {
    expect(() => new CategoricalCrossentropy({ labelSmoothing })).toThrow(RangeError);
    expect(() => new BinaryCrossentropy({ labelSmoothing })).toThrow("labelSmoothing");
  });

  test.each([undefined, null, 3, {}, MeanSquaredError])("%o is no loss", (loss) => {
    const model = new Sequential([new Dense(2, { inputShape: [1] })]);
    expect(() => model.compile({ loss: loss as "mse" })).toThrow(TypeError);
  });

  test("a class of Keras's that Inkling does not have is named", () => {
    expect(() => getLoss({ class_name: "CategoricalFocalCrossentropy", config: {} })).toThrow(
      /unknown loss "categorical_focal_crossentropy": expected one of categorical_crossentropy/,
    );
  });
});
