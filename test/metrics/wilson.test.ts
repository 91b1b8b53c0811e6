import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../src/metrics/index.ts";
import { golden } from "./golden.ts";

describe("wilsonInterval", () => {
  test.each(golden.wilson)(
    "gives SciPy's bounds for $successes of $trials at $confidence",
    ({ successes, trials, confidence, low, high }) => {
      const interval = wilsonInterval(successes, trials, confidence);
      expect(interval.low).toBeCloseTo(low, 12);
      expect(interval.high).toBeCloseTo(high, 12);
    },
  );

  test("is the 95 % interval unless told otherwise", () => {
    expect(wilsonInterval(9645, 10_000)).toEqual(wilsonInterval(9645, 10_000, 0.95));
  });

  test("refuses more successes than trials, no trials, and a confidence of 1", () => {
    expect(() => wilsonInterval(11, 10)).toThrow("successes is out of range");
    expect(() => wilsonInterval(0, 0)).toThrow("trials is out of range");
    expect(() => wilsonInterval(1, 10, 1)).toThrow("confidence is out of range");
  });
});
