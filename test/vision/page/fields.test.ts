import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import type { GrayImage } from "../../../src/image/index.ts";
import { findFields } from "../../../src/vision/page/fields.ts";
import type { Layout } from "../../../src/vision/page/fields.ts";
import type { CellGrid, Field } from "../../../src/vision/page/page-parts.ts";
import { drawInk, line, numberStrokes } from "./drawn-page.ts";
import type { Stroke } from "./drawn-page.ts";

const places = (fields: readonly Field[]) =>
  fields.map(({ kind, row, column, empty }) => `${kind} ${row},${column}${empty ? " empty" : ""}`);

/** A grid of cells of one size, 4 pixels apart as their rules are thick. */
function gridAt(
  x: number,
  y: number,
  rows: number,
  columns: number,
  width: number,
  height: number,
): CellGrid {
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return {
      row,
      column,
      box: { x: x + column * (width + 4), y: y + row * (height + 4), width, height },
    };
  });
  const box = { x, y, width: columns * (width + 4) - 4, height: rows * (height + 4) - 4 };
  return { box, rows, columns, cells };
}

function fieldsOf(
  strokes: readonly Stroke[],
  layout: Layout = "auto",
  grids: readonly CellGrid[] = [],
): Field[] {
  return findFields(drawInk(600, 400, strokes), { layout, grids });
}

/** The ink of a field, or of a part of it. */
function inkIn(
  { data, width }: GrayImage,
  x = 0,
  y = 0,
  right = width,
  bottom = data.length / width,
): number {
  return data.reduce((sum, level, i) => {
    const [column, row] = [i % width, Math.floor(i / width)];
    return column >= x && column < right && row >= y && row < bottom ? sum + level / 255 : sum;
  }, 0);
}

describe("findFields in free writing", () => {
  const twoColumns = [
    ...numberStrokes("124", 40, 40, 40, 4),
    ...numberStrokes("70", 400, 44, 40, 4),
    ...numberStrokes("28", 70, 120, 40, 4),
    ...numberStrokes("142", 366, 118, 40, 4),
    ...numberStrokes("18", 400, 200, 40, 4),
  ];

  test("numbers have the row of their line and the column that they line up in", () => {
    expect(places(fieldsOf(twoColumns))).toEqual([
      "line 0,0",
      "line 0,1",
      "line 1,0",
      "line 1,1",
      "line 2,1",
    ]);
  });

  test("a list has one number on each line whatever its gaps", () => {
    expect(places(fieldsOf(twoColumns, "column"))).toEqual(["line 0,0", "line 1,0", "line 2,0"]);
  });

  test("a line is one number", () => {
    const [field, ...others] = fieldsOf(
      [...numberStrokes("124", 40, 40, 40, 4), ...numberStrokes("70", 400, 44, 40, 4)],
      "line",
    );
    expect(others).toEqual([]);
    expect(field.box.x).toBeLessThan(46);
    expect(field.box.x + field.box.width).toBeGreaterThan(450);
  });

  test("the ink of a field is its own alone, as large as its box", () => {
    const tail = line(96, 79, 89, 112, 4);
    const fields = fieldsOf([
      ...numberStrokes("12", 40, 40, 40, 4),
      tail,
      ...numberStrokes("84", 60, 100, 40, 4),
    ]);
    const [upper, lower] = fields;
    expect(fields).toHaveLength(2);
    expect(upper.box.y + upper.box.height).toBeGreaterThan(lower.box.y);
    const whole = inkIn(drawInk(600, 400, [...numberStrokes("84", 60, 100, 40, 4)]));
    expect(lower.ink).toMatchObject({ width: lower.box.width, height: lower.box.height });
    // The palest rim of a stroke, below a fifth of full ink, is no piece's.
    expect(inkIn(lower.ink)).toBeGreaterThan(0.98 * whole);
    expect(inkIn(lower.ink)).toBeLessThanOrEqual(whole);
  });

  test("what the picture's side leaves of another line is no number", () => {
    const strokes = [...numberStrokes("124", 40, 300, 40, 4), ...numberStrokes("78", 60, 384, 40, 4)];
    expect(places(fieldsOf(strokes))).toEqual(["line 0,0"]);
  });

  test("a page without ink has no fields", () => {
    for (const layout of ["auto", "line", "column", "grid", "boxes"] as const) {
      expect(findFields(createGrayImage(50, 40), { layout, grids: [] })).toEqual([]);
    }
  });
});

