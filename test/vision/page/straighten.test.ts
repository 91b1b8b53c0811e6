import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { straighten } from "../../../src/vision/page/straighten.ts";
import { drawInk, line, numberStrokes, sharedInk, turned } from "./drawn-page.ts";

describe("straighten", () => {
  test("returns the same object for 0 degrees, and points where they are", () => {
    const ink = createGrayImage(8, 5);
    const straight = straighten(ink, 0);
    expect(straight.ink).toBe(ink);
    expect(straight.toSource(3, 4)).toEqual([3, 4]);
  });

  test("turns ink back that was drawn askew", () => {
    const strokes = numberStrokes("12470", 100, 100, 60, 6);
    for (const degrees of [-12, -1.5, 4]) {
      const askew = drawInk(
        500,
        260,
        strokes.map((stroke) => turned(stroke, degrees, [250, 130])),
      );
      const { ink } = straighten(askew, degrees);
      const [left, top] = [(ink.width - 500) / 2, (ink.height - 260) / 2];
      const moved = strokes.map(({ points, width }) => ({
        width,
        points: points.map(([x, y]) => [x + left, y + top] as const),
      }));
      expect(sharedInk(ink, drawInk(ink.width, ink.height, moved))).toBeGreaterThan(0.95);
    }
  });

  test("cuts nothing off: the ink in the corners stays, and all of it weighs the same", () => {
    const ink = drawInk(300, 200, [line(6, 6, 294, 6, 6), line(6, 194, 294, 194, 6), line(6, 6, 6, 194, 6)]);
    const straight = straighten(ink, 10).ink;
    const weight = (data: Uint8Array): number => data.reduce((sum, level) => sum + level, 0);
    expect(Math.abs(weight(straight.data) / weight(ink.data) - 1)).toBeLessThan(0.01);
    // 300 cos 10° + 200 sin 10° and 300 sin 10° + 200 cos 10°, rounded up.
    expect([straight.width, straight.height]).toEqual([331, 250]);
  });

  test("tells where a point came from", () => {
    const ink = createGrayImage(301, 201);
    ink.data.fill(255, 40 * 301 + 220, 40 * 301 + 221);
    const straight = straighten(ink, -7);
    const brightest = straight.ink.data.indexOf(Math.max(...straight.ink.data));
    const [x, y] = straight.toSource(
      (brightest % straight.ink.width) + 0.5,
      Math.floor(brightest / straight.ink.width) + 0.5,
    );
    expect(Math.hypot(x - 220.5, y - 40.5)).toBeLessThan(0.75);
  });
});
