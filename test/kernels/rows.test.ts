import { describe, test } from "vitest";
import { columnSums, gatherBytes, gatherFloats, rescale } from "../../kernels/reference/rows.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { expectSameBits, randomBytes, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const SHAPES = [...WIDTHS.map((width) => ({ rows: 6, width })), ...ROWS.map((rows) => ({ rows, width: 10 }))];
const order = (rows: number) => Array.from({ length: rows }, (_, n) => (n * 5 + 2) % rows);

describe.each(SHAPES)("for $rows rows of $width", ({ rows, width }) => {
  const stride = strideOf(width);

  test("gatherBytes fetches shuffled rows, scaled, and leaves the padding", () => {
    const bench = new Workbench();
    const source = randomBytes(1, rows, width, 0.7);
    const [data, numbers, out] = [
      bench.bytes(source.flat()),
      bench.integers(order(rows)),
      bench.blank(rows, width),
    ];
    bench.run("gatherBytes", [out], out, data, numbers, 1 / 255, width, stride, 0, rows);
    const expected = gatherBytes(source, order(rows), 1 / 255);
    expectSameBits(bench.readMatrix(out, rows, width).flat(), expected.flat());
  });

  test("gatherFloats fetches shuffled rows, and leaves the padding", () => {
    const bench = new Workbench();
    const source = randomMatrix(2, rows, width, 0.7);
    const [data, numbers, out] = [
      bench.floats(source.flat()),
      bench.integers(order(rows)),
      bench.blank(rows, width),
    ];
    bench.run("gatherFloats", [out], out, data, numbers, width, stride, 0, rows);
    expectSameBits(bench.readMatrix(out, rows, width).flat(), gatherFloats(source, order(rows)).flat());
  });

  test("rescale scales and shifts, in place too, and leaves the padding", () => {
    const bench = new Workbench();
    const input = randomMatrix(3, rows, width);
    const [source, out] = [bench.matrix(input), bench.blank(rows, width)];
    const expected = rescale(input, 0.3, -0.7).flat();
    bench.run("rescale", [out], out, source, 0.3, -0.7, width, stride, 0, rows);
    expectSameBits(bench.readMatrix(out, rows, width).flat(), expected);
    bench.run("rescale", [source], source, source, 0.3, -0.7, width, stride, 0, rows);
    expectSameBits(bench.readMatrix(source, rows, width).flat(), expected);
  });

  test("clearPadding zeroes the padding alone", () => {
    const bench = new Workbench();
    const dirty = randomMatrix(4, rows, stride);
    const address = bench.floats(dirty.flat());
    bench.run("clearPadding", [address], address, width, stride, 0, rows);
    const clean = dirty.map((row) => row.map((x, k) => (k < width ? x : 0)));
    expectSameBits(bench.readFloats(address, rows * stride), clean.flat());
  });

  test("columnSums sums the columns in the order of the rows", () => {
    const bench = new Workbench();
    const delta = randomMatrix(5, rows, width);
    const out = bench.blank(1, width);
    bench.run("columnSums", [out], out, bench.matrix(delta), rows, stride, 0, stride);
    expectSameBits(bench.readMatrix(out, 1, width)[0], columnSums(delta));
  });
});
