import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import { interpolateRows, medianLevel, reduceByBlocks } from "../../src/vision/reduce.ts";

describe("reduceByBlocks", () => {
  test("takes means of square blocks, and of what is left of them at the edges", () => {
    const image = createGrayImage(5, 2, Uint8Array.from([0, 2, 10, 20, 7, 4, 6, 30, 40, 9]));
    const reduced = reduceByBlocks(image, 3);
    expect([reduced.width, reduced.height, reduced.block]).toEqual([3, 1, 2]);
    expect([...reduced.cells]).toEqual([3, 25, 8]);
  });

  test("copies an image that is small enough", () => {
    const image = createGrayImage(3, 1, Uint8Array.from([1, 2, 3]));
    expect([...reduceByBlocks(image, 3).cells]).toEqual([1, 2, 3]);
  });
});

describe("interpolateRows", () => {
  test("continues a linear ramp exactly between the centres of the cells", () => {
    const reduced = { width: 3, height: 2, block: 4, cells: Float64Array.from([0, 4, 8, 40, 44, 48]) };
    const rows: number[][] = [];
    interpolateRows(reduced, { width: 12, height: 8 }, (_, row) => rows.push([...row]));
    // Cells lie 4 pixels apart with centres at 1.5, 5.5 and 9.5; beyond the outer centres the level is held.
    expect(rows[0]).toEqual([0, 0, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8, 8]);
    expect(rows.map((row) => row[0])).toEqual([0, 0, 5, 15, 25, 35, 40, 40]);
  });
});

test("medianLevel is the level with at least half of the cells at or below it", () => {
  expect(medianLevel(Float64Array.from([9, 1, 5]))).toBe(5);
  expect(medianLevel(Float64Array.from([255, 255, 0]))).toBe(255);
  expect(medianLevel(Float64Array.from([7]))).toBe(7);
});
