import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { estimateSkew } from "../../../src/vision/page/estimate-skew.ts";
import { drawInk, line, numberStrokes, turned } from "./drawn-page.ts";
import type { Stroke } from "./drawn-page.ts";

const [width, height] = [900, 700];
const drawTurned = (strokes: readonly Stroke[], degrees: number) =>
  drawInk(
    width,
    height,
    strokes.map((stroke) => turned(stroke, degrees, [width / 2, height / 2])),
  );
const ruledLines = Array.from({ length: 9 }, (_, n) => line(150, 110 + 60 * n, 750, 110 + 60 * n, 2));
const textLines = ["1247042", "8741274", "0047128", "2480174", "7412047"].flatMap((text, n) =>
  numberStrokes(text, 180 + 25 * (n % 3), 120 + 95 * n, 50, 5),
);

describe("estimateSkew", () => {
  test.each([-14.6, -7.3, -1.2, -0.4, 0, 0.3, 2.5, 9.8, 14.9])(
    "tells %f degrees from ruled lines to a tenth or two, clockwise as positive",
    (degrees) => {
      expect(
        Math.abs(estimateSkew(drawTurned([...ruledLines, ...textLines], degrees)) - degrees),
      ).toBeLessThan(0.21);
      expect(Math.abs(estimateSkew(drawTurned(ruledLines, degrees)) - degrees)).toBeLessThan(0.21);
    },
  );

  test.each([-11, -6, 5, 8])("tells %i degrees from lines of text to one degree", (degrees) => {
    expect(Math.abs(estimateSkew(drawTurned(textLines, degrees)) - degrees)).toBeLessThan(1.01);
  });

  test("says 0 of one short number, even where its digits rise, and of nothing", () => {
    const rising = numberStrokes("1247", 200, 300, 90, 8).map((stroke, n) => ({
      ...stroke,
      points: stroke.points.map(([x, y]) => [x, y - 14 * n] as const),
    }));
    expect(estimateSkew(drawInk(width, height, rising))).toBe(0);
    expect(estimateSkew(drawInk(width, height, numberStrokes("7", 300, 200, 300, 20)))).toBe(0);
    expect(estimateSkew(createGrayImage(width, height))).toBe(0);
    expect(estimateSkew(createGrayImage(1, 1))).toBe(0);
  });
});
