import { describe, expect, test } from "vitest";
import { augmentAll, augmentOne, farthest, flat, golden, mean, scribbles } from "./augment-bench.ts";

describe("strokes", () => {
  test("are SciPy's grey dilation and erosion, blended in", () => {
    for (const { image, expected, amount } of golden.stroke) {
      expect(farthest(augmentOne(image, { stroke: amount }), expected)).toBeLessThanOrEqual(0.51);
    }
    expect(golden.stroke.length).toBeGreaterThan(4);
  });

  test("a hair line that erosion would rub out stays as it is", () => {
    const [image] = flat(0, 1, 9, 9);
    for (const row of image) row[4] = 200;
    expect(augmentOne(image, { stroke: -0.7 })).toEqual(image);
  });
});

describe("blur", () => {
  test("is SciPy's Gaussian filter of the same radius", () => {
    for (const { image, expected, deviation } of golden.blur) {
      expect(farthest(augmentOne(image, { blur: deviation }), expected)).toBeLessThanOrEqual(0.51);
    }
  });

  test("loses under one and a half grey levels by stopping at three deviations", () => {
    for (const { image, untruncated, deviation } of golden.blur) {
      expect(farthest(augmentOne(image, { blur: deviation }), untruncated)).toBeLessThan(1.5);
    }
  });
});

describe("tone", () => {
  const steps = [Array.from({ length: 256 }, (_, level) => level)];

  test.each([-0.5, -0.1, 0.3, 1])("gamma raises ink to the power e^%d", (logarithm) => {
    const expected = steps[0].map((level) => 255 * (level / 255) ** Math.exp(logarithm));
    expect(farthest(augmentOne(steps, { gamma: logarithm }), [expected])).toBeLessThanOrEqual(0.501);
  });

  test("contrast makes ink paler, background lifts the paper and leaves full ink", () => {
    const paler = steps[0].map((level) => 0.6 * level);
    expect(farthest(augmentOne(steps, { contrast: 0.6 }), [paler])).toBeLessThanOrEqual(0.501);
    const lifted = steps[0].map((level) => 51 + 0.8 * level);
    expect(farthest(augmentOne(steps, { background: 0.2 }), [lifted])).toBeLessThanOrEqual(0.501);
  });
});

describe("noise", () => {
  const grey = flat(128, 60, 28, 28);
  const pixels = (ranges: Parameters<typeof augmentAll>[1], key = 1): number[] =>
    augmentAll(grey, ranges, { key }).flat(2);

  test("has the mean 0, the deviation asked for, and the skew and tails of four bytes' sum", () => {
    const values = pixels({ noise: 0.1 }).map((level) => (level - 128) / 25.5);
    const count = values.length;
    const moment = (power: number): number => mean(values.map((x) => x ** power));
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(count));
    // Rounding to a grey level adds 1/12 of one, squared.
    expect(Math.abs(moment(2) - (1 + 1 / 12 / 25.5 ** 2))).toBeLessThan(5 * Math.sqrt(1.7 / count));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(11 / count));
    expect(Math.abs(moment(4) - 2.7)).toBeLessThan(5 * Math.sqrt(60 / count));
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(3.5);
  });

  test("of neighbours, of the next row, of the next image and of the next key is unrelated", () => {
    const values = pixels({ noise: 0.1 }).map((level) => (level - 128) / 25.5);
    const others = pixels({ noise: 0.1 }, 2).map((level) => (level - 128) / 25.5);
    const shifted = (by: number): number[] => values.map((_, i) => values[(i + by) % values.length]);
    for (const other of [shifted(1), shifted(28), shifted(784), others]) {
      const correlation = mean(values.map((x, i) => x * other[i]));
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(values.length));
    }
  });

  test("salt and pepper takes the share asked for, half of each", () => {
    const values = pixels({ saltAndPepper: 0.1 });
    const share = (wanted: number): number => mean(values.map((level) => (level === wanted ? 1 : 0)));
    const bound = 5 * Math.sqrt((0.05 * 0.95) / values.length);
    expect(Math.abs(share(0) - 0.05)).toBeLessThan(bound);
    expect(Math.abs(share(255) - 0.05)).toBeLessThan(bound);
    expect(share(0) + share(128) + share(255)).toBeCloseTo(1, 12);
  });

  test("comes to the shares of the images that are asked for", () => {
    const images = flat(128, 2000, 2, 4);
    const changed = (ranges: Parameters<typeof augmentAll>[1]): number =>
      mean(augmentAll(images, ranges).map((one) => (farthest(one, images[0]) > 0 ? 1 : 0)));
    const bound = 5 * Math.sqrt(0.25 / 2000);
    expect(Math.abs(changed({ noise: 1, noiseShare: 0.5 }) - 0.5)).toBeLessThan(bound);
    expect(Math.abs(changed({ noise: 1, robustShare: 0.3 }) - 0.3)).toBeLessThan(bound);
    expect(Math.abs(changed({ background: 1, backgroundShare: 0.7 }) - 0.7)).toBeLessThan(bound);
    expect(Math.abs(changed({ saltAndPepper: 1, saltAndPepperShare: 0.2 }) - 0.2)).toBeLessThan(bound);
    expect(Math.abs(changed({ noise: 1, robustShare: 0.5, noiseShare: 0.5 }) - 0.25)).toBeLessThan(bound);
  });
});

test("a stray line runs from one edge to the opposite one, and covers no ink that is darker", () => {
  const lines = augmentAll(flat(0, 50, 20, 20), { lineShare: 1 });
  for (const line of lines) {
    const dark = (values: number[]): boolean => Math.max(...values) > 20;
    const column = (x: number): number[] => line.map((row) => row[x]);
    const across = dark(column(0)) && dark(column(19));
    const down = dark(line[0]) && dark(line[19]);
    expect(across || down).toBe(true);
  }
  const images = scribbles(7, 50, 20, 20);
  const crossed = augmentAll(images, { lineShare: 1 });
  const darker = images.map((one, n) =>
    one.map((row, y) => row.map((level, x) => Math.max(level, lines[n][y][x]))),
  );
  expect(crossed).toEqual(darker);
});
