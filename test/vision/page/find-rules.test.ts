import { describe, expect, test } from "vitest";
import type { Box } from "../../../src/vision/components.ts";
import { createGrayImage } from "../../../src/image/index.ts";
import { findRules } from "../../../src/vision/page/find-rules.ts";
import { boxSides, drawInk, line, numberStrokes } from "./drawn-page.ts";
import type { Stroke } from "./drawn-page.ts";

const rulesOf = (width: number, height: number, strokes: readonly Stroke[]) =>
  findRules(drawInk(width, height, strokes));

/** The greatest difference between the sides of two boxes. */
const offBy = (a: Box, b: Box): number =>
  Math.max(
    Math.abs(a.x - b.x),
    Math.abs(a.y - b.y),
    Math.abs(a.x + a.width - b.x - b.width),
    Math.abs(a.y + a.height - b.y - b.height),
  );

describe("findRules", () => {
  test("finds an underline and where it ends, and takes no bar, stem or base of a digit for one", () => {
    const number = numberStrokes("1274727", 40, 30, 70, 7);
    expect(rulesOf(520, 160, number)).toEqual([]);
    const rules = rulesOf(520, 160, [...number, line(30, 120, 480, 120, 3)]);
    expect(rules.map(({ direction }) => direction)).toEqual(["horizontal"]);
    expect(offBy(rules[0].box, { x: 28, y: 118, width: 454, height: 4 })).toBeLessThanOrEqual(2);
  });

  test.each(["7", "1", "2", "4", "0"])("finds none in a picture of a single large %s", (digit) => {
    expect(rulesOf(160, 200, numberStrokes(digit, 30, 20, 160, 14))).toEqual([]);
  });

  test("finds lines that are dotted, broken, pale, a degree askew or run through the digits", () => {
    const number = numberStrokes("8024", 60, 40, 60, 6);
    const dotted = Array.from({ length: 130 }, (_, n) => line(20 + 6 * n, 200, 22 + 6 * n, 200, 3));
    const broken = Array.from({ length: 12 }, (_, n) => line(20 + 66 * n, 260, 70 + 66 * n, 260, 3));
    const askew = line(20, 300, 780, 300 + 760 * Math.tan(Math.PI / 180), 3);
    const through = line(20, 75, 780, 75, 3);
    const ink = drawInk(800, 340, [...number, ...dotted, ...broken, askew, through]);
    const rules = findRules(ink);
    expect(rules.every(({ direction, box }) => direction === "horizontal" && box.width > 740)).toBe(true);
    const middles = rules.map(({ box }) => box.y + box.height / 2).sort((a, b) => a - b);
    [75, 200, 260, 306].forEach((y, n) => expect(Math.abs(middles[n] - y)).toBeLessThan(4));
    expect(rules).toHaveLength(4);
  });

  test("finds the lines of a table with a digit in every cell", () => {
    const strokes: Stroke[] = [];
    for (let n = 0; n <= 4; n++) strokes.push(line(50, 50 + 60 * n, 450, 50 + 60 * n, 2));
    for (let n = 0; n <= 5; n++) strokes.push(line(50 + 80 * n, 50, 50 + 80 * n, 290, 2));
    for (let n = 0; n < 20; n++) {
      strokes.push(...numberStrokes("12478"[n % 5], 75 + 80 * (n % 5), 60 + 60 * Math.floor(n / 5), 38, 4));
    }
    const rules = rulesOf(500, 340, strokes);
    const places = (direction: string): number[] =>
      rules
        .filter((rule) => rule.direction === direction)
        .map(({ box }) => (direction === "horizontal" ? box.y + box.height / 2 : box.x + box.width / 2))
        .sort((a, b) => a - b);
    expect(places("horizontal").map((y) => Math.round((y - 50) / 60))).toEqual([0, 1, 2, 3, 4]);
    expect(places("vertical").map((x) => Math.round((x - 50) / 80))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("finds the sides of boxes that are hardly larger than their digits, also where they stand apart", () => {
    const strokes = [0, 1, 2, 3].flatMap((n) => [
      ...boxSides(20 + 60 * n, 20, 46, 64, 2),
      ...numberStrokes("1274"[n], 30 + 60 * n, 30, 42, 4),
    ]);
    const rules = rulesOf(280, 110, strokes);
    expect(rules.filter(({ direction }) => direction === "horizontal")).toHaveLength(8);
    expect(rules.filter(({ direction }) => direction === "vertical")).toHaveLength(8);
  });

  test("finds the teeth of a comb that is open at the top", () => {
    const strokes = [line(20, 90, 320, 90, 2)];
    for (let n = 0; n <= 6; n++) strokes.push(line(20 + 50 * n, 30, 20 + 50 * n, 90, 2));
    for (let n = 0; n < 6; n++) strokes.push(...numberStrokes("274182"[n], 34 + 50 * n, 40, 40, 4));
    const rules = rulesOf(340, 110, strokes);
    expect(rules.filter(({ direction }) => direction === "vertical")).toHaveLength(7);
    expect(rules.filter(({ direction }) => direction === "horizontal")).toHaveLength(1);
  });

  test("finds none where there is no ink", () => {
    expect(findRules(createGrayImage(100, 100))).toEqual([]);
    expect(findRules(createGrayImage(1, 1))).toEqual([]);
  });
});
