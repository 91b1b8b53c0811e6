/** The threshold that keeps to an error rate: counts by hand, and the rate itself over many draws. */
import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { chooseAcceptThreshold } from "../../src/metrics/index.ts";

describe("chooseAcceptThreshold", () => {
  // scipy.stats.binom.cdf(0, 459, 0.01) is 0.00992, of 458 it is 0.01002.
  test("needs 459 right samples for one error in a hundred, and 458 are too few", () => {
    const of = (count: number) =>
      chooseAcceptThreshold(new Float64Array(count).fill(0.9), new Uint8Array(count).fill(1), 0.01);
    expect(of(459)).toEqual({ threshold: 0.9, coverage: 1, risk: 0, count: 459 });
    expect(of(458)).toEqual({ threshold: Infinity, coverage: 0, risk: 0, count: 458 });
  });

  // scipy.stats.binom.cdf(17, 1000, 0.03) is 0.0066, of 18 wrong ones 0.0119.
  test.each([
    [17, { threshold: 0.9, coverage: 0.5, risk: 0.017 }],
    [18, { threshold: Infinity, coverage: 0, risk: 0 }],
  ])("weighs %d wrong ones of the thousand surest, and leaves a thousand worse ones", (wrong, expected) => {
    const confidences = Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0.9 : 0.5));
    const correct = confidences.map((_, i) => i >= wrong && i < 1500);
    expect(chooseAcceptThreshold(confidences, correct, 0.03)).toEqual({ ...expected, count: 2000 });
  });

  test("keeps the error of what is accepted later below what was asked for in 99 of 100 calibrations", () => {
    // A sample of confidence c is right with probability c, as if it were calibrated.
    const random = new Random(3);
    const draw = (count: number) => {
      const confidences = Float64Array.from({ length: count }, () => 1 - random.nextFloat() ** 3);
      return { confidences, correct: [...confidences].map((c) => random.nextFloat() < c) };
    };
    let [accepting, broken] = [0, 0];
    for (let trial = 0; trial < 200; trial++) {
      const calibration = draw(1000);
      const { threshold } = chooseAcceptThreshold(calibration.confidences, calibration.correct, 0.05);
      if (threshold === Infinity) continue;
      accepting++;
      // Its true error rate: a sample above the threshold is wrong with the probability 1 - c.
      const { confidences } = draw(5000);
      const risks = confidences.filter((c) => c >= threshold).map((c) => 1 - c);
      if (risks.reduce((sum, risk) => sum + risk, 0) / risks.length > 0.05) broken++;
    }
    expect(accepting).toBeGreaterThan(150);
    expect(broken / 200).toBeLessThanOrEqual(0.01);
  });

  test.each([0, -1, 1.01, NaN])("refuses %d as an error rate", (maxError) => {
    expect(() => chooseAcceptThreshold([1], [true], maxError)).toThrow(RangeError);
  });
});
