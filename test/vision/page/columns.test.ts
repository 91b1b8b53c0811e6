import { expect, test } from "vitest";
import { findColumns } from "../../../src/vision/page/columns.ts";

const number = (left: number, right: number) => ({ x: left, y: 0, width: right - left, height: 30 });

test("numbers that line up on the right share a column", () => {
  expect(
    findColumns([
      [number(60, 100), number(250, 300)],
      [number(10, 100), number(280, 300)],
      [number(80, 102), number(200, 298)],
    ]),
  ).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
});

test("a number that is missing leaves its column out", () => {
  expect(
    findColumns([
      [number(0, 50), number(100, 150), number(200, 250)],
      [number(0, 50), number(205, 250)],
      [number(110, 150)],
    ]),
  ).toEqual([[0, 1, 2], [0, 2], [1]]);
});

test("two numbers of one line are never in one column", () => {
  expect(findColumns([[number(0, 200)], [number(0, 90), number(110, 200)]])).toEqual([[0], [0, 1]]);
});

test("numbers of one line each that stand one above the other are one column", () => {
  expect(findColumns([[number(20, 80)], [number(30, 95)], [number(10, 70)]])).toEqual([[0], [0], [0]]);
});
