/** Where the digits of a text are, by the lattice or else by the line network. */
import { expect, test } from "vitest";
import { askBoth } from "../../../src/reader/number/ink-sources.ts";
import { LineNetwork } from "../../../src/reader/line/line-network.ts";
import { LineReader } from "../../../src/reader/line/line-reader.ts";
import { bars, drawBoxes } from "../line/draw-bars.ts";
import { FACTS, inkNetwork } from "../line/known-line-model.ts";
import { shippedReader } from "../segments/draw-number.ts";

const goldens = {
  inputs: { data: new Uint8Array(), shape: [0, 32, 64] },
  outputs: { data: new Float32Array(), shape: [0, 16, 15] },
};
const network = new LineNetwork(inkNetwork(1).toRecord(), "known");
const line = new LineReader({ name: "known", network, facts: FACTS, goldens });
const BARS = bars(3, { x: 60, y: 40, width: 6, height: 46, pitch: 40 });
const INK = drawBoxes(260, 120, BARS);

test("a text that the lattice spells has the lattice's boxes", async () => {
  const { lattice, symbolsOf } = askBoth({ ink: INK }, { digits: await shippedReader(), line }, undefined);
  expect(symbolsOf("111")).toEqual(lattice.symbolsOf("111"));
  expect(symbolsOf("111").map(({ box }) => box)).toEqual(BARS);
});

test("a text that only the line network spells has its boxes, and the digit network judges their ink", async () => {
  const { lattice, symbolsOf } = askBoth({ ink: INK }, { digits: await shippedReader(), line }, undefined);
  // Three pieces of ink are no four digits to the lattice.
  expect(lattice.symbolsOf("1101")).toBeUndefined();
  const symbols = symbolsOf("1101");
  expect(symbols.map(({ symbol }) => symbol)).toEqual(["1", "1", "0", "1"]);
  expect(symbols[0].box).toEqual(BARS[0]);
  expect(symbols[3].box).toEqual(BARS[2]);
  for (const { probabilities, notADigit, box } of symbols) {
    expect(probabilities.reduce((sum, share) => sum + share, notADigit)).toBeCloseTo(1, 5);
    expect(box.x).toBeGreaterThanOrEqual(60);
    expect(box.x + box.width).toBeLessThanOrEqual(146);
  }
  // A bar is a 1 to the digit network too.
  expect(symbols[0].probabilities.indexOf(Math.max(...symbols[0].probabilities))).toBe(1);
});

test("a text that is too long for the line has none", async () => {
  const { symbolsOf } = askBoth({ ink: INK }, { digits: await shippedReader(), line }, undefined);
  expect(symbolsOf("1".repeat(200))).toEqual([]);
});
