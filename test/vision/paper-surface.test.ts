import { describe, expect, test } from "vitest";
import { closeByWindow, fillBasins } from "../../src/vision/closing.ts";
import { estimatePaper } from "../../src/vision/paper-surface.ts";
import type { Reduced } from "../../src/vision/reduce.ts";

/** Cells written as digits, one string a row. */
function cellsOf(...rows: string[]): Reduced {
  const cells = Float64Array.from([...rows.join("")].map(Number));
  return { width: rows[0].length, height: rows.length, block: 1, cells };
}

const rowsOf = (cells: Float64Array, width: number): string[] =>
  Array.from({ length: cells.length / width }, (_, y) => cells.slice(y * width, (y + 1) * width).join(""));

describe("closeByWindow", () => {
  test("fills what is narrower than the window, also at the border, and leaves what is wider", () => {
    const image = cellsOf("1990009", "1990009", "1990009", "1990009");
    expect(rowsOf(closeByWindow(image, 1), 7)).toEqual(Array(4).fill("9990009"));
    expect(rowsOf(closeByWindow(image, 2), 7)).toEqual(Array(4).fill("9999999"));
  });

  test("leaves a gradient as it is, but for its dark end, which it takes for a stroke at the border", () => {
    expect(rowsOf(closeByWindow(cellsOf("123456", "123456"), 1), 6)).toEqual(["223456", "223456"]);
  });
});

describe("fillBasins", () => {
  test("raises what brighter cells surround to the lowest way out", () => {
    const image = cellsOf("888888", "811118", "811117", "811118", "888888");
    expect(rowsOf(fillBasins(image), 6)).toEqual(["888888", "877778", "877777", "877778", "888888"]);
  });

  test("leaves what is open to the border", () => {
    const image = cellsOf("88888", "81111", "88888");
    expect(fillBasins(image)).toEqual(image.cells);
  });
});

describe("estimatePaper", () => {
  test("continues a linear gradient under the ink", () => {
    const side = 30;
    const gradient = Float64Array.from(
      { length: side * side },
      (_, i) => 100 + 3 * (i % side) + Math.floor(i / side),
    );
    const inside = (i: number): boolean => i % side >= 8 && i % side < 14 && i >= 8 * side && i < 20 * side;
    const cells = gradient.map((level, i) => (inside(i) ? level / 4 : level));
    const { paper, written } = estimatePaper({ width: side, height: side, block: 1, cells });
    const errors = paper.cells.map((level, i) => (inside(i) ? Math.abs(level - gradient[i]) : 0));
    expect(Math.max(...errors)).toBeLessThan(1.5);
    expect([...written.keys()].filter((i) => inside(i) && written[i] === 0)).toEqual([]);
    expect(written[25 * side + 25]).toBe(0);
  });
});
