/** A whole small fit of Keras's: three epochs of 23 examples in batches of 5, not shuffled, validated on others. */
import { expect, test } from "vitest";
import { goldenModel, largestDifference, ndArray, readGolden } from "./golden.ts";
import type { GoldenArray, GoldenModel } from "./golden.ts";

interface GoldenFit extends GoldenModel {
  batchSize: number;
  epochs: number;
  inputs: GoldenArray;
  targets: GoldenArray;
  validationInputs: GoldenArray;
  validationTargets: GoldenArray;
  history: Record<string, number[]>;
  evaluate: { loss: number; accuracy: number };
  predict: GoldenArray;
  finalWeights: GoldenArray[];
}

/** Absolute up to 1, relative beyond: some eight float32 roundings, since Keras sums in another order. */
const TOLERANCE = 1e-6;

const golden = readGolden("golden-fit.json") as GoldenFit;
const [x, y] = [ndArray(golden.inputs), ndArray(golden.targets)];

async function fitted() {
  const model = goldenModel(golden);
  const history = await model.fit(x, y, {
    batchSize: golden.batchSize,
    epochs: golden.epochs,
    shuffle: false,
    validationData: [ndArray(golden.validationInputs), ndArray(golden.validationTargets)],
    verbose: 0,
  });
  return { model, history };
}

test("fit gives Keras's history, names and all", async () => {
  const { history } = await fitted();
  expect(Object.keys(history.history)).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
  for (const [name, values] of Object.entries(golden.history)) {
    expect(largestDifference([{ data: history.history[name] }], [{ data: values }]), name).toBeLessThan(
      TOLERANCE,
    );
  }
});

test("fit ends with Keras's weights", async () => {
  const { model } = await fitted();
  expect(largestDifference(model.getWeights(), golden.finalWeights)).toBeLessThan(TOLERANCE);
});

test("evaluate and predict give Keras's figures behind the fit", async () => {
  const { model } = await fitted();
  const { loss, accuracy } = await model.evaluate(x, y, { verbose: 0 });
  expect(Math.abs(loss - golden.evaluate.loss)).toBeLessThan(TOLERANCE);
  // Keras keeps the share of 23 examples in float32.
  expect(Math.fround(accuracy)).toBe(Math.fround(golden.evaluate.accuracy));
  const predictions = model.predict(ndArray(golden.validationInputs));
  expect(largestDifference([predictions], [golden.predict])).toBeLessThan(TOLERANCE);
});
