import { describe, expect, test } from "vitest";
import { riskCoverage } from "../../src/metrics/index.ts";
import { golden } from "./calibration-golden.ts";

describe("riskCoverage", () => {
  test.each(golden.riskCoverage)("gives NumPy's curve and area: $name", (example) => {
    const { points, area } = riskCoverage(example.confidences, example.correct);
    expect(points.map(({ risk }) => risk)).toEqual(example.risks);
    expect(points.map(({ coverage }) => coverage)).toEqual(
      example.risks.map((_, i) => (i + 1) / example.risks.length),
    );
    expect(area).toBeCloseTo(example.area, 12);
  });

  test.each(golden.tiedRiskCoverage)("takes the mean area over all orders of a tie: $name", (example) => {
    expect(riskCoverage(example.confidences, example.correct).area).toBeCloseTo(example.area, 12);
  });

  test("accepts samples of equal confidence together, whatever their order", () => {
    const { points } = riskCoverage([0.5, 0.9, 0.5, 0.9], [false, true, true, true]);
    expect(points).toEqual([
      { threshold: 0.9, coverage: 0.5, risk: 0 },
      { threshold: 0.5, coverage: 1, risk: 0.25 },
    ]);
    expect(riskCoverage([0.9, 0.5, 0.9, 0.5], [1, 0, 1, 1])).toEqual(
      riskCoverage([0.5, 0.5, 0.9, 0.9], [1, 0, 1, 1]),
    );
  });

  test("takes scores that are no probabilities, and refuses NaN", () => {
    expect(riskCoverage([-12, 40], [0, 1]).points[0]).toEqual({ threshold: 40, coverage: 0.5, risk: 0 });
    expect(() => riskCoverage([NaN], [1])).toThrow("confidences[0] is not a score");
  });
});
