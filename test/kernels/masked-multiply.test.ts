import { describe, expect, test } from "vitest";
import { gemm, transpose } from "../../kernels/reference/gemm.ts";
import { maskedMultiply } from "../../kernels/reference/masked-multiply.ts";
import { sparsifyFloats } from "../../kernels/reference/sparse-lists.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, expectWithin, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const CASES = [
  ...WIDTHS.map((outputs) => ({ rows: 9, inputs: 100, outputs, density: 0.4 })),
  ...ROWS.map((rows) => ({ rows, inputs: 31, outputs: 64, density: 0.5 })),
  ...[0, 0.02, 1].map((density) => ({ rows: 6, inputs: 512, outputs: 64, density })),
];

describe("maskedMultiply", () => {
  test.each(CASES)(
    "has the bits of its reference, and the masked product, for $rows x $inputs x $outputs, $density not zero",
    ({ rows, inputs, outputs, density }) => {
      const bench = new Workbench();
      const x = randomMatrix(1, rows, inputs, density);
      const [delta, weights] = [randomMatrix(2, rows, outputs), randomMatrix(3, inputs, outputs)];
      const lists = sparsifyFloats(x);
      const { entries, counts, capacity } = bench.lists(lists, inputs);
      const out = bench.blank(rows, inputs);
      const places = [entries, counts, capacity, bench.matrix(delta), bench.matrix(weights)];
      bench.run("maskedMultiply", [out], out, strideOf(inputs), ...places, strideOf(outputs), 0, rows);
      const result = bench.readMatrix(out, rows, inputs).flat();
      expectSameBits(result, maskedMultiply(lists, delta, weights).flat());

      const whole = gemm(delta, transpose(weights), new Array<number>(inputs).fill(0)).flat();
      const masked = whole.map((value, i) => (x.flat()[i] === 0 ? 0 : value));
      expectWithin(result, masked, { absolute: 2e-4 });
      expect(result.filter((value) => value !== 0).length).toBeLessThanOrEqual(lists.flat().length);
    },
  );
});
