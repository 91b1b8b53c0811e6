import { expect, test } from "vitest";
import { createDataSet, describeDataSet } from "../../src/data/index.ts";

test("describeDataSet gives the mean and the population's deviation of the pixels as they are read", () => {
  // Pixels 0, 0, 51, 255 are read as 0, 0, 0.2, 1: mean 0.3, variance (0.09 + 0.09 + 0.01 + 0.49) / 4 = 0.17.
  const images = { data: Uint8Array.of(0, 0, 51, 255), shape: [2, 1, 2] };
  const statistics = describeDataSet(createDataSet({ images, labels: [3, 3], name: "two" }));
  expect(statistics).toMatchObject({ name: "two", count: 2, height: 1, width: 2, min: 0, max: 1 });
  expect(statistics.classCounts).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
  expect(statistics.mean).toBeCloseTo(0.3, 12);
  expect(statistics.standardDeviation).toBeCloseTo(Math.sqrt(0.17), 12);
  expect(statistics.nonZeroShare).toBe(0.5);
});

test("describeDataSet of pixels that are all alike has no deviation", () => {
  const images = { data: new Uint8Array(9).fill(102), shape: [1, 3, 3] };
  const statistics = describeDataSet(createDataSet({ images, labels: [0] }));
  expect(statistics).toMatchObject({ standardDeviation: 0, nonZeroShare: 1 });
  expect(statistics.mean).toBeCloseTo(0.4, 12);
  expect(statistics.min).toBe(statistics.max);
});
