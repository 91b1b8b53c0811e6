import { describe, expect, test } from "vitest";
import { gemm, packPanels, transpose, unpackPanels } from "../../kernels/reference/gemm.ts";
import { paddedRows, strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

/** Rows, inner length and columns: every width with some rows, every number of rows with some width. */
const SHAPES = [
  ...WIDTHS.flatMap((width) => [
    { rows: 5, depth: width, width: 10 },
    { rows: 6, depth: 31, width },
  ]),
  ...ROWS.map((rows) => ({ rows, depth: 32, width: 32 })),
  { rows: 130, depth: 100, width: 512 },
];

describe("gemm", () => {
  test.each(SHAPES)("has the reference's bits for $rows x $depth times $depth x $width", (shape) => {
    const { rows, depth, width } = shape;
    const bench = new Workbench();
    const [a, b] = [randomMatrix(1, rows, depth), randomMatrix(2, depth, width)];
    const [start] = randomMatrix(3, 1, width);
    const out = bench.blank(rows, width);
    const [aRow, bRow] = [strideOf(depth) * 4, strideOf(width) * 4];
    const places = [bench.matrix(a), 4 * aRow, aRow, 4, bench.matrix(b), bRow, 64, bench.matrix([start])];
    bench.run("gemm", [out], out, bRow, 64, ...places, strideOf(width), depth, 0, rows);
    expectSameBits(bench.readMatrix(out, rows, width).flat(), gemm(a, b, start).flat());
  });

  test("starts at zero where no start is given", () => {
    const bench = new Workbench();
    const [a, b] = [randomMatrix(1, 9, 7), randomMatrix(2, 7, 10)];
    const out = bench.blank(9, 10);
    bench.run(
      "gemm",
      [out],
      out,
      64,
      64,
      bench.matrix(a),
      128,
      32,
      4,
      bench.matrix(b),
      64,
      64,
      0,
      16,
      7,
      0,
      9,
    );
    expectSameBits(bench.readMatrix(out, 9, 10).flat(), gemm(a, b, new Array<number>(10).fill(0)).flat());
  });

  test.each([
    { rows: 130, depth: 100, width: 512 },
    { rows: 7, depth: 512, width: 64 },
  ])(
    "gives the same bits from panels and into them, for $rows x $depth x $width",
    ({ rows, depth, width }) => {
      const bench = new Workbench(8);
      const [a, b] = [randomMatrix(1, rows, depth), randomMatrix(2, depth, width)];
      const [left, right] = [transpose(a), b];
      const stride = strideOf(rows);
      const leftPanels = bench.room(depth * stride * 4);
      const rightPanels = bench.room(depth * width * 4);
      bench.run("packPanels", [leftPanels], leftPanels, depth * 16, bench.matrix(left), stride, 4, 0, depth);
      bench.run(
        "packPanels",
        [rightPanels],
        rightPanels,
        depth * 64,
        bench.matrix(right),
        width,
        16,
        0,
        depth,
      );
      const out = bench.blank(rows, width);
      const places = [leftPanels, depth * 16, 4, 16, rightPanels, 64, depth * 64, 0];
      bench.run("gemm", [out], out, width * 4, 64, ...places, width, depth, 0, rows);
      const expected = gemm(a, b, new Array<number>(width).fill(0));
      expectSameBits(bench.readMatrix(out, rows, width).flat(), expected.flat());

      const padded = paddedRows(rows);
      const outPanels = bench.room(padded * width * 4);
      bench.run("gemm", [outPanels], outPanels, 64, padded * 64, ...places, width, depth, 0, rows);
      for (let column = 0; column < width; column += 16) {
        const panel = bench.readFloats(outPanels + column * padded * 4, rows * 16);
        expectSameBits(
          panel,
          expected.flatMap((row) => row.slice(column, column + 16)),
        );
      }
    },
  );

  test("gives the same bits however its rows are cut", () => {
    const [rows, depth, width] = [128, 31, 100];
    const bench = new Workbench();
    const [a, b] = [bench.matrix(randomMatrix(1, rows, depth)), bench.matrix(randomMatrix(2, depth, width))];
    const runs = [
      [0, 128],
      [0, 4, 128],
      [0, 64, 100, 128],
    ].map((cuts) => {
      const out = bench.blank(rows, width);
      cuts.slice(1).forEach((to, i) => {
        const places = [a, 4 * 128, 128, 4, b, 448, 64, 0];
        bench.run("gemm", [out], out, 448, 64, ...places, strideOf(width), depth, cuts[i], to);
      });
      return bench.readMatrix(out, rows, width).flat();
    });
    expectSameBits(runs[1], runs[0]);
    expectSameBits(runs[2], runs[0]);
  });
});

describe("packPanels", () => {
  test.each([4, 16])("copies a matrix into panels of %i columns", (panel) => {
    const bench = new Workbench();
    const matrix = randomMatrix(4, 13, 48);
    const out = bench.room(13 * 48 * 4);
    const source = bench.matrix(matrix);
    for (const [from, to] of [
      [0, 5],
      [5, 13],
    ]) {
      bench.run("packPanels", [out], out, 13 * panel * 4, source, 48, panel, from, to);
    }
    expect(bench.readFloats(out, 13 * 48)).toEqual(packPanels(matrix, panel));
  });
});

describe("unpackPanels", () => {
  test.each([16, 48, 512])("brings back the matrix of %i columns that was packed", (width) => {
    const bench = new Workbench();
    const matrix = randomMatrix(4, 13, width);
    const [address, , panelBytes] = bench.panels(matrix);
    const out = bench.blank(13, width);
    for (const [from, to] of [
      [0, 4],
      [4, 13],
    ]) {
      bench.run("unpackPanels", [out], out, address, panelBytes, width, from, to);
    }
    expect(bench.readMatrix(out, 13, width)).toEqual(unpackPanels(packPanels(matrix, 16), 13));
    expect(bench.readMatrix(out, 13, width)).toEqual(matrix);
  });
});

describe("transpose", () => {
  test.each(WIDTHS.flatMap((width) => [1, 10, 32, 130].map((rows) => ({ rows, width }))))(
    "turns $rows x $width into $width x $rows, padding into padding",
    ({ rows, width }) => {
      const bench = new Workbench();
      const matrix = randomMatrix(5, rows, width);
      const [stride, outStride] = [strideOf(width), strideOf(rows)];
      // As the engine calls it: the padding is transposed too, so both sides have room for it.
      const padded = Array.from(
        { length: outStride },
        (_, n) => matrix[n] ?? new Array<number>(width).fill(0),
      );
      const out = bench.blank(stride, rows);
      bench.run(
        "transpose",
        [out],
        out,
        outStride * 4,
        64,
        bench.matrix(padded),
        stride * 4,
        64,
        stride,
        0,
        outStride,
      );
      const result = bench.readMatrix(out, stride, rows);
      expectSameBits(result.slice(0, width).flat(), transpose(matrix).flat());
      expect(
        result
          .slice(width)
          .flat()
          .every((value) => value === 0),
      ).toBe(true);
    },
  );
});
