import { describe, expect, test } from "vitest";
import { binaryHit, classHit, rowHit } from "../../kernels/reference/hits.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const SHAPES = [...WIDTHS.map((width) => ({ rows: 40, width })), ...ROWS.map((rows) => ({ rows, width: 3 }))];
/** Few different values, so that many are equal. */
const coarse = (seed: number, rows: number, width: number) =>
  randomMatrix(seed, rows, width).map((row) => row.map((x) => Math.round(x)));

describe.each(SHAPES)("for $rows rows of $width", ({ rows, width }) => {
  const sizes = [width, strideOf(width), 0, rows];
  const outputs = coarse(1, rows, width);

  test("classHits counts where the first largest output is the class", () => {
    const bench = new Workbench();
    const classes = outputs.map((_, n) => n % width);
    const hits = bench.room(rows * 8);
    bench.run("classHits", [hits], hits, bench.matrix(outputs), bench.integers(classes), ...sizes);
    expect(bench.readDoubles(hits, rows)).toEqual(outputs.map((row, n) => classHit(row, classes[n])));
  });

  test("rowHits counts where the first largest of outputs and targets agree", () => {
    const bench = new Workbench();
    const targets = coarse(2, rows, width);
    const hits = bench.room(rows * 8);
    bench.run("rowHits", [hits], hits, bench.matrix(outputs), bench.matrix(targets), ...sizes);
    expect(bench.readDoubles(hits, rows)).toEqual(outputs.map((row, n) => rowHit(row, targets[n])));
  });

  test("binaryHits gives the share on the right side of the threshold", () => {
    const bench = new Workbench();
    const targets = coarse(3, rows, width).map((row) => row.map((x) => (x > 0 ? 1 : 0)));
    const hits = bench.room(rows * 8);
    bench.run("binaryHits", [hits], hits, bench.matrix(outputs), bench.matrix(targets), 0, ...sizes);
    expect(bench.readDoubles(hits, rows)).toEqual(outputs.map((row, n) => binaryHit(row, targets[n], 0)));
  });
});

test("an output that equals the threshold is on the lower side, as in Keras", () => {
  const bench = new Workbench();
  const hits = bench.room(16);
  bench.run(
    "binaryHits",
    [hits],
    hits,
    bench.matrix([[0.5], [0.5]]),
    bench.matrix([[0], [1]]),
    0.5,
    1,
    8,
    0,
    2,
  );
  expect(bench.readDoubles(hits, 2)).toEqual([1, 0]);
});
