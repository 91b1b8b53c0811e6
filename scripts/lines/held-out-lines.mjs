/** Sets of strings to measure with: of the kind that the network learns from, and clean ones with digits apart, close, and touching. */
import { deriveSeed } from "../../dist/base/random.js";
import { makeDigitPool, makePlainPool } from "./digit-pool.mjs";
import { drawLineSet, drawPlainSet } from "./line-set.mjs";

/** Gaps between digits 20 pixels high, pixels. */
const GAPS = { "gaps 1..6": [1, 6], "gaps -2..4": [-2, 4], "gaps -3..0": [-3, 0] };

/** @returns by name { images, labels, texts }, drawn from these digits alone */
export function drawLineSets(digits, { count, seed }) {
  const plain = makePlainPool(digits);
  const sets = { all: drawLineSet(makeDigitPool(digits, deriveSeed(seed, 0)), { count, seed }) };
  Object.entries(GAPS).forEach(([name, gaps], i) => {
    sets[name] = drawPlainSet(plain, { count, gaps, seed: deriveSeed(seed, 1 + i) });
  });
  return sets;
}
