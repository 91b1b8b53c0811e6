import { describe, expect, test } from "vitest";
import { findCellGrids } from "../../../src/vision/page/cell-grids.ts";
import { findRules } from "../../../src/vision/page/find-rules.ts";
import type { Rule } from "../../../src/vision/page/page-parts.ts";
import { boxSides, drawInk, line, numberStrokes } from "./drawn-page.ts";

const across = (x: number, y: number, width: number): Rule => ({
  direction: "horizontal",
  box: { x, y, width, height: 2 },
});
const down = (x: number, y: number, height: number): Rule => ({
  direction: "vertical",
  box: { x, y, width: 2, height },
});
const box = (x: number, y: number, width: number, height: number): Rule[] => [
  across(x, y, width),
  across(x, y + height - 2, width),
  down(x, y, height),
  down(x + width - 2, y, height),
];

describe("findCellGrids", () => {
  test("finds the cells between the rules of a table, row by row", () => {
    const rules = [0, 30, 60]
      .map((y) => across(10, 10 + y, 122))
      .concat([0, 40, 120].map((x) => down(10 + x, 10, 62)));
    const [grid, ...others] = findCellGrids(rules);
    expect(others).toEqual([]);
    expect([grid.rows, grid.columns]).toEqual([2, 2]);
    expect(grid.cells).toEqual([
      { row: 0, column: 0, box: { x: 12, y: 12, width: 38, height: 28 } },
      { row: 0, column: 1, box: { x: 52, y: 12, width: 78, height: 28 } },
      { row: 1, column: 0, box: { x: 12, y: 42, width: 38, height: 28 } },
      { row: 1, column: 1, box: { x: 52, y: 42, width: 78, height: 28 } },
    ]);
    expect(grid.box).toEqual({ x: 12, y: 12, width: 118, height: 58 });
  });

  test("gives a merged cell once, at its upper left place", () => {
    // Two rows; the upper one is one cell, the lower one two.
    const rules = [
      across(0, 0, 200),
      across(0, 50, 200),
      across(0, 100, 200),
      down(0, 0, 102),
      down(198, 0, 102),
      down(100, 50, 52),
    ];
    const [grid] = findCellGrids(rules);
    expect(grid.cells.map(({ row, column, box: { width } }) => [row, column, width])).toEqual([
      [0, 0, 196],
      [1, 0, 98],
      [1, 1, 96],
    ]);
  });

  test("closes corners that miss by a few pixels and leaves open shapes out", () => {
    expect(
      findCellGrids([across(4, 0, 90), across(0, 50, 95), down(0, 3, 44), down(98, 4, 48)]),
    ).toHaveLength(1);
    expect(findCellGrids([across(0, 0, 100), across(0, 50, 100), down(0, 0, 52)])).toEqual([]);
    expect(findCellGrids([])).toEqual([]);
  });

  test("makes one row of boxes that are drawn side by side, and not of boxes that differ", () => {
    const rows = [0, 1, 2, 3].flatMap((n) => box(20 + 50 * n, 20 + (n % 2), 40, 50 + n));
    const [grid, ...others] = findCellGrids(rows);
    expect(others).toEqual([]);
    expect([grid.rows, grid.columns, grid.cells.length]).toEqual([1, 4, 4]);
    expect(findCellGrids([...box(0, 0, 40, 50), ...box(60, 0, 40, 80)])).toHaveLength(2);
    expect(findCellGrids([...box(0, 0, 40, 50), ...box(200, 0, 40, 50)])).toHaveLength(2);
  });

  test("finds the cells of a comb that is open at the top", () => {
    const rules = [across(0, 60, 202), ...[0, 50, 100, 150, 200].map((x) => down(x, 10, 52))];
    const [grid] = findCellGrids(rules);
    expect([grid.rows, grid.columns]).toEqual([1, 4]);
    expect(grid.cells[1].box).toEqual({ x: 52, y: 11, width: 48, height: 49 });
  });

  test("finds a form's drawn digit boxes from its ink", () => {
    const strokes = [0, 1, 2, 3, 4].flatMap((n) => [
      ...boxSides(20 + 46 * n, 20, 46, 60, 2),
      ...numberStrokes("41278"[n], 30 + 46 * n, 30, 40, 4),
    ]);
    const [grid, ...others] = findCellGrids(findRules(drawInk(280, 100, strokes)));
    expect(others).toEqual([]);
    expect([grid.rows, grid.columns, grid.cells.length]).toEqual([1, 5, 5]);
    grid.cells.forEach(({ box: cell }, n) => {
      expect(Math.abs(cell.x - (21 + 46 * n))).toBeLessThanOrEqual(2);
      expect(Math.abs(cell.width - 44)).toBeLessThanOrEqual(3);
      expect(Math.abs(cell.height - 58)).toBeLessThanOrEqual(3);
    });
  });

  test("makes five cells, and none of the gaps, of five drawn boxes that stand apart", () => {
    for (const gap of [8, 14, 30]) {
      const strokes = [0, 1, 2, 3, 4].flatMap((n) => boxSides(20 + (46 + gap) * n, 20, 46, 60, 2));
      const [grid, ...others] = findCellGrids(findRules(drawInk(440, 100, strokes)));
      expect(others).toEqual([]);
      expect([grid.rows, grid.columns, grid.cells.length]).toEqual([1, 5, 5]);
    }
  });

  test("finds no cells in writing without rules", () => {
    const ink = drawInk(640, 160, [...numberStrokes("8024170", 60, 30, 80, 8), line(40, 130, 600, 130, 3)]);
    expect(findCellGrids(findRules(ink))).toEqual([]);
  });
});
