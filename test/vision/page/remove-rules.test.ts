import { describe, expect, test } from "vitest";
import type { GrayImage } from "../../../src/image/index.ts";
import { findRules } from "../../../src/vision/page/find-rules.ts";
import { removeRules } from "../../../src/vision/page/remove-rules.ts";
import { boxSides, drawInk, line, numberStrokes, sharedInk } from "./drawn-page.ts";
import type { Stroke } from "./drawn-page.ts";

const [width, height] = [640, 160];
const number = numberStrokes("8024170", 60, 30, 80, 8);
const clean = drawInk(width, height, number);

const removed = (lines: readonly Stroke[]): GrayImage => {
  const ink = drawInk(width, height, [...number, ...lines]);
  return removeRules(ink, findRules(ink));
};
const inkOf = (ink: GrayImage): number => ink.data.reduce((sum, level) => sum + (level >= 128 ? 1 : 0), 0);

describe("removeRules", () => {
  test("returns the same object where there are no rules", () => {
    expect(removeRules(clean, [])).toBe(clean);
  });

  test("clears a line beside the digits to the last pixel", () => {
    expect(removed([line(20, 140, 620, 140, 3)]).data).toEqual(clean.data);
  });

  test.each([40, 55, 70, 85, 100])("restores the strokes that a line at %i crosses", (y) => {
    const result = removed([line(20, y, 620, y, 3)]);
    expect(sharedInk(result, clean)).toBeGreaterThan(0.95);
  });

  test("restores strokes across a line that is a degree askew", () => {
    expect(sharedInk(removed([line(20, 65, 620, 75, 3)]), clean)).toBeGreaterThan(0.95);
  });

  test("leaves strokes that run along the line as wide as they were, and closes a 0 whose foot is in it", () => {
    // The lowest 3 of the 8 pixels of the feet lie in the line.
    const result = removed([line(20, 112.5, 620, 112.5, 3)]);
    expect(sharedInk(result, clean)).toBeGreaterThan(0.93);
    expect(inkOf(result) / inkOf(clean)).toBeGreaterThan(0.95);
  });

  test("leaves nothing of a box around the digits", () => {
    const result = removed(boxSides(20, 12, 600, 130, 3));
    expect(sharedInk(result, clean)).toBeGreaterThan(0.995);
    expect(inkOf(result)).toBe(inkOf(clean));
  });
});
