import { describe, expect, test } from "vitest";
import { EarlyStopping, type EarlyStoppingOptions } from "../../../src/nn/callbacks/early-stopping.ts";
import { recordPlatform } from "../recording-platform.ts";
import { attach, drive, FakeModel, golden, orNaN, type GoldenCase } from "./drive.ts";

interface EarlyStoppingCase extends GoldenCase<EarlyStoppingOptions> {
  stoppedEpoch: number;
  finalWeight: number;
}

describe("EarlyStopping does what Keras's does", () => {
  test.each(golden<EarlyStoppingCase>("earlyStopping"))(
    "with $options when the figure is $values",
    async (expected) => {
      const platform = recordPlatform();
      const model = new FakeModel();
      const callback = new EarlyStopping(expected.options);
      const name = expected.options.monitor ?? "val_loss";

      const seen = await drive(
        callback,
        model,
        expected.values.map((value) => ({ [name]: orNaN(value) })),
      );

      expect(seen).toEqual(expected.epochs);
      expect(callback.stoppedEpoch).toBe(expected.stoppedEpoch);
      expect(model.weight).toBe(expected.finalWeight);
      expect(platform.printed).toBe(expected.printed);
    },
  );
});

test("a second fit starts anew", async () => {
  const callback = new EarlyStopping({ monitor: "loss" });
  await drive(callback, new FakeModel(), [{ loss: 0.1 }, { loss: 0.2 }]);
  const seen = await drive(callback, new FakeModel(), [{ loss: 0.9 }, { loss: 0.8 }]);
  expect(seen.map(({ stop }) => stop)).toEqual([false, false]);
  expect(callback.best).toBe(0.8);
  expect(callback.bestEpoch).toBe(1);
});

describe("before the first epoch", () => {
  const begin = (options: EarlyStoppingOptions, metrics: string[]) => () => {
    const callback = new EarlyStopping(options);
    attach(callback, new FakeModel(), { metrics });
    callback.onTrainBegin();
  };

  test("an unknown monitor is an error that lists the known ones and the nearest", () => {
    expect(begin({ monitor: "val_acuracy" }, ["accuracy", "loss", "val_accuracy", "val_loss"])).toThrow(
      'EarlyStopping cannot monitor "val_acuracy", which this fit does not measure: ' +
        'expected one of accuracy, loss, val_accuracy, val_loss. Did you mean "val_accuracy"?',
    );
  });

  test("a figure of the validation without validation data is an error that says how to get it", () => {
    expect(begin({}, ["accuracy", "loss"])).toThrow(
      'EarlyStopping cannot monitor "val_loss", which this fit does not measure: expected one of accuracy, loss. ' +
        "Pass validationData or validationSplit to fit, or monitor a figure of the training data.",
    );
  });

  test("a figure whose better direction is not known needs a mode", () => {
    expect(begin({ monitor: "my_metric" }, ["my_metric", "loss"])).toThrow(
      'EarlyStopping cannot tell whether a smaller or a larger "my_metric" is better. ' +
        'Say so with mode: "min" or mode: "max".',
    );
    expect(begin({ monitor: "my_metric", mode: "max" }, ["my_metric", "loss"])).not.toThrow();
  });
});

test("options that make no sense are refused when it is made", () => {
  expect(() => new EarlyStopping({ mode: "mx" as "max" })).toThrow('unknown mode "mx"');
  expect(() => new EarlyStopping({ patience: -1 })).toThrow("patience is out of range");
  expect(() => new EarlyStopping({ startFromEpoch: 0.5 })).toThrow("startFromEpoch is out of range");
  expect(() => new EarlyStopping({ minDelta: NaN })).toThrow("minDelta is out of range");
  expect(() => new EarlyStopping({ baseline: "0.5" as unknown as number })).toThrow(TypeError);
});
