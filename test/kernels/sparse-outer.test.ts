import { describe, expect, test } from "vitest";
import { sparseOuter } from "../../kernels/reference/sparse-outer.ts";
import { sparsifyFloats } from "../../kernels/reference/sparse-lists.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { share } from "../../src/nn/engine/part.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

/** Shares of the inputs are multiples of it. */
const MULTIPLE = 16;

const CASES = [8, 16, 32].flatMap((columns) =>
  [1, 7, 130].flatMap((rows) =>
    [0, 0.2, 1].map((density) => ({ columns, rows, density, inputs: columns === 8 ? 784 : 100 })),
  ),
);

describe.each([1, 2, 3, 7])("in %i parts", (parts) => {
  test.each(CASES)(
    "has its reference's bits for $rows x $inputs x $columns, $density not zero",
    ({ columns, rows, density, inputs }) => {
      const bench = new Workbench();
      const stride = strideOf(inputs);
      const lists = sparsifyFloats(randomMatrix(1, rows, inputs, density));
      const delta = randomMatrix(2, rows, columns);
      const { entries, counts, capacity } = bench.lists(lists, inputs);
      const splits = bench.room(rows * (parts + 1) * 4);
      const cut = Math.ceil(stride / MULTIPLE);
      const middle = rows >> 1;
      for (const [from, to] of [
        [0, middle],
        [middle, rows],
      ]) {
        bench.run("splitLists", [splits], splits, entries, counts, capacity, cut, MULTIPLE, parts, from, to);
      }
      const out = bench.blank(inputs, columns);
      const places = [out, entries, splits, capacity, bench.matrix(delta)];
      for (let index = 0; index < parts; index++) {
        const [from, to] = share(stride, MULTIPLE, { index, count: parts });
        if (from >= inputs) continue;
        const end = Math.min(to, inputs);
        bench.run("sparseOuter", [out], ...places, columns, rows, index, parts, from, end);
      }
      expectSameBits(bench.readMatrix(out, inputs, columns).flat(), sparseOuter(lists, delta, inputs).flat());
    },
  );
});

test("a split names the first entry that is not under its bound, and the last one the list's end", () => {
  const bench = new Workbench();
  const list = [3, 15, 16, 40].map((index) => ({ index, value: 1 }));
  const { entries, counts, capacity } = bench.lists([list, []], 48);
  const splits = bench.room(2 * 4 * 4);
  bench.run("splitLists", [splits], splits, entries, counts, capacity, 3, 16, 3, 0, 2);
  expect(bench.readIntegers(splits, 8)).toEqual([0, 16, 24, 32, 0, 0, 0, 0]);
});
