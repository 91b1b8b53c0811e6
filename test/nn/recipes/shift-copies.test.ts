import { expect, test } from "vitest";
import { shiftCopies } from "../../../src/nn/recipes/shift-copies.ts";
import { createDataSet } from "../../../src/data/index.ts";

/** Two images of 5 × 5: one bright pixel in the middle, and one in the upper left corner. */
const data = new Uint8Array(50);
data[12] = 200;
data[25] = 100;
const set = createDataSet({ images: { data, shape: [2, 5, 5] }, labels: [3, 8] });

test("the images themselves come first, then copies with their labels", () => {
  const { images, labels } = shiftCopies(set, { copies: 3, distance: 1, seed: 1 });
  expect(images.shape).toEqual([8, 5, 5]);
  expect(images.scale).toBe(set.images.scale);
  expect(images.data.subarray(0, 50)).toEqual(data);
  expect(Array.from(labels)).toEqual([3, 8, 3, 8, 3, 8, 3, 8]);
});

test("every copy is moved, by at most the distance, into each direction in time", () => {
  const { images } = shiftCopies(set, { copies: 400, distance: 2, seed: 7 });
  const places = new Set<string>();
  for (let copy = 1; copy <= 400; copy++) {
    const image = images.data.subarray(2 * copy * 25, (2 * copy + 1) * 25);
    const at = image.indexOf(200);
    expect(image.reduce((sum, pixel) => sum + pixel)).toBe(200);
    places.add(`${Math.floor(at / 5) - 2},${(at % 5) - 2}`);
  }
  // (2 · 2 + 1)² places without the one of not moving.
  expect(places.size).toBe(24);
  expect(places.has("0,0")).toBe(false);
});

test("what moves over the edge is gone, and does not come in on the other side", () => {
  const { images } = shiftCopies(set, { copies: 200, distance: 1, seed: 3 });
  const sums = new Set<number>();
  for (let copy = 1; copy <= 200; copy++) {
    const image = images.data.subarray((2 * copy + 1) * 25, (2 * copy + 2) * 25);
    sums.add(image.reduce((sum, pixel) => sum + pixel));
    // From the corner a pixel stays within the first two rows and columns.
    image.forEach((pixel, i) => expect(pixel > 0 && (i % 5 > 1 || i > 9)).toBe(false));
  }
  expect(sums).toEqual(new Set([0, 100]));
});

test("the same seed gives the same copies", () => {
  const options = { copies: 2, distance: 2 };
  const first = shiftCopies(set, { ...options, seed: 5 });
  expect(shiftCopies(set, { ...options, seed: 5 })).toEqual(first);
});
