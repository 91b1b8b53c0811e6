import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

interface Summary {
  n: number;
  median: number;
  min: number;
  max: number;
}

const { summarise, growthOf } = await load<{
  summarise: (samples: number[]) => Summary;
  growthOf: (series: number[]) => number;
}>("statistics.mjs");

describe("summarise", () => {
  test("takes the middle of an odd number of samples, in any order", () => {
    expect(summarise([9, 1, 5])).toEqual({ n: 3, median: 5, min: 1, max: 9 });
  });

  test("takes the mean of the two in the middle of an even number", () => {
    expect(summarise([10, 1, 2, 4]).median).toBe(3);
  });
});

describe("growthOf", () => {
  test("compares the last fifth with the second, and leaves the first out", () => {
    expect(growthOf([500, 400, 10, 12, 11, 11, 11, 11, 15, 17])).toBe(5);
  });

  test("is zero for memory that comes and goes", () => {
    expect(growthOf([100, 140, 100, 140, 100, 140, 100, 140, 100, 140])).toBe(0);
  });
});
