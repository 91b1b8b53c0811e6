import { describe, expect, test } from "vitest";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { augmentAll, augmentOne, farthest, golden, mean, scribbles, variance } from "./augment-bench.ts";

/** An image that rises by `step` from column to column, or from row to row. */
const ramp = (size: number, first: number, step: number, along: "x" | "y"): Matrix =>
  Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => first + step * (along === "x" ? x : y)),
  );

describe("one affine map", () => {
  const [image] = scribbles(1, 1, 11, 14);
  const pixel = (y: number, x: number): number => image[y]?.[x] ?? 0;

  test.each([
    [1, 0],
    [0, -1],
    [-3, 2],
    [14, 0],
  ])("a shift by (%d, %d) whole pixels moves bytes and lets blank ones in", (right, down) => {
    const expected = image.map((row, y) => row.map((_, x) => pixel(y - down, x - right)));
    expect(augmentOne(image, { shiftX: right, shiftY: down })).toEqual(expected);
  });

  test("a shift by half a pixel is the mean of neighbours", () => {
    const expected = image.map((row, y) => row.map((_, x) => (pixel(y, x) + pixel(y, x - 1)) / 2));
    expect(farthest(augmentOne(image, { shiftX: 0.5 }), expected)).toBeLessThanOrEqual(0.5);
  });

  test.each([90, -270])("a rotation by %d degrees turns a square clockwise, byte for byte", (degrees) => {
    const [square] = scribbles(2, 1, 13, 13);
    const expected = square.map((row, y) => row.map((_, x) => square[12 - x][y]));
    expect(augmentOne(square, { rotate: degrees })).toEqual(expected);
  });

  test.each([180, -180])("a rotation by %d degrees reverses rows and columns", (degrees) => {
    const expected = image.toReversed().map((row) => row.toReversed());
    expect(augmentOne(image, { rotate: degrees })).toEqual(expected);
  });

  test("twice the size about the middle is closed: quarters and three quarters of neighbours", () => {
    const line = [0, 40, 80, 200];
    const found = augmentOne([line], { scale: Math.log(2) });
    // Columns come from 0.75, 1.25, 1.75 and 2.25; the one row's place is its own.
    expect(farthest(found, [[30, 50, 70, 110]])).toBeLessThanOrEqual(1);
  });

  test("aspect widens and shortens, shear slants", () => {
    const dot: Matrix = [[0, 0, 0], [0, 255, 0], [0, 0, 0]]; // prettier-ignore
    const wide = augmentOne(dot, { aspect: 2 * Math.log(2) });
    // Twice as wide, half as high: halves beside the middle, nothing above it.
    expect(farthest(wide, [[0, 0, 0], [127.5, 255, 127.5], [0, 0, 0]])).toBeLessThanOrEqual(0.5); // prettier-ignore
    const post: Matrix = [[0, 255, 0], [0, 255, 0], [0, 255, 0]]; // prettier-ignore
    expect(augmentOne(post, { shear: 1 })).toEqual([[255, 0, 0], [0, 255, 0], [0, 0, 255]]); // prettier-ignore
  });

  test("is SciPy's affine_transform of order 1", () => {
    for (const { image, expected, shift_x: shiftX = 0, shift_y: shiftY = 0, ...map } of golden.affine) {
      const { rotate = 0, scale = 0, aspect = 0, shear = 0 } = map;
      const found = augmentOne(image, { rotate, scale, aspect, shear, shiftX, shiftY });
      expect(farthest(found, expected)).toBeLessThanOrEqual(0.51);
    }
    expect(golden.affine.length).toBeGreaterThan(20);
  });

  test("each image draws its own, uniformly between the bounds", () => {
    const images = Array.from({ length: 2000 }, () => ramp(9, 100, 16, "x"));
    const shifts = augmentAll(images, { shiftX: [-1, 3] }).map((one) => (100 + 16 * 4 - one[4][4]) / 16);
    // A uniform number's variance is the square of the width over 12; five standard errors of 2000 draws.
    expect(Math.abs(mean(shifts) - 1)).toBeLessThan(5 * Math.sqrt(16 / 12 / 2000));
    expect(Math.abs(variance(shifts) - 16 / 12)).toBeLessThan(5 * (16 / 12) * Math.sqrt(0.8 / 2000));
    expect(Math.min(...shifts)).toBeGreaterThan(-1.05);
    expect(Math.max(...shifts)).toBeLessThan(3.05);
  });
});

describe("elastic displacement", () => {
  const size = 28;
  // With ten nodes along 28 pixels, every third pixel is a node. Far from the edge a ramp tells where a pixel came from.
  const nodes = [6, 9, 12, 15, 18, 21];
  const displacements = (along: "x" | "y", key: number): Matrix[] => {
    const flatRamp = ramp(size, 16, 8, along);
    const images = Array.from({ length: 200 }, () => flatRamp);
    return augmentAll(images, { elastic: 1, elasticGrid: 10 }, { key }).map((one) =>
      one.map((row, y) => row.map((level, x) => (level - flatRamp[y][x]) / 8)),
    );
  };
  const atNodes = (fields: Matrix[]): number[] =>
    fields.flatMap((field) => nodes.flatMap((y) => nodes.map((x) => field[y][x])));

  test.each(["x", "y"] as const)("has the deviation asked for at the grid's nodes: %s", (along) => {
    const values = atNodes(displacements(along, 3));
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(values.length));
    // 5 standard errors; rounding to a grey level adds (1/8)^2 / 12.
    const expected = 1 + 1 / 768;
    expect(Math.abs(variance(values) - expected)).toBeLessThan(5 * Math.sqrt(1.7 / values.length));
  });

  test("between two nodes has the variance of Keys's weights", () => {
    const fields = displacements("x", 4);
    const between = fields.flatMap((field) => nodes.map((y) => field[y][13]));
    // At a third of the way the four weights are -2/27, 21/27, 9/27 and -1/27.
    const expected = (2 ** 2 + 21 ** 2 + 9 ** 2 + 1) / 27 ** 2 + 1 / 768;
    expect(Math.abs(variance(between) - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / between.length));
  });

  test("x and y, and neighbouring nodes, have nothing to do with one another", () => {
    const x = atNodes(displacements("x", 5));
    const y = atNodes(displacements("y", 5));
    const product = (a: number[], b: number[]): number => mean(a.map((value, i) => value * b[i]));
    const bound = 5 / Math.sqrt(x.length);
    expect(Math.abs(product(x, y))).toBeLessThan(bound);
    expect(Math.abs(product(x.slice(0, -1), x.slice(1)))).toBeLessThan(bound);
  });
});
