import { describe, expect, test } from "vitest";
import { InklingError } from "../../../src/base/errors.ts";
import { Dense, Flatten, Sequential } from "../../../src/nn/index.ts";
import { BLANK, CLASS_COUNT } from "../../../src/reader/grammar/symbols.ts";
import { checkLineGoldens, readLineModel, writeLineModel } from "../../../src/reader/line/line-model.ts";
import { BLANK_LOGIT, FACTS, INK_LOGIT, inkNetwork, STEP } from "./known-line-model.ts";

const WIDTH = 96;
const STEPS = WIDTH / STEP;
/** Two lines: one with full ink in its first four columns, and a black one. */
const INPUTS = {
  data: Uint8Array.from({ length: 2 * 32 * WIDTH }, (_, i) => (i < 32 * WIDTH && i % WIDTH < STEP ? 255 : 0)),
  shape: [2, 32, WIDTH],
};

/** What the network says of them. */
function knownOutputs(shift = 0) {
  const data = new Float32Array(2 * STEPS * CLASS_COUNT);
  for (let step = 0; step < 2 * STEPS; step++) data[step * CLASS_COUNT + BLANK] = BLANK_LOGIT + shift;
  data[7] = INK_LOGIT;
  return { data, shape: [2, STEPS, CLASS_COUNT] };
}

function lineFile(change: Partial<typeof FACTS> = {}, outputs = knownOutputs()): Uint8Array {
  return writeLineModel(inkNetwork(7).toRecord(), { ...FACTS, ...change }, { inputs: INPUTS, outputs });
}

describe("a line model's file", () => {
  test("holds the network, the facts and the golden pairs", () => {
    const model = readLineModel(lineFile(), "my.safetensors");
    expect(model).toMatchObject({ name: "my.safetensors", facts: FACTS });
    expect(model.goldens.inputs).toEqual(INPUTS);
    expect(checkLineGoldens(model)).toMatchObject({ count: 2, passed: true });
  });

  test("whose golden pairs say something else does not pass", () => {
    const check = checkLineGoldens(readLineModel(lineFile({}, knownOutputs(0.01))));
    expect(check.passed).toBe(false);
    expect(check.largestDifference).toBeCloseTo(0.01, 4);
  });

  test("is built anew for every width, with the same weights", () => {
    const { network } = readLineModel(lineFile());
    for (const width of [64, 96, 168, 320, 640]) {
      const data = new Uint8Array(32 * width);
      data[31 * width + 9] = 255;
      const logits = network.predict({ data, shape: [1, 32, width] });
      expect(logits.shape).toEqual([1, width / STEP, CLASS_COUNT]);
      expect(logits.data[2 * CLASS_COUNT + 7]).toBeCloseTo(INK_LOGIT, 4);
      expect(network.atWidth(width)).toBe(network.atWidth(width));
    }
  });

  test.each([
    ["a later version", { version: 2 as 1 }, /its version/],
    ["a temperature of zero", { temperature: 0 }, /its temperature/],
    ["no card", { card: undefined as unknown as string }, /no input or no card/],
  ])("with %s is refused", (_name, change, reason) => {
    const read = () => readLineModel(lineFile(change), "my.safetensors");
    expect(read).toThrow(InklingError);
    expect(read).toThrow(/the facts about lines in my\.safetensors cannot be understood/);
    expect(read).toThrow(reason);
  });

  test("that was cut off is refused", () => {
    const bytes = lineFile();
    for (const length of [4, 100, bytes.length - 1]) {
      expect(() => readLineModel(bytes.subarray(0, length))).toThrow(InklingError);
    }
  });

  test("with golden pairs of the wrong shape is refused", () => {
    const { data } = knownOutputs();
    const outputs = { data, shape: [2, CLASS_COUNT, STEPS] };
    expect(() => readLineModel(lineFile({}, outputs))).toThrow(/golden pairs of the wrong shape/);
  });

  test("of a network whose weights depend on the width is refused", () => {
    const network = new Sequential([new Flatten({ inputShape: [32, 168, 1] }), new Dense(CLASS_COUNT)]);
    const bytes = writeLineModel(network.toRecord(), FACTS, { inputs: INPUTS, outputs: knownOutputs() });
    expect(() => readLineModel(bytes, "flat.safetensors")).toThrow(/flat\.safetensors does not read lines/);
  });
});
