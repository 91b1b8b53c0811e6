import { expect, test } from "vitest";
import { splitAtGaps } from "../../../src/vision/page/word-gaps.ts";
import type { TextLine } from "../../../src/vision/page/text-lines.ts";

/** A line of digits 40 high and 24 wide with these gaps between them. */
function lineWithGaps(...gaps: number[]): TextLine {
  const lefts = [0, ...gaps].map((_, i) => 24 * i + gaps.slice(0, i).reduce((sum, gap) => sum + gap, 0));
  const pieces = lefts.map((x) => ({
    box: { x, y: 0, width: 24, height: 40 },
    area: 300,
    strokeWidth: 4,
    runs: new Int32Array(0),
  }));
  const width = 24 * pieces.length + gaps.reduce((sum, gap) => sum + gap, 0);
  return { pieces, box: { x: 0, y: 0, width, height: 40 }, height: 40 };
}

const lengths = (line: TextLine, options = {}) => splitAtGaps(line, options).map(({ length }) => length);

test("a thousands gap does not part a number", () => {
  expect(lengths(lineWithGaps(8, 30, 6, 9))).toEqual([5]);
});

test("a gap wider than digits are high parts two numbers", () => {
  expect(lengths(lineWithGaps(8, 6, 60, 9, 7))).toEqual([3, 3]);
  expect(lengths(lineWithGaps(8, 90, 6, 9, 200, 5))).toEqual([2, 3, 2]);
});

test("digits that all stand far apart are one number", () => {
  expect(lengths(lineWithGaps(45, 40, 50, 38, 44))).toEqual([6]);
});

test("single digits far apart are numbers", () => {
  expect(lengths(lineWithGaps(160, 170, 150))).toEqual([1, 1, 1, 1]);
});

test("`whole` keeps the line as one number", () => {
  expect(lengths(lineWithGaps(8, 200, 6), { whole: true })).toEqual([4]);
});
