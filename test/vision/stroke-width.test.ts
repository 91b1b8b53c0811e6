import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import { strokeWidth } from "../../src/vision/stroke-width.ts";
import { thickenStrokes } from "../../src/vision/thicken.ts";

/** Bright ink wherever `isInk` says, on black. */
function draw(width: number, height: number, isInk: (x: number, y: number) => boolean) {
  const image = createGrayImage(width, height);
  image.data.forEach((_, i) => {
    if (isInk(i % width, Math.floor(i / width))) image.data[i] = 255;
  });
  return image;
}

describe("strokeWidth", () => {
  test("is twice the area over the outline times pi / 4", () => {
    // A bar of 4 × 40 has an area of 160 and an outline of 88.
    const bar = draw(10, 50, (x, y) => x >= 3 && x < 7 && y >= 5 && y < 45);
    expect(strokeWidth(bar)).toBeCloseTo((2 * 160) / (88 * (Math.PI / 4)), 9);
  });

  test("is the same for a bar so large that only some of its rows are looked at", () => {
    const bar = draw(240, 1920, () => true);
    expect(strokeWidth(bar)).toBeCloseTo((2 * 240 * 1920) / (2 * (240 + 1920) * (Math.PI / 4)), 6);
  });

  test("is a disc's radius", () => {
    // Its area is pi r², its total variation along both axes 8 r.
    const disc = draw(60, 60, (x, y) => (x - 29.5) ** 2 + (y - 29.5) ** 2 <= 25 ** 2);
    expect(strokeWidth(disc)).toBeCloseTo(25, 0);
  });

  test("counts the image's edge as the ink's end, and is zero without ink", () => {
    expect(strokeWidth(draw(4, 40, () => true))).toBeCloseTo((2 * 160) / (88 * (Math.PI / 4)), 9);
    expect(strokeWidth(createGrayImage(9, 9))).toBe(0);
  });
});

describe("thickenStrokes", () => {
  test("returns strokes of MNIST's width untouched", () => {
    const bar = draw(100, 200, (x, y) => x < 20 || y >= 180);
    expect(thickenStrokes(bar)).toBe(bar);
  });

  test("widens hairlines to about 2.4 pixels of a box of 20", () => {
    const hair = draw(100, 200, (x, y) => x < 2 || y >= 198);
    const wide = thickenStrokes(hair);
    const row = wide.data.subarray(40 * wide.width, 41 * wide.width);
    // The longer side is a little more than 80 now: a box's pixel is four of these.
    const width = [...row].filter((level) => level > 127).length / 4;
    expect(width).toBeGreaterThan(1.7);
    expect(width).toBeLessThan(3);
  });

  test("keeps hairlines brighter than nothing at any size", () => {
    const long = draw(2000, 2000, (x, y) => x === y);
    expect(Math.max(...thickenStrokes(long).data)).toBe(255);
  });
});
