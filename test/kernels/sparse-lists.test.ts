import { describe, expect, test } from "vitest";
import {
  countNonZero,
  packRows,
  sparsifyBytes,
  sparsifyFloats,
  transposeSparse,
} from "../../kernels/reference/sparse-lists.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { randomBytes, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const SCALE = 1 / 255;
/** Every width and every number of rows, and rows from blank to dense. */
const CASES = [
  ...WIDTHS.map((width) => ({ rows: 11, width, density: 0.3 })),
  ...ROWS.map((rows) => ({ rows, width: 100, density: 0.2 })),
  ...[0, 0.02, 0.9, 1].map((density) => ({ rows: 7, width: 784, density })),
];
/** Rows in any order, some twice, as shuffled batches have them. */
const order = (rows: number) => Array.from({ length: rows }, (_, n) => (n * 7 + 3) % rows);

/** The table that `sparsifyBytes` packs by. */
function packingTable(bench: Workbench): number {
  const table = bench.room(2048);
  bench.run("fillPackingTable", [table], table);
  return table;
}

describe("lists of bytes", () => {
  test.each(CASES)("sparsifyBytes lists $rows rows of $width bytes, $density not zero", (facts) => {
    const { rows, width, density } = facts;
    const bench = new Workbench();
    const source = randomBytes(1, rows, width, density);
    const place = bench.blankLists(rows, width);
    const inputs = [bench.bytes(source.flat()), bench.integers(order(rows))];
    const outputs = [place.entries, place.counts];
    bench.run(
      "sparsifyBytes",
      outputs,
      ...outputs,
      ...inputs,
      SCALE,
      width,
      packingTable(bench),
      place.capacity,
      0,
      rows,
    );
    expect(bench.readLists(place, rows)).toEqual(sparsifyBytes(source, order(rows), SCALE));
  });

  test.each(CASES)("packRows and unpackRows list $rows rows of $width bytes, $density not zero", (facts) => {
    const { rows, width, density } = facts;
    const bench = new Workbench();
    const source = randomBytes(2, rows, width, density);
    const expected = packRows(source);
    const packed = bench.room(expected.packed.length + 3 * width);
    const starts = bench.room((rows + 1) * 4);
    // In two goes, as a fit packs them.
    const first = Math.floor(rows / 2);
    const data = bench.bytes(source.flat());
    const middle = bench.run("packRows", [packed, starts], packed, starts, data, width, first, 0);
    const [restStarts, rest] = [starts + first * 4, data + first * width];
    const end = bench.run(
      "packRows",
      [packed, starts],
      packed,
      restStarts,
      rest,
      width,
      rows - first,
      middle,
    );
    expect(end).toBe(expected.packed.length);
    expect(bench.readIntegers(starts, rows)).toEqual(expected.starts);
    expect(bench.readBytes(packed, end)).toEqual(expected.packed);

    const ends = bench.integers([...expected.starts, end]);
    const place = bench.blankLists(rows, width);
    const outputs = [place.entries, place.counts];
    const inputs = [packed, ends, bench.integers(order(rows))];
    bench.run("unpackRows", outputs, ...outputs, ...inputs, SCALE, place.capacity, 0, rows);
    expect(bench.readLists(place, rows)).toEqual(sparsifyBytes(source, order(rows), SCALE));
  });

  test.each([0, 0.02, 0.5, 1])("countNonZero counts where %d of the bytes are not zero", (density) => {
    const bench = new Workbench();
    const bytes = randomBytes(3, 8, 784, density).flat();
    expect(bench.run("countNonZero", [], bench.bytes(bytes), bytes.length)).toBe(countNonZero(bytes));
  });

  test("a scale that underflows keeps the entries, with the value zero", () => {
    const bench = new Workbench();
    const place = bench.blankLists(1, 16);
    const outputs = [place.entries, place.counts];
    const inputs = [bench.bytes([0, 9, ...new Array<number>(14).fill(0)]), bench.integers([0])];
    bench.run(
      "sparsifyBytes",
      outputs,
      ...outputs,
      ...inputs,
      1e-60,
      16,
      packingTable(bench),
      place.capacity,
      0,
      1,
    );
    expect(bench.readLists(place, 1)).toEqual([[{ index: 1, value: 0 }]]);
  });
});

describe("lists of floats", () => {
  test.each(CASES)("sparsifyFloats lists $rows rows of $width floats, $density not zero", (facts) => {
    const { rows, width, density } = facts;
    const bench = new Workbench();
    const matrix = randomMatrix(4, rows, width, density);
    const stride = strideOf(width);
    const place = bench.blankLists(rows, stride);
    const outputs = [place.entries, place.counts];
    bench.run("sparsifyFloats", outputs, ...outputs, bench.matrix(matrix), stride, place.capacity, 0, rows);
    expect(bench.readLists(place, rows)).toEqual(sparsifyFloats(matrix));
  });

  test("negative zero is zero, and NaN is kept", () => {
    const bench = new Workbench();
    const place = bench.blankLists(1, 8);
    const outputs = [place.entries, place.counts];
    bench.run(
      "sparsifyFloats",
      outputs,
      ...outputs,
      bench.matrix([[-0, NaN, 0, -1]]),
      8,
      place.capacity,
      0,
      1,
    );
    expect(bench.readLists(place, 1)).toEqual([
      [
        { index: 1, value: NaN },
        { index: 3, value: -1 },
      ],
    ]);
  });

  test.each(CASES)("transposeSparse turns lists of $rows rows into lists of $width columns", (facts) => {
    const { rows, width, density } = facts;
    const bench = new Workbench();
    const lists = sparsifyFloats(randomMatrix(5, rows, width, density));
    const { entries, counts, capacity } = bench.lists(lists, width);
    const outputs = [bench.room(width * rows * 8), bench.room(width * 8)];
    const middle = width >> 1;
    for (const [from, to] of [
      [0, middle],
      [middle, width],
    ]) {
      bench.run("transposeSparse", outputs, ...outputs, entries, counts, capacity, rows, from, to);
    }
    expect(bench.readGaplessLists(outputs[0], outputs[1], width)).toEqual(transposeSparse(lists, width));
  });
});
