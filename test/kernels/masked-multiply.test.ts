import { describe, expect, test } from "vitest";
import { gemm, transpose } from "../../kernels/reference/gemm.ts";
import { maskedMultiply } from "../../kernels/reference/masked-multiply.ts";
import { sparsifyFloats } from "../../kernels/reference/sparse-lists.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, expectWithin, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const CASES = [
  ...WIDTHS.flatMap((width) => [
    { rows: 6, inputs: 31, width, density: 0.5 },
    { rows: 6, inputs: width, width: 32, density: 0.5 },
  ]),
  ...ROWS.map((rows) => ({ rows, inputs: 32, width: 64, density: 0.4 })),
  ...[0, 0.02, 1].map((density) => ({ rows: 7, inputs: 100, width: 100, density })),
];

describe("maskedMultiply", () => {
  test.each(CASES)(
    "has its reference's bits for $rows x $width back to $inputs, $density not zero",
    ({ rows, inputs, width, density }) => {
      const bench = new Workbench(8);
      const lists = sparsifyFloats(randomMatrix(1, rows, inputs, density));
      const [delta, matrix] = [randomMatrix(2, rows, width), randomMatrix(3, inputs, width)];
      const { entries, counts, capacity } = bench.lists(lists, inputs);
      const out = bench.blank(rows, inputs);
      const places = [entries, counts, capacity, bench.matrix(delta), bench.matrix(matrix)];
      const cursors = bench.room(rows * 4);
      // With all of the matrix at once and in blocks of its rows, all rows at once and in two ranges.
      for (const block of [10_000, 7]) {
        for (const [from, to] of [
          [0, rows >> 1],
          [rows >> 1, rows],
        ]) {
          const sizes = [strideOf(width), cursors, block, from, to];
          bench.run("maskedMultiply", [out, cursors], out, strideOf(inputs), ...places, ...sizes);
        }
        expectSameBits(
          bench.readMatrix(out, rows, inputs).flat(),
          maskedMultiply(lists, delta, matrix).flat(),
        );
      }
      const result = bench.readMatrix(out, rows, inputs);

      // Where it is not masked it is the dense product, but for the order of the sum.
      const dense = gemm(delta, transpose(matrix), new Array<number>(inputs).fill(0));
      lists.forEach((list, n) => {
        const at = (row: number[]) => list.map(({ index }) => row[index]);
        expectWithin(at(result[n]), at(dense[n]), { absolute: 1e-5 * Math.sqrt(width) });
        expect(result[n].filter((value) => value !== 0).length).toBeLessThanOrEqual(list.length);
      });
    },
  );
});
