import { describe, expect, test } from "vitest";
import { createDataSet, sliceDataSet } from "../../src/data/index.ts";

const images = { data: Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), shape: [3, 2, 2] };

describe("createDataSet", () => {
  test("takes arrays as they are, with ten digits as classes and pixels read as 0..1", () => {
    const labels = Uint8Array.of(7, 0, 9);
    const set = createDataSet({ images, labels });
    expect(set.images.data).toBe(images.data);
    expect(set.labels).toBe(labels);
    expect(set.images.scale).toBe(1 / 255);
    expect(set.classNames).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  test("takes labels as a plain array, and a scale of one's own", () => {
    const set = createDataSet({
      images: { ...images, scale: 1 },
      labels: [1, 0, 1],
      classNames: ["no", "yes"],
    });
    expect(Array.from(set.labels)).toEqual([1, 0, 1]);
    expect(set.images.scale).toBe(1);
  });

  test("refuses a label outside 0 to 9, naming it and its place", () => {
    expect(() => createDataSet({ images, labels: [1, 10, 2] })).toThrow(
      /label 1 is not one of the 10 classes: expected a whole number from 0 to 9, received 10/,
    );
  });

  test.each([[-1], [1.5], [Number.NaN]])("refuses the label %s", (label) => {
    expect(() => createDataSet({ images, labels: [label, 0, 0] })).toThrow(RangeError);
  });

  test("refuses counts that differ", () => {
    expect(() => createDataSet({ images, labels: [1, 2] })).toThrow(
      /expected 3 labels, one an image, received 2/,
    );
  });

  test.each([[[12]], [[3, 4]], [[0, 2, 2]], [[3, 2, 2.5]]])("refuses images of shape %j", (shape) => {
    expect(() => createDataSet({ images: { ...images, shape }, labels: [] })).toThrow(/wrong shape/);
  });

  test("refuses pixels that do not fill the shape", () => {
    const short = { data: new Uint8Array(11), shape: [3, 2, 2] };
    expect(() => createDataSet({ images: short, labels: [1, 2, 3] })).toThrow(/12 pixels .* received 11/);
  });

  test("refuses float images and labels that are no array with a TypeError", () => {
    const floats = { data: new Float32Array(12), shape: [3, 2, 2] } as never;
    expect(() => createDataSet({ images: floats, labels: [1, 2, 3] })).toThrow(TypeError);
    expect(() => createDataSet({ images, labels: "123" as never })).toThrow(TypeError);
  });

  test("refuses more classes than a byte can number", () => {
    const classNames = Array.from({ length: 257 }, String);
    expect(() => createDataSet({ images, labels: [1, 2, 3], classNames })).toThrow(/1 to 256 class names/);
  });
});

describe("sliceDataSet", () => {
  const set = createDataSet({ images, labels: [7, 0, 9] });

  test("gives views of the same bytes", () => {
    const part = sliceDataSet(set, 1, 3);
    expect(part.images.shape).toEqual([2, 2, 2]);
    expect(Array.from(part.images.data)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Array.from(part.labels)).toEqual([0, 9]);
    expect(part.images.data.buffer).toBe(images.data.buffer);
  });

  test("goes to the end where no end is given", () => {
    expect(Array.from(sliceDataSet(set, 2).labels)).toEqual([9]);
  });

  test.each([
    [0, 0],
    [3, 4],
    [-1, 2],
    [0, 4],
    [2, 1],
  ])("refuses the range %i to %i", (from, to) => {
    expect(() => sliceDataSet(set, from, to)).toThrow(RangeError);
  });
});
