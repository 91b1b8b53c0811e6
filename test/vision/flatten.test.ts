import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { flattenPaper } from "../../src/vision/flatten.ts";
import { reduceByBlocks } from "../../src/vision/reduce.ts";

const SIDE = 96;

/** A bar that reflects 30 % on paper that reflects all, under light from 220 at the left to 110 at the right. */
function litBar(): GrayImage {
  const image = createGrayImage(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const isInk = x >= 40 && x < 50 && y >= 20 && y < 76;
      image.data[y * SIDE + x] = (220 - (110 * x) / SIDE) * (isInk ? 0.3 : 1);
    }
  }
  return image;
}

describe("flattenPaper", () => {
  test("gives back the very picture whose paper is even", () => {
    const image = createGrayImage(SIDE, SIDE);
    image.data.fill(190).fill(40, 30 * SIDE, 30 * SIDE + 20);
    const { image: even, drawPaper } = flattenPaper(image, reduceByBlocks(image, 48), "dark-on-light");
    expect(even).toBe(image);
    expect(new Set(drawPaper().data)).toEqual(new Set([190]));
  });

  test("divides uneven light out", () => {
    const image = litBar();
    const {
      image: even,
      written,
      columns,
      block,
    } = flattenPaper(image, reduceByBlocks(image, 48), "dark-on-light");
    const paper = [5, 20, 70, 90].map((x) => even.data[50 * SIDE + x]);
    expect(Math.max(...paper) - Math.min(...paper)).toBeLessThanOrEqual(4);
    const ink = [41, 45, 48].map((x) => even.data[50 * SIDE + x] / paper[0]);
    for (const share of ink) expect(share).toBeCloseTo(0.3, 1);
    expect(written[Math.floor(50 / block) * columns + Math.floor(45 / block)]).toBe(1);
  });

  test("treats light ink as the inverted picture", () => {
    const image = litBar();
    const inverse = { ...image, data: image.data.map((level) => 255 - level) };
    const dark = flattenPaper(image, reduceByBlocks(image, 48), "dark-on-light");
    const light = flattenPaper(inverse, reduceByBlocks(inverse, 48), "light-on-dark");
    expect(light.image.data).toEqual(dark.image.data.map((level) => 255 - level));
    expect(light.drawPaper().data).toEqual(dark.drawPaper().data.map((level) => 255 - level));
  });
});
