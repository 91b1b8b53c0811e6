import { describe, expect, test } from "vitest";
import { decidePolarity } from "../../src/vision/polarity.ts";
import type { Reduced } from "../../src/vision/reduce.ts";

const SIDE = 40;

function draw(level: (x: number, y: number) => number): Reduced {
  const cells = Float64Array.from({ length: SIDE * SIDE }, (_, i) => level(i % SIDE, Math.floor(i / SIDE)));
  return { width: SIDE, height: SIDE, block: 1, cells };
}

const isStroke = (x: number, y: number): boolean => x >= 17 && x < 22 && y >= 8 && y < 32;

describe("decidePolarity", () => {
  test.each([
    ["even light", () => 1],
    ["a gradient", (x: number) => 1 - x / 60],
    ["a shadow over half of the picture", (x: number, y: number) => (x + y < 35 ? 0.5 : 1)],
  ])("finds dark strokes, and light ones in the inverse, under %s", (_, light) => {
    const dark = draw((x, y) => 240 * light(x, y) * (isStroke(x, y) ? 0.2 : 1));
    const bright = draw((x, y) => 255 - 240 * light(x, y) * (isStroke(x, y) ? 0.2 : 1));
    expect(decidePolarity(dark)).toMatchObject({ polarity: "dark-on-light", uncertain: false });
    expect(decidePolarity(bright)).toMatchObject({ polarity: "light-on-dark", uncertain: false });
    expect(decidePolarity(bright).margin).toBeCloseTo(decidePolarity(dark).margin, 9);
  });

  test.each([
    ["is even", draw(() => 90)],
    ["is half dark and half light", draw((x) => (x < SIDE / 2 ? 0 : 255))],
    ["is a gradient and nothing else", draw((x) => 5 * x)],
  ])("is uncertain where the picture %s", (_, image) => {
    const { margin, uncertain } = decidePolarity(image);
    expect(uncertain).toBe(true);
    expect(margin).toBeLessThan(1e-6);
  });
});
