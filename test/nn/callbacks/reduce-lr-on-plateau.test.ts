import { describe, expect, test } from "vitest";
import {
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from "../../../src/nn/callbacks/reduce-lr-on-plateau.ts";
import { recordPlatform } from "../recording-platform.ts";
import { attach, drive, FakeModel, golden, orNaN, type GoldenCase } from "./drive.ts";

interface ReduceCase extends GoldenCase<ReduceLROnPlateauOptions> {
  rate: number;
}

describe("ReduceLROnPlateau does what Keras's does", () => {
  test.each(golden<ReduceCase>("reduceLROnPlateau"))(
    "with $options when the figure is $values",
    async (expected) => {
      const platform = recordPlatform();
      const model = new FakeModel(expected.rate);
      const name = expected.options.monitor ?? "val_loss";
      const epochs = expected.values.map((value) => ({ [name]: orNaN(value) }));

      const seen = await drive(new ReduceLROnPlateau(expected.options), model, epochs);

      expect(seen).toEqual(expected.epochs);
      expect(platform.printed).toBe(expected.printed);
    },
  );
});

test("the logs get the learning rate of the epoch that they tell of", async () => {
  recordPlatform();
  const epochs: Record<string, number>[] = [{ loss: 1 }, { loss: 1 }, { loss: 1 }];
  await drive(
    new ReduceLROnPlateau({ monitor: "loss", patience: 1, factor: 0.5 }),
    new FakeModel(0.5),
    epochs,
  );
  expect(epochs.map((logs) => logs.learning_rate)).toEqual([0.5, 0.5, 0.25]);
});

test("an unknown monitor is an error before the first epoch", () => {
  const callback = new ReduceLROnPlateau({ monitor: "losss" });
  attach(callback, new FakeModel(), { metrics: ["accuracy", "loss"] });
  expect(() => callback.onTrainBegin()).toThrow(
    'ReduceLROnPlateau cannot monitor "losss", which this fit does not measure: expected one of accuracy, loss. ' +
      'Did you mean "loss"?',
  );
});

test("a factor that would not lower the rate is refused", () => {
  expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow(
    "factor would not lower the learning rate: expected a number below 1, received 1.",
  );
  expect(() => new ReduceLROnPlateau({ factor: -0.1 })).toThrow("factor is out of range");
  expect(() => new ReduceLROnPlateau({ cooldown: -1 })).toThrow("cooldown is out of range");
  expect(() => new ReduceLROnPlateau({ minLr: -1 })).toThrow("minLr is out of range");
});
