import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { calibrationError } from "../../src/metrics/index.ts";
import { reliabilityPlot } from "../../src/plots/reliability-plot.ts";
import { document, expectStandalone, textsOf } from "./svg.ts";

const random = new Random(4);
const confidences = Array.from({ length: 3000 }, () => 1 - (random.nextBelow(1000) / 1111) ** 3);
const correct = confidences.map((confidence) => random.nextBelow(1000) < 1000 * confidence ** 1.5);

/** The middles of the SVG's dots, pixels of the upper panel. */
function dotsOf(svg: string): { x: number; y: number }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

describe("reliabilityPlot", () => {
  test("draws the diagram and the counts", async () => {
    const svg = reliabilityPlot(calibrationError(confidences, correct), { document });
    expectStandalone(svg);
    await expect(svg).toMatchFileSnapshot("__snapshots__/reliability.svg");
  });

  test("tells the error, the mean confidence, the accuracy and every count", () => {
    // Bins (0.4, 0.6] and (0.8, 1]: |1/2 - 0.5| 2/5 + |1 - 0.9| 3/5 = 0.06; mean (2 0.5 + 3 0.9) / 5 = 0.74.
    const calibration = calibrationError([0.5, 0.5, 0.9, 0.9, 0.9], [1, 0, 1, 1, 1], { bins: 5 });
    const texts = textsOf(reliabilityPlot(calibration, { document, title: "After <scaling>" }));
    expect(texts).toEqual(
      expect.arrayContaining([
        "After <scaling>",
        "calibration error 6.00 % · mean confidence 74.00 % · read right 80.00 %",
      ]),
    );
    expect(texts).toEqual(
      expect.arrayContaining([
        "confidence",
        "read right, with its 95 % interval",
        "samples",
        "2",
        "3",
        "100 %",
      ]),
    );
  });

  test("a dot stands at the bin's mean confidence and accuracy", () => {
    const at = (confidence: number, wrong: number) => {
      const outcomes = Array.from({ length: 4 }, (_, i) => i >= wrong);
      const calibration = calibrationError(new Array<number>(4).fill(confidence), outcomes, { bins: 2 });
      return dotsOf(reliabilityPlot(calibration, { document }))[0];
    };
    const [origin, middle, corner] = [at(0, 4), at(0.5, 2), at(1, 0)];
    expect(middle.x).toBeCloseTo((origin.x + corner.x) / 2, 2);
    expect(middle.y).toBeCloseTo((origin.y + corner.y) / 2, 2);
    expect(corner.x).toBeGreaterThan(origin.x);
    expect(corner.y).toBeLessThan(origin.y);
  });

  test("with many bins only the largest count is written", () => {
    const calibration = calibrationError(confidences, correct, { bins: 200 });
    const svg = reliabilityPlot(calibration, { document });
    expectStandalone(svg);
    const most = Math.max(...calibration.bins.map(({ count }) => count));
    expect(textsOf(svg).filter((text) => /^[\d,]+$/.test(text))).toEqual([String(most)]);
  });

  test("bins without a sample are refused", () => {
    expect(() => reliabilityPlot({ error: 0, bins: [{ low: 0, high: 1, count: 0 }] }, { document })).toThrow(
      "the calibration holds nothing to plot: expected at least one bin with samples, as calibrationError() gives them, " +
        "received 1 empty bins.",
    );
  });
});
