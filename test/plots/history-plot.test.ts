import { describe, expect, test } from "vitest";
import { historyPlot } from "../../src/plots/history-plot.ts";
import { document, expectStandalone, textsOf } from "./svg.ts";

const decay = (from: number, to: number) =>
  Array.from({ length: 25 }, (_, i) => to + (from - to) * Math.exp(-i / 4));
const history = {
  accuracy: decay(0.47, 0.98),
  loss: decay(1.66, 0.07),
  val_accuracy: decay(0.5, 0.965),
  val_loss: decay(1.6, 0.127),
};

describe("historyPlot", () => {
  test("draws training and validation of loss and accuracy", async () => {
    const svg = historyPlot(history, { document });
    expectStandalone(svg);
    await expect(svg).toMatchFileSnapshot("__snapshots__/history.svg");
  });

  test("labels every curve with its last value, and the epochs from 1", () => {
    const texts = textsOf(historyPlot(history, { document, title: "Seed <1> & co" }));
    // 0.98 + (0.47 - 0.98) e^-6 = 0.9787, 0.965 - 0.465 e^-6 = 0.9638, 0.07 + 1.59 e^-6 = 0.0739, 0.127 + 1.473 e^-6 = 0.1307
    expect(texts).toEqual(
      expect.arrayContaining([
        "training  97.9 %",
        "validation  96.4 %",
        "training  0.0739",
        "validation  0.131",
      ]),
    );
    expect(texts).toEqual(
      expect.arrayContaining(["Seed <1> & co", "Loss", "Accuracy", "epoch", "1", "5", "25", "100 %"]),
    );
  });

  test("the loss comes first, whatever the order of the history", () => {
    const texts = textsOf(historyPlot(history, { document }));
    expect(texts.indexOf("Loss")).toBeLessThan(texts.indexOf("Accuracy"));
  });

  test("labels of curves that end together lie a line apart", () => {
    const svg = historyPlot({ loss: [1, 0.5], val_loss: [1, 0.5] }, { document });
    const heights = ["training", "validation"].map((name) => {
      const match = new RegExp(`translate\\([\\d.]+,([\\d.]+)\\)"[^>]*>(?:<text[^>]*>)?${name}`).exec(svg);
      return Number(match?.[1]);
    });
    expect(Math.abs(heights[0] - heights[1])).toBeCloseTo(17, 6);
  });

  test("a single epoch is a dot, and a history without validation has one curve a panel", () => {
    const svg = historyPlot({ loss: [0.3], learning_rate: [1e-5] }, { document });
    expectStandalone(svg);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["Learning rate", "last  0.00001", "2e-6", "training  0.3"]),
    );
  });

  test("a training that diverged is labelled NaN", () => {
    const svg = historyPlot({ loss: [0.3, NaN], val_loss: [NaN, NaN] }, { document });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["training  NaN", "validation  NaN"]));
    expect(svg.replaceAll(/>[^<]*</g, "><")).not.toContain("NaN");
  });

  test("130 epochs have few ticks", () => {
    const texts = textsOf(
      historyPlot({ loss: Array.from({ length: 130 }, (_, i) => 1 / (i + 1)) }, { document }),
    );
    expect(texts.filter((text) => /^\d+$/.test(text))).toEqual(["1", "20", "40", "60", "80", "100", "120"]);
  });

  test("an empty history is refused", () => {
    expect(() => historyPlot({ loss: [] }, { document })).toThrow(
      "the history holds nothing to plot: expected values of at least one epoch, such as { loss: [0.5, 0.3] }, " +
        "received the curves [loss] without values.",
    );
  });
});
