import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { confusionMatrix } from "../../src/metrics/index.ts";
import { confusionPlot } from "../../src/plots/confusion-plot.ts";
import { textColourOn, tint } from "../../src/plots/plot-style.ts";
import { document, expectStandalone, textsOf } from "./svg.ts";

const random = new Random(3);
const truth = Array.from({ length: 3000 }, () => random.nextBelow(10));
const predicted = truth.map((label) => (random.nextBelow(12) === 0 ? random.nextBelow(10) : label));
const matrix = confusionMatrix(truth, predicted, { classCount: 10 });

/** The text of the cells, row by row: cells are the only texts with a colour of their own between two others. */
function cellTexts(svg: string): string[] {
  const group = /<g aria-label="text"[^>]*>((?:<text [^>]*fill="#[0-9a-f]{6}"[^>]*>\d+<\/text>)+)<\/g>/.exec(
    svg,
  );
  return textsOf(group?.[1] ?? "");
}

describe("confusionPlot", () => {
  test("draws a heat map", async () => {
    const svg = confusionPlot(matrix, { document });
    expectStandalone(svg);
    await expect(svg).toMatchFileSnapshot("__snapshots__/confusion.svg");
  });

  test("has every count in its cell, row by row", () => {
    expect(cellTexts(confusionPlot(matrix, { document }))).toEqual(matrix.counts.flat().map(String));
  });

  test("names its axes and classes, and gives recall and precision", () => {
    const two = {
      labels: [0, 1],
      counts: [
        [3, 1],
        [0, 0],
      ],
    };
    const texts = textsOf(
      confusionPlot(two, { document, title: "Two", names: ["cat", "a rather long name indeed"] }),
    );
    expect(texts).toEqual(
      expect.arrayContaining(["Two", "predicted", "true", "cat", "a rather long name …"]),
    );
    expect(texts).toEqual(
      expect.arrayContaining(["3 of 4 right (75.00 %)", "recall", "75 %", "–", "precision", "100 %", "0 %"]),
    );
  });

  test("text on every tint of the cells has a contrast of at least 4.5", () => {
    for (const colour of ["#00598c", "#d55e00"]) {
      for (let amount = 0; amount <= 1; amount += 0.01) {
        const background = tint(colour, amount);
        expect(contrast(textColourOn(background), background)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast("#6b7583", "#f9fafb")).toBeGreaterThanOrEqual(4.4);
  });

  test("names that do not fit the classes are refused", () => {
    expect(() => confusionPlot(matrix, { document, names: ["a"] })).toThrow(
      "the names do not fit the classes",
    );
  });
});

/** WCAG 2's contrast ratio, written from its definition: an independent check of the plot's own arithmetic. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const value = Number.parseInt(colour.slice(1), 16);
    const linear = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => {
      const c = channel / 255;
      return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    });
    return linear[0] * 0.2126 + linear[1] * 0.7152 + linear[2] * 0.0722;
  };
  return (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
}
