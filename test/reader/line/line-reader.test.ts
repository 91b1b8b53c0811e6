import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { BLANK, CLASS_COUNT } from "../../../src/reader/grammar/symbols.ts";
import { ctcLogProbability } from "../../../src/reader/line/ctc-probability.ts";
import { LineNetwork } from "../../../src/reader/line/line-network.ts";
import { LineReader } from "../../../src/reader/line/line-reader.ts";
import { prefixBeamSearch } from "../../../src/reader/line/prefix-beam-search.ts";
import { bars, drawBoxes } from "./draw-bars.ts";
import { BLANK_LOGIT, FACTS, inkNetwork } from "./known-line-model.ts";

const goldens = {
  inputs: { data: new Uint8Array(), shape: [0, 32, 64] },
  outputs: { data: new Float32Array(), shape: [0, 16, 15] },
};
const network = new LineNetwork(inkNetwork(1).toRecord(), "known");
const reader = new LineReader({ name: "known", network, facts: FACTS, goldens });
/** Three bars far apart; the line is prepared at half their size. */
const BARS = bars(3, { x: 60, y: 40, width: 6, height: 46, pitch: 40 });
const INK = drawBoxes(260, 120, BARS);

describe("LineReader", () => {
  test("reads bars as the symbols of their steps", () => {
    const [best] = prefixBeamSearch(reader.logProbabilities(INK).logProbabilities);
    expect(best.text).toBe("111");
    expect(best.logProbability).toBeGreaterThan(-1);
  });

  test("divides logits by the temperature, and each step's probabilities sum to one", () => {
    const { logProbabilities } = reader.logProbabilities(createGrayImage(50, 30));
    // Blank paper: e^(12 / 2) for the blank, and 1 for each of the 14 symbols.
    const sum = Math.exp(BLANK_LOGIT / FACTS.temperature) + 14;
    expect(logProbabilities[BLANK]).toBeCloseTo(BLANK_LOGIT / FACTS.temperature - Math.log(sum), 5);
    expect(logProbabilities[0]).toBeCloseTo(-Math.log(sum), 5);
    const { logProbabilities: ofInk } = reader.logProbabilities(INK);
    for (let step = 0; step < ofInk.length / CLASS_COUNT; step++) {
      const row = ofInk.subarray(step * CLASS_COUNT, (step + 1) * CLASS_COUNT);
      expect(row.reduce((total, log) => total + Math.exp(log), 0)).toBeCloseTo(1, 9);
    }
    const empty = ctcLogProbability(logProbabilities, "");
    expect(empty).toBeCloseTo(16 * (BLANK_LOGIT / FACTS.temperature - Math.log(sum)), 3);
  });

  test("says where the symbols of a text are, in the ink's pixels", () => {
    expect(reader.logProbabilities(INK).boxesOf("111")).toEqual(BARS.map((box) => ({ symbol: "1", box })));
    expect(reader.logProbabilities(INK).boxesOf("1".repeat(200))).toBeUndefined();
  });

  test("says where steps are, and holds them inside the ink", () => {
    const { columnsToBox, logProbabilities } = reader.logProbabilities(INK);
    const all = columnsToBox(0, logProbabilities.length / CLASS_COUNT - 1);
    expect(all).toEqual({ x: 60, y: 40, width: 2 * 40 + 6, height: 46 });
    // The first step is margin, beside the ink: as high as the picture, since nothing is there.
    expect(columnsToBox(0, 0)).toMatchObject({ y: 0, height: 120 });
    expect(columnsToBox(0, 0).x).toBeGreaterThanOrEqual(0);
  });

  test("reads nothing on blank paper", () => {
    const [best] = prefixBeamSearch(reader.logProbabilities(createGrayImage(300, 40)).logProbabilities);
    expect(best.text).toBe("");
  });
});
