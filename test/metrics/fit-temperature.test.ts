import { describe, expect, test } from "vitest";
import { applyTemperature, argmaxRows, fitTemperature } from "../../src/metrics/index.ts";
import { golden } from "./calibration-golden.ts";

const rows = (data: readonly number[], shape: readonly number[]) => ({
  data: Float32Array.from(data),
  shape,
});

describe("fitTemperature", () => {
  test.each(golden.temperature)("finds the temperature that SciPy finds: $name", (example) => {
    const temperature = fitTemperature(rows(example.logits, example.shape), example.labels);
    // SciPy compares values of the loss, which settle a minimum to about the root of the rounding error.
    expect(Math.abs(temperature / example.temperature - 1)).toBeLessThan(2e-7);
  });

  test("finds the closed form for two classes with one margin", () => {
    // Margin 2, right 3 of 4 times: softmax gives 3/4 where 2 / T = ln 3.
    const logits = rows([2, 0, 2, 0, 0, 2, 0, 2], [4, 2]);
    expect(fitTemperature(logits, [0, 0, 1, 0])).toBeCloseTo(2 / Math.log(3), 12);
  });

  test("scales with the logits, over sixty powers of ten, and does not care for a shift", () => {
    const { logits, shape, labels } = golden.temperature[0];
    const temperature = fitTemperature(rows(logits, shape), labels);
    for (const factor of [2 ** -100, 2 ** 100]) {
      const scaled = rows(
        logits.map((logit) => logit * factor),
        shape,
      );
      expect(fitTemperature(scaled, labels) / factor / temperature).toBeCloseTo(1, 10);
    }
    const shifted = rows(
      logits.map((logit) => logit + 64),
      shape,
    );
    expect(fitTemperature(shifted, labels)).toBeCloseTo(temperature, 10);
  });

  test("says when no temperature is the best", () => {
    expect(() => fitTemperature(rows([5, 0, 0, 5], [2, 2]), [0, 1])).toThrow(
      "no temperature is the best for these logits: expected at least one label whose logit is not the largest of its " +
        "row, received none: the lower the temperature, the likelier the labels.",
    );
    expect(() => fitTemperature(rows([5, 0, 0, 5], [2, 2]), [1, 0])).toThrow("no likelier than by chance");
    expect(() => fitTemperature(rows([1, 1, 1, 1], [2, 2]), [1, 0])).toThrow("no temperature is the best");
  });

  test("refuses sizes that do not fit, unknown classes and logits that are not finite", () => {
    expect(() => fitTemperature(rows([1, 2, 3, 4], [2, 2]), [0])).toThrow(
      "logits and labels differ in length: expected a label for each of the 2 rows of logits, received 1 labels.",
    );
    expect(() => fitTemperature(rows([1, 2], [1, 2]), [2])).toThrow("labels[0] is out of range");
    expect(() => fitTemperature(rows([1, Infinity], [1, 2]), [0])).toThrow(
      "logits of sample 0 are not numbers",
    );
    expect(() => fitTemperature(rows([1, 2], [2]), [0, 1])).toThrow("logits have no row for each sample");
  });
});

describe("applyTemperature", () => {
  test.each(golden.temperature)(
    "gives SciPy's softmax: $name",
    ({ logits, shape, temperature, probabilities }) => {
      const result = applyTemperature(rows(logits, shape), temperature);
      expect(result.shape).toEqual(shape);
      probabilities.forEach((probability, i) => expect(result.data[i]).toBeCloseTo(probability, 6));
    },
  );

  test("rows sum to one, and the most probable class stays the same", () => {
    const { logits, shape } = golden.temperature[0];
    const array = rows(logits, shape);
    for (const temperature of [0.05, 1, 20]) {
      const { data } = applyTemperature(array, temperature);
      for (let row = 0; row < shape[0]; row++) {
        const sum = data.subarray(row * shape[1], (row + 1) * shape[1]).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 6);
      }
    }
    expect(argmaxRows(applyTemperature(array, 3))).toEqual(argmaxRows(array));
  });

  test("refuses a temperature that is not above zero", () => {
    const logits = rows([1, 2], [1, 2]);
    expect(() => applyTemperature(logits, 0)).toThrow("temperature is zero: expected a number above 0");
    expect(() => applyTemperature(logits, -1)).toThrow("temperature is out of range");
  });
});
