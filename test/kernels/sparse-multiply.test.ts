import { describe, test } from "vitest";
import { gemm, transpose } from "../../kernels/reference/gemm.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { sparsifyFloats, transposeSparse } from "../../kernels/reference/sparse-lists.ts";
import { sparseMultiply } from "../../kernels/reference/sparse-multiply.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const CASES = [
  ...WIDTHS.map((width) => ({ rows: 11, depth: 100, width, density: 0.4 })),
  ...ROWS.map((rows) => ({ rows, depth: 31, width: 32, density: 0.5 })),
  ...[0, 0.02, 1].map((density) => ({ rows: 6, depth: 784, width: 32, density })),
  { rows: 130, depth: 784, width: 100, density: 0.2 },
];

/** A matrix as the kernel reads it: up to 32 columns as it lies, wider ones packed into panels of 16. */
function place(bench: Workbench, matrix: Matrix): [address: number, rowBytes: number, panelBytes: number] {
  const stride = strideOf(matrix[0].length);
  return stride <= 32 ? [bench.matrix(matrix), stride * 4, 64] : bench.panels(matrix);
}

describe("sparseMultiply", () => {
  test.each(CASES)(
    "has the bits of its reference and of the dense gemm for $rows x $depth x $width, $density not zero",
    ({ rows, depth, width, density }) => {
      const bench = new Workbench(8);
      const [x, w] = [randomMatrix(1, rows, depth, density), randomMatrix(2, depth, width)];
      const [bias] = randomMatrix(3, 1, width);
      const lists = sparsifyFloats(x);
      const stride = strideOf(width);
      const { entries, counts, capacity } = bench.lists(lists, depth);
      const [matrix, start] = [bench.matrix(w), bench.matrix([bias])];
      const sparse = bench.blank(rows, width);
      const lying = [entries, counts, capacity, ...place(bench, w)];
      bench.run("sparseMultiply", [sparse], sparse, stride * 4, 64, ...lying, start, stride, 0, rows);
      const dense = bench.blank(rows, width);
      const xRow = strideOf(depth) * 4;
      const places = [bench.matrix(x), 4 * xRow, xRow, 4, matrix, stride * 4, 64, start];
      bench.run("gemm", [dense], dense, stride * 4, 64, ...places, stride, depth, 0, rows);

      const result = bench.readMatrix(sparse, rows, width).flat();
      expectSameBits(result, sparseMultiply(lists, w, bias).flat());
      expectSameBits(result, bench.readMatrix(dense, rows, width).flat());
      expectSameBits(result, gemm(x, w, bias).flat());
    },
  );

  test.each([16, 100, 512])("gives the same bits from panels and into them, %i columns wide", (width) => {
    const bench = new Workbench(8);
    const [x, w] = [randomMatrix(1, 9, 200, 0.3), randomMatrix(2, 200, width)];
    const { entries, counts, capacity } = bench.lists(sparsifyFloats(x), 200);
    const out = bench.blank(9, width);
    const stride = strideOf(width);
    const places = [entries, counts, capacity, ...bench.panels(w), 0];
    bench.run("sparseMultiply", [out], out, stride * 4, 64, ...places, stride, 0, 9);
    const expected = gemm(x, w, new Array<number>(width).fill(0));
    expectSameBits(bench.readMatrix(out, 9, width).flat(), expected.flat());

    const outPanels = bench.room(9 * stride * 4);
    bench.run("sparseMultiply", [outPanels], outPanels, 64, 9 * 64, ...places, stride, 0, 9);
    for (let column = 0; column + 16 <= width; column += 16) {
      const panel = bench.readFloats(outPanels + column * 9 * 4, 9 * 16);
      expectSameBits(
        panel,
        expected.flatMap((row) => row.slice(column, column + 16)),
      );
    }
  });

  test.each(ROWS)("with lists by column gives the weight gradient of %i rows", (rows) => {
    const [inputs, outputs] = [31, 32];
    const bench = new Workbench();
    const [x, delta] = [randomMatrix(4, rows, inputs, 0.4), randomMatrix(5, rows, outputs)];
    const columns = transposeSparse(sparsifyFloats(x), strideOf(inputs));
    const { entries, counts, capacity } = bench.lists(columns, rows);
    const out = bench.blank(strideOf(inputs), outputs);
    const matrix = bench.matrix(delta);
    bench.run(
      "sparseMultiply",
      [out],
      out,
      128,
      64,
      entries,
      counts,
      capacity,
      matrix,
      128,
      64,
      0,
      32,
      0,
      strideOf(inputs),
    );
    const zeros = new Array<number>(outputs).fill(0);
    const expected = gemm(transpose(x), delta, zeros);
    // The features of the padding get zero gradients.
    while (expected.length < strideOf(inputs)) expected.push(zeros);
    expectSameBits(bench.readMatrix(out, strideOf(inputs), outputs).flat(), expected.flat());
  });
});
