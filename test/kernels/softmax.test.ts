import { describe, expect, test } from "vitest";
import { softmax, softmaxBackward } from "../../kernels/reference/softmax.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, expectWithin, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

function apply(rows: number[][]): number[][] {
  const bench = new Workbench();
  const [count, width] = [rows.length, rows[0].length];
  const address = bench.matrix(rows);
  bench.run("softmax", [address], address, width, strideOf(width), 0, count);
  return bench.readMatrix(address, count, width);
}

describe("softmax", () => {
  test.each([...WIDTHS.map((width) => ({ rows: 9, width })), ...ROWS.map((rows) => ({ rows, width: 10 }))])(
    "of $rows rows of $width is within 3e-7, relatively 3e-6, and sums to one",
    ({ rows, width }) => {
      const values = randomMatrix(1, rows, width).map((row) => row.map((x) => Math.fround(10 * x)));
      const result = apply(values);
      const expected = values.map(softmax).flat();
      expectWithin(result.flat(), expected, { absolute: 3e-7 });
      // x - max is up to 40 here; as a float32 it is off by up to 40 * 6e-8, which e^ makes a relative error.
      expectWithin(result.flat(), expected, { relative: 3e-6 });
      for (const row of result) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    },
  );

  test("has the exponential's relative error, under 2e-7, down to the smallest normal float", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => [Math.fround((-87.3 * i) / 20_000), 0]);
    expectWithin(apply(values).flat(), values.map(softmax).flat(), { relative: 2e-7 });
  });

  test("does not overflow, however large the numbers", () => {
    const values = [
      [3e38, 3e38],
      [-3e38, 3e38],
      [1e30, -1e30],
      [-3e38, -3e38],
    ].map((row) => row.map(Math.fround));
    // What is more than 87 below the largest is left at e^-87.3 instead of less.
    expectWithin(apply(values).flat(), [0.5, 0.5, 0, 1, 1, 0, 0.5, 0.5], { absolute: 1.2e-38 });
  });
});

test.each(WIDTHS)("softmaxBackward has its reference's bits, %i wide", (width) => {
  const bench = new Workbench();
  const [delta, outputs] = [randomMatrix(2, 7, width), apply(randomMatrix(3, 7, width))];
  const address = bench.matrix(delta);
  bench.run("softmaxBackward", [address], address, bench.matrix(outputs), width, strideOf(width), 0, 7);
  expectSameBits(
    bench.readMatrix(address, 7, width).flat(),
    delta.flatMap((row, n) => softmaxBackward(row, outputs[n])),
  );
});
