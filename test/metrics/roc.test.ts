import { describe, expect, test } from "vitest";
import { falsePositiveRateAt, rocAuc } from "../../src/metrics/index.ts";
import { golden } from "./calibration-golden.ts";

describe("rocAuc", () => {
  test.each(golden.roc)("is scikit-learn's roc_auc_score: $name", ({ positives, negatives, area }) => {
    expect(rocAuc(positives, negatives)).toBeCloseTo(area, 12);
  });

  test("counts pairs, and half of those with equal scores", () => {
    expect(rocAuc([0.9, 0.8, 0.4], Float32Array.of(0.25, 0.5))).toBe(5 / 6);
    expect(rocAuc([0.9, 0.8, 0.4], [0.3, 0.4])).toBe(5.5 / 6);
  });

  test("refuses a list without samples or with NaN", () => {
    expect(() => rocAuc([], [1])).toThrow("positives is empty: expected at least one sample, received none.");
    expect(() => rocAuc([1], [NaN])).toThrow("negatives[0] is not a score");
  });
});

describe("falsePositiveRateAt", () => {
  test.each(golden.roc)("is the first point of scikit-learn's roc_curve: $name", (example) => {
    for (const [rate, falseRate] of example.rates) {
      expect(falsePositiveRateAt(example.positives, example.negatives, rate)).toBe(falseRate);
    }
  });

  test("is taken at 95 % unless told otherwise", () => {
    const { positives, negatives } = golden.roc[0];
    expect(falsePositiveRateAt(positives, negatives)).toBe(falsePositiveRateAt(positives, negatives, 0.95));
  });

  test("at a rate of zero nothing passes", () => {
    expect(falsePositiveRateAt([1], [2], 0)).toBe(0);
    expect(() => falsePositiveRateAt([1], [2], 95)).toThrow("truePositiveRate is out of range");
  });
});
