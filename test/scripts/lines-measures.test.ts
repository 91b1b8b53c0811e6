import { describe, expect, test } from "vitest";
import { importLines, type LineSet } from "./lines-script.ts";

interface Network {
  predict: () => { data: Float32Array; shape: number[] };
}

const { fitLineTemperature, measureSet } = await importLines<{
  fitLineTemperature: (network: Network, set: Pick<LineSet, "texts">) => number;
  measureSet: (network: Network, set: Pick<LineSet, "texts">) => { greedy: number; beam: number };
}>("measure-lines");

const CLASSES = 15;
const NEVER = -200;

/** Steps of logits: [class, logit] pairs; all other classes never occur. */
function steps(rows: readonly (readonly [number, number][])[]): Float32Array {
  const data = new Float32Array(rows.length * CLASSES).fill(NEVER);
  rows.forEach((row, step) => row.forEach(([symbol, logit]) => (data[step * CLASSES + symbol] = logit)));
  return data;
}

const BLANK = 14;
const sure = (symbol: number): [number, number][] => [[symbol, 0]];

describe("measures of a line network", () => {
  test("the likeliest classes without repetitions and blanks are the text", () => {
    const classes = [BLANK, 1, 1, BLANK, 1, 2, 2, 10, BLANK, 13, 0];
    const data = steps(classes.map(sure));
    const network = { predict: () => ({ data, shape: [1, classes.length, CLASSES] }) };
    expect(measureSet(network, { texts: ["12./0"] })).toEqual({ greedy: 0, beam: 0 });
    expect(measureSet(network, { texts: ["112./0"] })).toEqual({ greedy: 1, beam: 1 });
  });

  test("a beam adds up the ways to read a text, which the likeliest classes do not", () => {
    // Each step is 7 with probability 0.4 and blank with 0.6: nothing with 0.36, but a 7 with 0.64.
    const row: [number, number][] = [
      [7, Math.log(0.4)],
      [BLANK, Math.log(0.6)],
    ];
    const network = { predict: () => ({ data: steps([row, row]), shape: [1, 2, CLASSES] }) };
    expect(measureSet(network, { texts: ["7"] })).toEqual({ greedy: 0, beam: 1 });
    expect(measureSet(network, { texts: [""] })).toEqual({ greedy: 1, beam: 0 });
  });

  test("the temperature makes probabilities come true", () => {
    // Four lines of one step with logits 3 and 0 for 4 and 5, of which three are a 4: 3 / T must be ln(0.75 / 0.25).
    const row: [number, number][] = [
      [4, 3],
      [5, 0],
    ];
    const network = { predict: () => ({ data: steps([row, row, row, row]), shape: [4, 1, CLASSES] }) };
    const temperature = fitLineTemperature(network, { texts: ["4", "4", "5", "4"] });
    expect(temperature).toBeCloseTo(3 / Math.log(3), 2);
  });
});
