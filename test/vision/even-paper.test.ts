import { describe, expect, test } from "vitest";
import { evenPaperLevel } from "../../src/vision/even-paper.ts";
import { normaliseDigit } from "../../src/vision/index.ts";
import type { Reduced } from "../../src/vision/reduce.ts";

const SIDE = 32;

/** Cells of a picture with dark ink. */
function cellsOf(levelAt: (x: number, y: number) => number): Reduced {
  const cells = Float64Array.from({ length: SIDE * SIDE }, (_, i) => levelAt(i % SIDE, Math.floor(i / SIDE)));
  return { width: SIDE, height: SIDE, block: 1, cells };
}

const isBar = (x: number, y: number): boolean => x >= 11 && x < 21 && y >= 2 && y < 30;

describe("paper is even as it is", () => {
  test("in a picture of two levels, whatever they are", () => {
    expect(evenPaperLevel(cellsOf((x, y) => (isBar(x, y) ? 0 : 255)))).toBe(255);
    expect(evenPaperLevel(cellsOf((x, y) => (isBar(x, y) ? 60 : 190)))).toBe(190);
  });

  test("where edges between them are grey, and paper and ink vary a little", () => {
    const level = (x: number, y: number): number => {
      if (!isBar(x, y)) return 240 - ((x + y) % 3) * 4;
      return x === 11 || x === 20 ? 130 : 20 + ((x * y) % 4) * 8;
    };
    expect(evenPaperLevel(cellsOf(level))).toBeGreaterThan(228);
  });
});

describe("paper is not even", () => {
  test("under a gradient", () => {
    expect(evenPaperLevel(cellsOf((x, y) => (isBar(x, y) ? 20 : 250 - 3 * x)))).toBeUndefined();
  });

  test("where a shadow is darker than paper, and ink in it darker than the shadow", () => {
    const shadowed = (x: number, y: number): number => (x + y < SIDE ? 255 : 130) * (isBar(x, y) ? 0.1 : 1);
    expect(evenPaperLevel(cellsOf(shadowed))).toBeUndefined();
  });

  test("where nothing is written, or next to nothing stands out", () => {
    expect(evenPaperLevel(cellsOf(() => 200))).toBeUndefined();
    expect(evenPaperLevel(cellsOf((x, y) => (isBar(x, y) ? 180 : 200)))).toBeUndefined();
  });
});

test("strokes as broad as the paper between them are kept whole", () => {
  // A ring that fills its picture, as archives keep thresholded digits.
  const isInk = (x: number, y: number): boolean => {
    const radius = Math.hypot((x - 15.5) / 0.8, y - 15.5);
    return radius < 15.6 && radius > 7;
  };
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    isInk(i % SIDE, Math.floor(i / SIDE)) ? 255 : 0,
  );
  const { image, polarity } = normaliseDigit({ width: SIDE, height: SIDE, data });
  expect(polarity).toBe("light-on-dark");
  // The middle of the stroke on all four sides, and the middle of the hole.
  const at = (x: number, y: number): number => image.data[y * 28 + x];
  for (const [x, y] of [
    [14, 7],
    [14, 20],
    [8, 14],
    [19, 14],
  ]) {
    expect(at(x, y)).toBeGreaterThan(200);
  }
  expect(at(14, 14)).toBe(0);
});
