import { describe, expect, test } from "vitest";
import { ModelCheckpoint, type ModelCheckpointOptions } from "../../../src/nn/callbacks/model-checkpoint.ts";
import { recordPlatform } from "../recording-platform.ts";
import { attach, drive, FakeModel, golden, type GoldenCase } from "./drive.ts";

interface CheckpointCase extends GoldenCase<ModelCheckpointOptions & { filepath: string }> {
  values: number[];
  saved: string[];
}

/** Keras's files are .keras, which Inkling does not write; else the names are Keras's. */
const CASES = JSON.parse(
  JSON.stringify(golden<CheckpointCase>("modelCheckpoint")).replaceAll(".keras", ".h5"),
) as CheckpointCase[];

const METRICS = ["accuracy", "loss", "val_accuracy", "val_loss"];
const epochsOf = (values: number[]) =>
  values.map((value) => Object.fromEntries(METRICS.map((name) => [name, value])));

describe("ModelCheckpoint saves and says what Keras's does", () => {
  test.each(CASES)("with $options when every figure is $values", async (expected) => {
    const platform = recordPlatform();
    const model = new FakeModel();
    const { filepath, ...options } = expected.options;

    await drive(new ModelCheckpoint(filepath, options), model, epochsOf(expected.values));

    expect(model.saved).toEqual(expected.saved);
    expect(platform.printed).toBe(expected.printed);
  });
});

test("a second fit does not overwrite the better model of the first", async () => {
  recordPlatform();
  const callback = new ModelCheckpoint("best.h5", { saveBestOnly: true });
  await drive(callback, new FakeModel(), epochsOf([0.2]));
  const model = new FakeModel();
  await drive(callback, model, epochsOf([0.9, 0.1]));
  expect(model.saved).toHaveLength(1);
  expect(callback.best).toBe(0.1);
});

describe("before the first epoch", () => {
  const begin = (filepath: string, options: ModelCheckpointOptions) => () => {
    const callback = new ModelCheckpoint(filepath, options);
    attach(callback, new FakeModel(), { metrics: ["accuracy", "loss"] });
    callback.onTrainBegin();
  };

  test("the monitor must be measured, but only where the best is wanted", () => {
    expect(begin("m.h5", { saveBestOnly: true })).toThrow(
      'ModelCheckpoint cannot monitor "val_loss", which this fit does not measure',
    );
    expect(begin("m.h5", {})).not.toThrow();
  });

  test("a figure in the file name must be measured", () => {
    expect(begin("m-{val_loss:.2f}.h5", {})).toThrow(
      'filepath "m-{val_loss:.2f}.h5" holds "val_loss", which this fit does not measure: expected epoch or one of ' +
        "accuracy, loss. Pass validationData or validationSplit to fit.",
    );
  });
});

test("a file name that is no model file or cannot be filled in is refused", () => {
  expect(() => new ModelCheckpoint("model.txt")).toThrow(
    'filepath does not name a model file: expected a name that ends in .h5, .hdf5 or .safetensors, received "model.txt".',
  );
  expect(() => new ModelCheckpoint("m-{epoch:02d.h5")).toThrow("cannot be filled in");
  expect(() => new ModelCheckpoint("m-{epoch}}.h5")).toThrow("cannot be filled in");
  expect(() => new ModelCheckpoint("m-{val_loss:02d}.h5")).toThrow('received "{val_loss:02d}"');
  expect(() => new ModelCheckpoint("m-{loss:.2}.h5")).toThrow('received "{loss:.2}"');
});
