import { describe, expect, test } from "vitest";
import { calibrationError, wilsonInterval } from "../../src/metrics/index.ts";
import { golden } from "./calibration-golden.ts";

describe("calibrationError", () => {
  test.each(golden.calibration)("gives NumPy's error and bins: $name", (example) => {
    const { confidences, correct, bins, error, rows } = example;
    const result = calibrationError(confidences, correct, { bins });
    expect(result.error).toBeCloseTo(error, 12);
    expect(result.bins.map(({ count }) => count)).toEqual(rows.map(({ count }) => count));
    result.bins.forEach(({ measured }, i) => {
      if (rows[i].count === 0) expect(measured).toBeUndefined();
      else {
        expect(measured?.confidence).toBeCloseTo(rows[i].confidence ?? NaN, 12);
        expect(measured?.accuracy).toBeCloseTo(rows[i].accuracy ?? NaN, 12);
      }
    });
  });

  test("has 15 bins of equal width unless told otherwise", () => {
    const { bins } = calibrationError([0.5], [true]);
    expect(bins).toHaveLength(15);
    expect(bins[0].low).toBe(0);
    expect(bins[14].high).toBe(1);
    bins.forEach(({ low, high }) => expect(high - low).toBeCloseTo(1 / 15, 12));
  });

  test("gives each bin's accuracy with its Wilson interval", () => {
    const { bins } = calibrationError([0.8, 0.8, 0.8, 0.8], [true, true, true, false], { bins: 2 });
    expect(bins[1].measured).toMatchObject({ accuracy: 0.75, interval: wilsonInterval(3, 4) });
  });

  test("is zero for sure and right samples, one for sure and wrong ones", () => {
    expect(calibrationError([1, 1], [true, true]).error).toBe(0);
    expect(calibrationError(Float32Array.of(1, 1), Uint8Array.of(0, 0)).error).toBe(1);
  });

  test("refuses confidences that are no probabilities and outcomes that are labels", () => {
    expect(() => calibrationError([0.5, 3.2], [1, 1])).toThrow(
      "confidences[1] is not a probability: expected a number from 0 to 1, received 3.2. " +
        "Logits become probabilities through applyTemperature(logits, 1).",
    );
    expect(() => calibrationError([0.5, NaN], [1, 1])).toThrow("confidences[1] is not a score");
    expect(() => calibrationError([0.5], [7])).toThrow(
      "correct[0] does not say whether the sample was read right: expected true or false, 1 or 0, received 7.",
    );
    expect(() => calibrationError([0.5], [1, 1])).toThrow("confidences and correct differ in length");
    expect(() => calibrationError([], [])).toThrow("confidences is empty");
    expect(() => calibrationError([0.5], [1], { bins: 0 })).toThrow("bins is out of range");
    expect(() => calibrationError("0.5" as never, [1])).toThrow(TypeError);
  });
});
