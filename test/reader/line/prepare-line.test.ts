import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { LINE_HEIGHT, LINE_WIDTHS, prepareLine } from "../../../src/reader/line/prepare-line.ts";
import { strokeWidth } from "../../../src/vision/index.ts";
import { bars, brightBox, drawBoxes } from "./draw-bars.ts";

/** Four bars 46 pixels high: twice the height that digits have in a prepared line. */
const FOUR = bars(4, { x: 40, y: 30, width: 6, height: 46, pitch: 30 });

describe("a prepared line", () => {
  test("has digits 23 pixels high in its middle, whatever their size", () => {
    for (const size of [1, 2, 3]) {
      const boxes = bars(4, {
        x: 20 * size,
        y: 9 * size,
        width: 3 * size,
        height: 23 * size,
        pitch: 15 * size,
      });
      const { image, scale } = prepareLine(drawBoxes(110 * size, 50 * size, boxes));
      const box = brightBox(image);
      expect(image.height).toBe(LINE_HEIGHT);
      expect(Math.abs(box.height - 23)).toBeLessThanOrEqual(1);
      expect(Math.abs(box.y + box.height / 2 - LINE_HEIGHT / 2)).toBeLessThanOrEqual(1);
      expect(scale).toBeCloseTo(1 / size, 1);
    }
  });

  test("keeps the digits' size beside a comma, a dash, an underline and a speck", () => {
    const beside = [
      { x: 62, y: 70, width: 5, height: 14 },
      { x: 10, y: 52, width: 18, height: 5 },
      { x: 40, y: 82, width: 100, height: 2 },
      { x: 5, y: 5, width: 1, height: 1 },
    ];
    const { scale } = prepareLine(drawBoxes(200, 100, [...FOUR, ...beside]));
    expect(scale).toBeCloseTo(23 / 46, 1);
  });

  test("shows a slash higher than the digits whole, and the digits hardly smaller", () => {
    const slash = { x: 62, y: 22, width: 4, height: 62 };
    const { image, scale } = prepareLine(drawBoxes(200, 100, [...FOUR, slash]));
    expect(scale).toBeGreaterThan(0.45);
    const { y, height } = brightBox(image);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(height).toBeGreaterThan(28);
  });

  test("has the narrowest of its widths that leaves five pixels beside the ink", () => {
    for (const count of [1, 3, 6, 10, 20]) {
      const boxes = bars(count, { x: 10, y: 10, width: 3, height: 23, pitch: 15 });
      const { image } = prepareLine(drawBoxes(15 * count + 20, 50, boxes));
      const needed = 15 * (count - 1) + 3 + 10;
      expect(image.width).toBe(LINE_WIDTHS.find((width) => width >= needed));
      const { x, width } = brightBox(image);
      expect(x).toBeGreaterThanOrEqual(4);
      expect(x + width).toBeLessThanOrEqual(image.width - 4);
    }
  });

  test("that is longer than the widest is reduced until it fits", () => {
    const boxes = bars(80, { x: 10, y: 10, width: 3, height: 23, pitch: 15 });
    const { image, scale } = prepareLine(drawBoxes(1220, 50, boxes));
    expect(image.width).toBe(640);
    expect(scale).toBeCloseTo(640 / (79 * 15 + 13), 1);
    expect(prepareLine(drawBoxes(1220, 50, boxes), [168]).image.width).toBe(168);
  });

  test("tells where its columns are in the ink", () => {
    const { image, scale, left } = prepareLine(drawBoxes(200, 100, FOUR));
    const { x, width } = brightBox(image);
    expect(left + x / scale).toBeCloseTo(40, -0.4);
    expect(left + (x + width) / scale).toBeCloseTo(40 + 3 * 30 + 6, -0.4);
  });

  test("is as bright as MNIST, however pale the ink, and its hairlines are widened", () => {
    const pale = prepareLine(drawBoxes(200, 100, FOUR, 70)).image;
    expect(Math.max(...pale.data)).toBeGreaterThanOrEqual(245);
    const hairlines = bars(4, { x: 40, y: 30, width: 1, height: 46, pitch: 30 });
    const wide = prepareLine(drawBoxes(200, 100, hairlines)).image;
    expect(strokeWidth(wide)).toBeGreaterThan(1.6);
    expect(strokeWidth(wide)).toBeLessThan(3.3);
  });

  test("of a dash alone is no block", () => {
    const { image } = prepareLine(drawBoxes(60, 40, [{ x: 20, y: 18, width: 18, height: 4 }]));
    expect(brightBox(image).height).toBeLessThan(8);
  });

  test("of blank paper is black", () => {
    const { image, blank } = prepareLine(createGrayImage(90, 40));
    expect(blank).toBe(true);
    expect([image.width, image.height]).toEqual([LINE_WIDTHS[0], LINE_HEIGHT]);
    expect(Math.max(...image.data)).toBe(0);
  });

  test("needs a width and a well-formed image", () => {
    expect(() => prepareLine(createGrayImage(9, 9), [])).toThrow(/widths is empty/);
    expect(() => prepareLine({ width: 3, height: 3, data: new Uint8Array(8) })).toThrow(RangeError);
  });
});
