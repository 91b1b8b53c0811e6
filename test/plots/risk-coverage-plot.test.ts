import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { riskCoverage } from "../../src/metrics/index.ts";
import { riskCoveragePlot } from "../../src/plots/risk-coverage-plot.ts";
import { document, expectStandalone, textsOf } from "./svg.ts";

const random = new Random(4);
const confidences = Array.from({ length: 3000 }, (_, i) => 1 - i / 3000);
const correct = confidences.map((confidence) => random.nextBelow(1000) < 900 + 100 * confidence);

/** The places of the blue curve, pixels. */
function curveOf(svg: string): { x: number; y: number }[] {
  const path = /<path d="([^"]*)"/.exec(svg.slice(svg.search(/<g [^>]*stroke="#0072b2"[^>]*>(?=<path)/)));
  return [...(path?.[1] ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

describe("riskCoveragePlot", () => {
  test("draws the curve between the best order and none", async () => {
    const svg = riskCoveragePlot(riskCoverage(confidences, correct), { document });
    expectStandalone(svg);
    await expect(svg).toMatchFileSnapshot("__snapshots__/risk-coverage.svg");
  });

  test("tells the area and what is wrong if all are accepted", () => {
    // Risks 0, 0, 1/3, 1/4 at the four coverages: their mean is 7/48 = 0.146.
    const svg = riskCoveragePlot(riskCoverage([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 1]), {
      document,
      title: "Two & two",
    });
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["Two & two", "area under the curve 0.146", "all accepted: 25.00 % wrong"]),
    );
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["accepted", "wrong among the accepted", "100 %"]));
  });

  test("the curve's places lie as far apart as coverage and risk do", () => {
    // Places (1/4, 0), (1/2, 0), (3/4, 1/3), (1, 1/4).
    const [a, b, c, d] = curveOf(
      riskCoveragePlot(riskCoverage([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 1]), { document }),
    );
    expect(b.x - a.x).toBeCloseTo(d.x - c.x, 2);
    expect(b.y).toBe(a.y);
    expect((b.y - d.y) / (b.y - c.y)).toBeCloseTo(3 / 4, 3);
  });

  test("a wrong sample at the very top does not squash the curve", () => {
    const points = riskCoverage(confidences, [false, ...correct.slice(1)]);
    const curve = curveOf(riskCoveragePlot(points, { document }));
    expect(Math.min(...curve.map(({ y }) => y))).toBeGreaterThanOrEqual(0);
    const heights = curve.map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(100);
  });

  test("a classifier that is never wrong, one that always is, and a single tie are drawn", () => {
    for (const outcomes of [
      [1, 1, 1],
      [0, 0, 0],
    ]) {
      const svg = riskCoveragePlot(riskCoverage([0.9, 0.8, 0.7], outcomes), { document });
      expectStandalone(svg);
      expect(textsOf(svg)).toContain(`all accepted: ${outcomes[0] === 1 ? "0.00" : "100.00"} % wrong`);
    }
    expectStandalone(riskCoveragePlot(riskCoverage([0.5, 0.5], [1, 0]), { document }));
  });

  test("a curve without points is refused", () => {
    expect(() => riskCoveragePlot({ points: [], area: 0 }, { document })).toThrow(
      "the risk has nothing to plot: expected at least one point, as riskCoverage() gives them, received none.",
    );
  });
});
