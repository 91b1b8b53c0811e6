import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { createGrayImage, resizeArea } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";

/** Means of the covered areas, straight from the definition: slow, and without separating the axes. */
function areaMeans({ width, height, data }: GrayImage, to: { width: number; height: number }): number[] {
  const [stepX, stepY] = [width / to.width, height / to.height];
  return Array.from({ length: to.width * to.height }, (_, i) => {
    const [left, top] = [(i % to.width) * stepX, Math.floor(i / to.width) * stepY];
    let sum = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const across = Math.min(x + 1, left + stepX) - Math.max(x, left);
        const down = Math.min(y + 1, top + stepY) - Math.max(y, top);
        if (across > 0 && down > 0) sum += across * down * data[y * width + x];
      }
    }
    return sum / (stepX * stepY);
  });
}

describe("resizeArea", () => {
  test("averages whole blocks when the size divides", () => {
    const image = createGrayImage(4, 2, Uint8Array.of(0, 10, 100, 200, 20, 30, 200, 100));
    expect([...resizeArea(image, 2, 1).data]).toEqual([15, 150]);
  });

  test("weighs pixels by the share that is covered when the size does not divide", () => {
    // Each output pixel covers one and a half source pixels: (90 + 30 / 2) / 1.5 and (30 / 2 + 240) / 1.5.
    expect([...resizeArea(createGrayImage(3, 1, Uint8Array.of(90, 30, 240)), 2, 1).data]).toEqual([70, 170]);
  });

  test("interpolates linearly between pixel centres when it grows", () => {
    // Centres of the four output pixels lie at -0.25, 0.25, 0.75 and 1.25 source pixels.
    expect([...resizeArea(createGrayImage(2, 1, Uint8Array.of(0, 200)), 4, 1).data]).toEqual([
      0, 50, 150, 200,
    ]);
  });

  test("grows on one axis while it shrinks on the other", () => {
    const image = createGrayImage(2, 2, Uint8Array.of(0, 100, 0, 200));
    expect([...resizeArea(image, 4, 1).data]).toEqual([0, 38, 113, 150]);
  });

  test("keeps an image as it is at its own size", () => {
    const image = createGrayImage(3, 2, Uint8Array.of(1, 2, 3, 4, 5, 255));
    expect(resizeArea(image, 3, 2)).toEqual(image);
  });

  test("spreads a single pixel over any size", () => {
    expect([...resizeArea(createGrayImage(1, 1, Uint8Array.of(77)), 3, 2).data]).toEqual([
      77, 77, 77, 77, 77, 77,
    ]);
  });

  test("agrees with the mean of the covered area for every size that shrinks", () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 13 }),
      height: fc.integer({ min: 1, max: 13 }),
    });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat(), (size, seedX, seedY, seed) => {
        const data = Uint8Array.from({ length: size.width * size.height }, (_, i) => ((i + seed) * 97) % 256);
        const to = { width: 1 + (seedX % size.width), height: 1 + (seedY % size.height) };
        const image = { ...size, data };
        const resized = resizeArea(image, to.width, to.height);
        // Half a level is lost by rounding to bytes.
        areaMeans(image, to).forEach((mean, i) =>
          expect(Math.abs(resized.data[i] - mean)).toBeLessThan(0.501),
        );
      }),
      { seed: 1 },
    );
  });

  test("refuses a size below one pixel", () => {
    expect(() => resizeArea(createGrayImage(2, 2), 0, 2)).toThrow(RangeError);
  });
});
