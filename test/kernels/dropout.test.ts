import { describe, expect, test } from "vitest";
import { dropout } from "../../kernels/reference/dropout.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const RATES = [0, 0.1, 0.5, 0.9];
const SHAPES = [...WIDTHS.map((width) => ({ rows: 6, width })), ...ROWS.map((rows) => ({ rows, width: 31 }))];

/** Drops in ranges of rows that end at `cuts`. */
function apply(input: number[][], key: number, rate: number, cuts = [input.length]): number[][] {
  const bench = new Workbench();
  const [rows, width] = [input.length, input[0].length];
  const [source, out] = [bench.matrix(input), bench.blank(rows, width)];
  const facts = [key, Math.floor(rate * 2 ** 32), 1 / (1 - rate), strideOf(width)];
  cuts.forEach((to, i) => bench.run("dropout", [out], out, source, ...facts, cuts[i - 1] ?? 0, to));
  return bench.readMatrix(out, rows, width);
}

/** Which of 1000 times 64 ones are kept, as zeros and ones. */
const mask = (key: number, rate: number) =>
  apply(
    Array.from({ length: 1000 }, () => new Array<number>(64).fill(1)),
    key,
    rate,
  )
    .flat()
    .map((x) => (x === 0 ? 0 : 1));
const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe.each(SHAPES)("for $rows rows of $width", ({ rows, width }) => {
  const input = randomMatrix(1, rows, width);

  test.each(RATES)("has its reference's bits at rate %d", (rate) => {
    for (const key of [0, 1, -123456789, 0x7fffffff]) {
      const expected = dropout(input, { key, rate, stride: strideOf(width) });
      expectSameBits(apply(input, key, rate).flat(), expected.flat());
    }
  });
});

test("the mask does not depend on how the rows are cut", () => {
  const input = randomMatrix(2, 130, 31);
  expectSameBits(apply(input, 5, 0.4, [1, 64, 67, 130]).flat(), apply(input, 5, 0.4).flat());
});

describe("in 64,000 draws, within five standard deviations", () => {
  test.each([0.1, 0.25, 0.5, 0.9])("drops a share of %d", (rate) => {
    for (const key of [0, 1, 2, 99, -7]) {
      const deviation = Math.sqrt((rate * (1 - rate)) / 64_000);
      expect(Math.abs(mean(mask(key, rate)) - (1 - rate))).toBeLessThan(5 * deviation);
    }
  });

  test("neighbours, and the masks of neighbouring keys, agree as often as chance has it", () => {
    const ours = mask(7, 0.5);
    const shifted = (by: number) => ours.map((_, i) => ours[(i + by) % ours.length]);
    // 2^32 divided by the golden ratio is the step from one layer's key to the next.
    const others = [
      shifted(1),
      shifted(2),
      shifted(64),
      ...[8, 6, 7 + 0x9e3779b9].map((key) => mask(key, 0.5)),
    ];
    for (const other of others) {
      const agreement = mean(ours.map((kept, i) => (kept === other[i] ? 1 : 0)));
      expect(Math.abs(agreement - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(64_000));
    }
  });
});
