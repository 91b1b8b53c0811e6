import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { writeSafetensors } from "../../src/formats/index.ts";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { checkGoldens, DigitReader, readDigitModel, writeDigitModel } from "../../src/reader/index.ts";
import { constantNetwork, FACTS, rowNetwork } from "./known-model.ts";

const ROWS = [8, 10, 12, 14, 16, 18, 20, 9, 11, 13, 2];
const INPUTS = { data: Uint8Array.from({ length: 2 * 784 }, (_, i) => (i * 7) % 256), shape: [2, 28, 28] };

/** A file of a network, with its own outputs as the golden ones. */
function digitFile(change: Partial<typeof FACTS> = {}, shift = 0): Uint8Array {
  const network = rowNetwork(ROWS, 1);
  const { data, shape } = network.predict({ ...INPUTS, shape: [2, 28, 28, 1], scale: 1 / 255 });
  const outputs = { data: data.map((value) => value + shift), shape };
  return writeDigitModel(network.toRecord(), { ...FACTS, ...change }, { inputs: INPUTS, outputs });
}

const read = (bytes: Uint8Array) => readDigitModel(bytes, "my.safetensors");

describe("a digit model's file", () => {
  test("holds the network, the facts and the golden pairs", async () => {
    const model = await read(digitFile());
    expect(model).toMatchObject({
      name: "my.safetensors",
      endsInLogits: true,
      rescales: false,
      facts: FACTS,
    });
    expect(model.goldens?.inputs).toEqual(INPUTS);
    // A row's mean is 28 equal weights, which int8 keeps exactly up to float32's rounding.
    expect(checkGoldens(model)).toMatchObject({ count: 2, passed: true });
  });

  test("whose golden pairs say something else does not pass", async () => {
    const check = checkGoldens(await read(digitFile({}, 0.01)));
    expect(check.passed).toBe(false);
    expect(check.largestDifference).toBeCloseTo(0.01, 4);
  });

  test.each([
    ["a later version", { version: 2 as 1 }, /its version/],
    ["a temperature of zero", { temperature: 0 }, /its temperature/],
    ["no card", { card: undefined as unknown as string }, /no input or no card/],
    ["a threshold that is no number", { thresholds: { ...FACTS.thresholds, accept: Number.NaN } }, /accept/],
  ])("with %s is refused", async (_name, change, reason) => {
    const error = await read(digitFile(change)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InklingError);
    expect(String(error)).toMatch(/the facts about the digits in my\.safetensors cannot be understood/);
    expect(String(error)).toMatch(reason);
  });

  test("that was cut off is refused", async () => {
    const bytes = digitFile();
    for (const length of [4, 100, bytes.length - 1]) {
      await expect(read(bytes.subarray(0, length))).rejects.toBeInstanceOf(InklingError);
    }
  });

  test("with golden pairs of the wrong shape is refused", async () => {
    const inputs = { data: new Uint8Array(784), shape: [1, 28, 28] };
    const outputs = { data: new Float32Array(10), shape: [1, 10] };
    const bytes = writeDigitModel(constantNetwork(new Array(11).fill(0)).toRecord(), FACTS, {
      inputs,
      outputs,
    });
    await expect(read(bytes)).rejects.toThrow(
      /golden pairs of the wrong shape: expected \(1, 11\), received \(1, 10\)/,
    );
  });
});

describe("another model", () => {
  test("from 784 pixels to ten digits is read, without facts", async () => {
    const model = await read(writeSafetensors(constantNetwork(new Array(10).fill(1), "softmax").toRecord()));
    expect(model).toMatchObject({ endsInLogits: false });
    expect([model.facts, model.goldens]).toEqual([undefined, undefined]);
    expect(checkGoldens(model)).toEqual({ count: 0, largestDifference: 0, passed: false });
    const { data } = new DigitReader(model).predict(INPUTS);
    data.forEach((value) => expect(value).toBeCloseTo(0.1, 6));
  });

  test.each([
    [[28, 28, 1], 3],
    [[20], 10],
  ])("from %j to %i outputs is refused", async (inputShape, units) => {
    const network = new Sequential([new Flatten({ inputShape }), new Dense(units)]);
    const bytes = writeSafetensors(network.toRecord());
    await expect(read(bytes)).rejects.toThrow(
      /does not read digits: expected a model from \(None, 28, 28, 1\)/,
    );
  });
});
