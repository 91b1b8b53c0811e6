import { expect, test } from "vitest";
import { toCategorical } from "../../src/data/index.ts";

test("toCategorical makes one-hot rows with as many columns as the largest label asks for", () => {
  // keras.utils.to_categorical([0, 2, 1]) has this shape and these numbers.
  const { data, shape } = toCategorical([0, 2, 1]);
  expect(shape).toEqual([3, 3]);
  expect(Array.from(data)).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0]);
  expect(data).toBeInstanceOf(Float32Array);
});

test("toCategorical takes a number of classes, and bytes", () => {
  const { data, shape } = toCategorical(Uint8Array.of(3), 10);
  expect(shape).toEqual([1, 10]);
  expect(Array.from(data)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
});

test.each([
  [[10], 10],
  [[-1], 10],
  [[0.5], 10],
  [[Number.NaN], undefined],
  [[0], 0],
  [[], undefined],
])("toCategorical refuses labels %j for %s classes", (labels, classCount) => {
  expect(() => toCategorical(labels, classCount)).toThrow(RangeError);
});

test("toCategorical refuses what is no array of numbers", () => {
  expect(() => toCategorical("12" as never)).toThrow(TypeError);
  expect(() => toCategorical(["1"] as never)).toThrow(TypeError);
});
