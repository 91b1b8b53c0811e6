/** Follows Keras step by step: every optimizer and every loss, three single steps from the same weights. */
import { describe, expect, test } from "vitest";
import { SGD, type LossName } from "../../src/nn/index.ts";
import { goldenModel, largestDifference, ndArray, readGolden } from "./golden.ts";
import type { GoldenArray, GoldenModel } from "./golden.ts";

interface Case extends GoldenModel {
  name: string;
  loss: LossName;
  inputs: GoldenArray;
  targets: GoldenArray;
  predictions: GoldenArray;
  steps: { loss: number; weights: GoldenArray[] }[];
  optimizerVariables: (GoldenArray & { name: string })[];
}

/** Absolute up to 1, relative beyond: some eight float32 roundings, since Keras sums in another order. */
const TOLERANCE = 1e-6;

/** Relative to the largest number of a slot, which may be tiny: slots hold gradients, and squares with twice their error. */
const SLOT_TOLERANCE = 1e-5;

const { cases } = readGolden("golden-training.json") as { cases: Case[] };

const labels = ({ loss, targets }: Case) =>
  loss === "sparse_categorical_crossentropy" ? Int32Array.from(targets.data) : ndArray(targets);

describe.each(cases)("$name", (golden) => {
  test("predicts what Keras predicts", () => {
    const prediction = goldenModel(golden).predict(ndArray(golden.inputs));
    expect(prediction.shape).toEqual(golden.predictions.shape);
    expect(largestDifference([prediction], [golden.predictions])).toBeLessThan(TOLERANCE);
  });

  test("has Keras's loss and weights after each of three steps, and its optimizer state at the end", async () => {
    const model = goldenModel(golden);
    for (const [step, expected] of golden.steps.entries()) {
      const { history } = await model.fit(ndArray(golden.inputs), labels(golden), {
        batchSize: golden.inputs.shape[0],
        initialEpoch: step,
        epochs: step + 1,
        shuffle: false,
        verbose: 0,
      });
      expect(largestDifference([{ data: history.loss }], [{ data: [expected.loss] }])).toBeLessThan(
        TOLERANCE,
      );
      expect(largestDifference(model.getWeights(), expected.weights)).toBeLessThan(TOLERANCE);
    }
    const { iterations, learningRate, variables } = model.toRecord().optimizer ?? {};
    const [keptIterations, keptRate, ...slots] = golden.optimizerVariables;
    expect([iterations, learningRate]).toEqual([keptIterations.data[0], Math.fround(keptRate.data[0])]);
    expect(variables?.map(({ shape }) => shape)).toEqual(slots.map(({ shape }) => shape));
    expect(largestDifference(variables ?? [], slots, 0)).toBeLessThan(SLOT_TOLERANCE);
  });
});

test("the comparison notices a learning rate that is off by a thousandth", async () => {
  const golden = cases.find(({ name }) => name === "sgd") as Case;
  const model = goldenModel(golden);
  model.compile({ optimizer: new SGD({ learningRate: 0.1001 }), loss: golden.loss });
  await model.fit(ndArray(golden.inputs), labels(golden), { batchSize: 7, shuffle: false, verbose: 0 });
  expect(largestDifference(model.getWeights(), golden.steps[0].weights)).toBeGreaterThan(TOLERANCE);
});
