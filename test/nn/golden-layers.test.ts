/** Follows Keras through three steps of a small network around each layer, and predicts as it does, before and after. */
import { beforeAll, describe, expect, test } from "vitest";
import { goldenModel, largestDifference, ndArray, readGolden } from "./golden.ts";
import type { GoldenArray, GoldenModel } from "./golden.ts";
import { provideTraining } from "./platforms.ts";

interface Case extends GoldenModel {
  name: string;
  inputs: GoldenArray;
  targets: GoldenArray;
  predictions: GoldenArray;
  losses: number[];
  trainedWeights: GoldenArray[];
  trainedPredictions: GoldenArray;
}

/** Absolute up to 1, relative beyond: some float32 roundings, since Keras sums in another order. */
const TOLERANCE = 2e-6;

const cases = ["golden-layers.json", "golden-convolutions.json"].flatMap(
  (file) => (readGolden(file) as { cases: Case[] }).cases,
);

// A worker for each fit would take seconds and show nothing more.
beforeAll(() => provideTraining(undefined));

describe.each(cases)("$name", (golden) => {
  test("predicts what Keras predicts", () => {
    const prediction = goldenModel(golden).predict(ndArray(golden.inputs));
    expect(prediction.shape).toEqual(golden.predictions.shape);
    expect(largestDifference([prediction], [golden.predictions])).toBeLessThan(TOLERANCE);
  });

  test("has Keras's losses in three steps, and its weights and predictions behind them", async () => {
    const model = goldenModel(golden);
    const [rows] = golden.inputs.shape;
    const options = { batchSize: rows, epochs: golden.losses.length, shuffle: false, verbose: 0 } as const;
    const { history } = await model.fit(ndArray(golden.inputs), ndArray(golden.targets), options);
    expect(largestDifference([{ data: history.loss }], [{ data: golden.losses }])).toBeLessThan(TOLERANCE);
    expect(largestDifference(model.getWeights(), golden.trainedWeights)).toBeLessThan(TOLERANCE);
    const prediction = model.predict(ndArray(golden.inputs));
    expect(largestDifference([prediction], [golden.trainedPredictions])).toBeLessThan(TOLERANCE);
  });

  test("keeps its configuration from Keras through Inkling", () => {
    const { model } = golden;
    const ours = goldenModel(golden).toJSON();
    const configs = (config: typeof model): unknown =>
      (config.config["layers"] as { class_name: string; config: unknown }[]).map((layer) => [
        layer.class_name,
        layer.config,
      ]);
    expect((configs(ours) as unknown[]).slice(1)).toEqual((configs(model) as unknown[]).slice(1));
  });
});