describe("findFields in grids", () => {
  const table = gridAt(50, 50, 2, 3, 150, 60);

  test("every cell of a table is a field, with its ink or empty", () => {
    const strokes = [...numberStrokes("124", 60, 60, 40, 4), ...numberStrokes("70", 370, 124, 40, 4)];
    for (const layout of ["auto", "grid"] as const) {
      expect(places(fieldsOf(strokes, layout, [table]))).toEqual([
        "cell 0,0",
        "cell 0,1 empty",
        "cell 0,2 empty",
        "cell 1,0 empty",
        "cell 1,1 empty",
        "cell 1,2",
      ]);
    }
  });

  test("what a rule left along a cell's side and a speck do not fill a cell", () => {
    const strokes = [
      ...numberStrokes("124", 60, 60, 40, 4),
      line(206, 52, 260, 52, 3),
      line(300, 80, 301, 80, 4),
    ];
    const fields = fieldsOf(strokes, "grid", [table]);
    expect(fields.map(({ empty }) => empty)).toEqual([false, true, true, true, true, true]);
    expect(fields[1].box).toEqual(table.cells[1].box);
  });

  test("a stroke that reaches out of its cell stays whole", () => {
    const strokes = [...numberStrokes("02", 60, 60, 40, 4), line(150, 62, 140, 122, 4)];
    const [field, , , below] = fieldsOf(strokes, "grid", [table]);
    expect(field.box.y + field.box.height).toBeGreaterThan(120);
    expect(below.empty).toBe(true);
  });

  test("writing around a table makes lines, in reading order with its cells", () => {
    const strokes = [
      ...numberStrokes("128", 60, 4, 30, 4),
      ...numberStrokes("124", 60, 60, 40, 4),
      ...numberStrokes("70", 60, 250, 40, 4),
    ];
    const fields = fieldsOf(strokes, "auto", [table]);
    expect(places(fields).filter((place) => !place.includes("empty"))).toEqual([
      "line 0,0",
      "cell 1,0",
      "line 3,0",
    ]);
  });

  test("a frame around several lines is no cell", () => {
    const frame = gridAt(10, 10, 1, 1, 580, 380);
    const strokes = [...numberStrokes("124", 60, 60, 40, 4), ...numberStrokes("70", 60, 160, 40, 4)];
    expect(places(fieldsOf(strokes, "auto", [frame]))).toEqual(["line 0,0", "line 1,0"]);
    expect(places(fieldsOf(strokes.slice(0, 3), "auto", [frame]))).toEqual(["cell 0,0"]);
  });
});

describe("findFields in digit boxes", () => {
  const comb = gridAt(50, 50, 1, 6, 40, 56);
  const digitIn = (digit: string, box: number, shift = 0) =>
    numberStrokes(digit, 58 + 44 * box + shift, 58, 40, 4);

  test("a row of boxes is one number with a box for each digit", () => {
    const strokes = [...digitIn("1", 0), ...digitIn("2", 1), ...digitIn("4", 3)];
    for (const layout of ["auto", "boxes"] as const) {
      const [field, ...others] = fieldsOf(strokes, layout, [comb]);
      expect(others).toEqual([]);
      expect(field).toMatchObject({ kind: "boxes", row: 0, column: 0, empty: false, box: comb.box });
      expect(field.digitBoxes).toEqual(
        comb.cells.map(({ box }) => ({ x: box.x - 50, y: 0, width: 40, height: 56 })),
      );
      const inked = field.digitBoxes?.map((box) => inkIn(field.ink, box.x, 0, box.x + box.width) > 0);
      expect(inked).toEqual([true, true, false, true, false, false]);
    }
  });

  test("a digit that reaches into the next box keeps its ink, and the next stays empty", () => {
    const [field] = fieldsOf([...digitIn("1", 0), ...digitIn("0", 2, 13), ...digitIn("2", 4)], "auto", [
      comb,
    ]);
    const boxes = field.digitBoxes ?? [];
    const whole = inkIn(drawInk(600, 400, digitIn("0", 2, 13)));
    expect(inkIn(field.ink, boxes[2].x, 0, boxes[2].x + boxes[2].width)).toBeGreaterThan(0.98 * whole);
    expect(inkIn(field.ink, boxes[3].x, 0, boxes[3].x + boxes[3].width)).toBe(0);
  });

  test("boxes without ink are one empty number", () => {
    expect(places(fieldsOf([], "auto", [comb]))).toEqual(["boxes 0,0 empty"]);
  });

  test("square cells with whole numbers in them are a table", () => {
    const squares = gridAt(50, 50, 1, 3, 100, 80);
    const strokes = [0, 1, 2].flatMap((n) => numberStrokes("124", 54 + n * 104, 70, 34, 4));
    expect(places(fieldsOf(strokes, "auto", [squares]))).toEqual(["cell 0,0", "cell 0,1", "cell 0,2"]);
  });

  test("each row of boxes is a number", () => {
    const rows = gridAt(50, 50, 3, 4, 40, 56);
    const strokes = [...numberStrokes("2", 58, 58, 40, 4), ...numberStrokes("4", 102, 178, 40, 4)];
    expect(places(fieldsOf(strokes, "auto", [rows]))).toEqual(["boxes 0,0", "boxes 1,0 empty", "boxes 2,0"]);
  });
});

test("an image that is none is refused", () => {
  const ink = { width: 3, height: 3, data: new Uint8Array(4) };
  expect(() => findFields(ink, { layout: "auto", grids: [] })).toThrow(RangeError);
});
