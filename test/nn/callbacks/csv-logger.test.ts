import { describe, expect, test } from "vitest";
import { CSVLogger, type CSVLoggerOptions } from "../../../src/nn/callbacks/csv-logger.ts";
import { recordPlatform } from "../recording-platform.ts";
import { attach, drive, FakeModel, golden, orNaN } from "./drive.ts";

interface CsvCase {
  options: CSVLoggerOptions;
  existing: string | null;
  /** null stands for NaN */
  epochs: Record<string, number | null>[];
  text: string;
}

describe("CSVLogger writes the file that Keras's writes", () => {
  test.each(golden<CsvCase>("csvLogger"))(
    "with $options after $epochs",
    async ({ options, existing, epochs, text }) => {
      const platform = recordPlatform();
      if (existing !== null) platform.files.set("log.csv", existing);
      const logs = epochs.map((epoch) =>
        Object.fromEntries(Object.entries(epoch).map(([name, value]) => [name, orNaN(value)])),
      );

      await drive(new CSVLogger("log.csv", options), new FakeModel(), logs);

      expect(platform.files.get("log.csv")).toBe(text);
    },
  );
});

test("the file holds every finished epoch while training goes on", async () => {
  const platform = recordPlatform();
  const callback = new CSVLogger("log.csv");
  attach(callback, new FakeModel(), {});
  await callback.onTrainBegin();
  expect(platform.files.get("log.csv")).toBe("");
  await callback.onEpochEnd(0, { loss: 0.5, val_loss: 0.25 });
  expect(platform.files.get("log.csv")).toBe("epoch,loss,val_loss\r\n0,0.5,0.25\r\n");
});

test("the separator must be one character", () => {
  expect(() => new CSVLogger("log.csv", { separator: ", " })).toThrow("separator is not one character");
});
