/** Callbacks handed over from process to process: after every epoch a fresh one takes the state of the last. */
import { describe, expect, test } from "vitest";
import type { Callback, CallbackState, Logs } from "../../../src/nn/index.ts";
import {
  CSVLogger,
  EarlyStopping,
  History,
  ModelCheckpoint,
  ReduceLROnPlateau,
  type CSVLoggerOptions,
  type EarlyStoppingOptions,
  type ModelCheckpointOptions,
  type ReduceLROnPlateauOptions,
} from "../../../src/nn/index.ts";
import { recordPlatform } from "../recording-platform.ts";
import { attach, FakeModel, golden, orNaN, type GoldenCase } from "./drive.ts";

/** Drives as `drive` does, but with a new callback for every epoch; returns what it saw and the last callback. */
async function handOver<C extends Callback>(make: () => C, model: FakeModel, epochs: readonly Logs[]) {
  const seen: { stop: boolean; learningRate: number }[] = [];
  let callback = make();
  let state: CallbackState | undefined;
  for (const [epoch, logs] of epochs.entries()) {
    callback = make();
    attach(callback, model, { epochs: epochs.length, metrics: Object.keys(epochs[0]) });
    await callback.onTrainBegin();
    if (state !== undefined) await callback.restoreState(state);
    await callback.onEpochBegin(epoch);
    model.setWeights([{ data: Float32Array.of(epoch + 1), shape: [1, 1] }]);
    await callback.onEpochEnd(epoch, logs);
    state = throughFile(callback.saveState());
    seen.push({ stop: model.stopTraining, learningRate: model.learningRate });
    if (model.stopTraining) break;
  }
  await callback.onTrainEnd();
  return { seen, callback };
}

/** As a backup's file holds it. */
function throughFile(state: CallbackState | undefined): CallbackState | undefined {
  if (state === undefined) return undefined;
  const { values, arrays } = state;
  return { values: JSON.parse(JSON.stringify(values)) as CallbackState["values"], arrays };
}

describe("a callback that goes on from its state does what Keras's does without a break", () => {
  test.each(
    golden<GoldenCase<EarlyStoppingOptions> & { finalWeight: number; stoppedEpoch: number }>("earlyStopping"),
  )(
    "EarlyStopping with $options when the figure is $values",
    async ({ options, values, epochs, finalWeight, stoppedEpoch, printed }) => {
      const platform = recordPlatform();
      const model = new FakeModel();
      const logs = values.map((value) => ({ [options.monitor ?? "val_loss"]: orNaN(value) }));
      const { seen, callback } = await handOver(() => new EarlyStopping(options), model, logs);
      expect(seen).toEqual(epochs);
      expect(callback.stoppedEpoch).toBe(stoppedEpoch);
      expect(model.weight).toBe(finalWeight);
      expect(platform.printed).toBe(printed);
    },
  );

  test.each(golden<GoldenCase<ReduceLROnPlateauOptions> & { rate: number }>("reduceLROnPlateau"))(
    "ReduceLROnPlateau with $options when the figure is $values",
    async ({ options, rate, values, epochs, printed }) => {
      const platform = recordPlatform();
      const logs = values.map((value) => ({ [options.monitor ?? "val_loss"]: orNaN(value) }));
      const { seen } = await handOver(() => new ReduceLROnPlateau(options), new FakeModel(rate), logs);
      expect(seen).toEqual(epochs);
      expect(platform.printed).toBe(printed);
    },
  );

  test.each(
    golden<GoldenCase<ModelCheckpointOptions & { filepath: string }> & { saved: string[] }>(
      "modelCheckpoint",
    ),
  )(
    "ModelCheckpoint with $options when every figure is $values",
    async ({ options: { filepath, ...options }, values, saved, printed }) => {
      const platform = recordPlatform();
      const model = new FakeModel();
      const names = ["accuracy", "loss", "val_accuracy", "val_loss"];
      const logs = values.map((value) => Object.fromEntries(names.map((name) => [name, orNaN(value)])));
      // Keras's files are .keras, which Inkling does not write; else the names are Keras's.
      const toH5 = (text: string): string => text.replaceAll(".keras", ".h5");
      await handOver(() => new ModelCheckpoint(toH5(filepath), options), model, logs);
      expect(model.saved).toEqual(saved.map(toH5));
      expect(platform.printed).toBe(toH5(printed));
    },
  );

  interface CsvCase {
    options: CSVLoggerOptions;
    existing: string | null;
    epochs: Record<string, number | null>[];
    text: string;
  }

  test.each(golden<CsvCase>("csvLogger"))(
    "CSVLogger with $options after $epochs",
    async ({ options, existing, epochs, text }) => {
      const platform = recordPlatform();
      if (existing !== null) platform.files.set("log.csv", existing);
      const logs = epochs.map((epoch) =>
        Object.fromEntries(Object.entries(epoch).map(([name, value]) => [name, orNaN(value)])),
      );
      await handOver(() => new CSVLogger("log.csv", options), new FakeModel(), logs);
      expect(platform.files.get("log.csv")).toBe(text);
    },
  );

  test("History, with figures that JSON does not know", async () => {
    const losses = [0.5, NaN, Infinity, -Infinity, 0.25];
    const logs = losses.map((loss) => ({ loss }));
    const { callback } = await handOver(() => new History(), new FakeModel(), logs);
    expect(callback.epoch).toEqual([0, 1, 2, 3, 4]);
    expect(callback.history).toEqual({ loss: losses });
  });
});
