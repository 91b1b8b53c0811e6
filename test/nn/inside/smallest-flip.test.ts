/** The smallest change that flips an answer, against geometry; and what is nearest, and first weights as pictures. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { firstLayerImages } from "../../../src/nn/inside/first-layer-images.ts";
import { LookThroughProgram } from "../../../src/nn/inside/look-through.ts";
import { nearestRows } from "../../../src/nn/inside/nearest-rows.ts";
import { smallestFlip } from "../../../src/nn/inside/smallest-flip.ts";
import { Conv2D, Dense, Flatten, Sequential } from "../../../src/nn/index.ts";
import { readDigitModel } from "../../../src/reader/index.ts";

/** Scores x · w_k + b_k. */
function linear(kernel: number[][], bias: number[]): LookThroughProgram {
  const model = new Sequential([
    new Dense(bias.length, { activation: "softmax", inputShape: [kernel.length] }),
  ]);
  model.setWeights([
    { data: Float32Array.from(kernel.flat()), shape: [kernel.length, bias.length] },
    { data: Float32Array.from(bias), shape: [bias.length] },
  ]);
  return new LookThroughProgram(model);
}

describe("smallestFlip", () => {
  test("of linear scores it is the way to the nearest border, straight", () => {
    // Class 1 from 3 x + 4 y = 4 on, class 2 far away: from the origin's side 0.2 away along (0.6, 0.8).
    const program = linear(
      [
        [0, 3, 0],
        [0, 4, 1],
      ],
      [0, -4, -9],
    );
    const flip = smallestFlip(program, Float32Array.of(0.4, 0.45));
    expect(flip).toMatchObject({ from: 0, to: 1 });
    expect(flip?.norm).toBeCloseTo(0.2, 3);
    expect(flip?.change[0]).toBeCloseTo(0.12, 3);
    expect(flip?.change[1]).toBeCloseTo(0.16, 3);
  });

  test("numbers stay in 0..1, and those at an end make way for others", () => {
    // The border x + y = 1.6 is 0.6 away straight up, where x cannot go on.
    const program = linear(
      [
        [0, 1],
        [0, 1],
      ],
      [0, -1.6],
    );
    const flip = smallestFlip(program, Float32Array.of(1, 0));
    expect(flip?.changed[0]).toBe(1);
    expect(flip?.changed[1]).toBeCloseTo(0.6, 3);
  });

  test("there is none where no number of 0..1 gives another answer", () => {
    const program = linear([[1, 0]], [5, 0]);
    expect(smallestFlip(program, Float32Array.of(0.5))).toBeUndefined();
  });

  test("of the first so many classes alone the answer is told, where that is asked for", () => {
    const program = linear([[0, 1, 9]], [0, -0.5, 0]);
    expect(smallestFlip(program, Float32Array.of(0.1), { classes: 2 })).toMatchObject({ from: 0, to: 1 });
    expect(() => smallestFlip(program, Float32Array.of(0.1), { classes: 4 })).toThrow(RangeError);
  });

  test("of the shipped digit model it is small, and predict gives the other answer", async () => {
    const path = new URL("../../../models/digits.safetensors", import.meta.url);
    const { network, goldens } = await readDigitModel(await readFile(path), "digits");
    const program = new LookThroughProgram(network);
    const example = Float32Array.from(goldens?.inputs.data.subarray(0, 784) ?? [], (value) => value / 255);
    const flip = smallestFlip(program, example, { classes: 10 });
    const digitOf = (data: Float32Array): number => {
      const digits = network.predict({ data, shape: [1, ...network.inputShape] }).data.subarray(0, 10);
      return digits.indexOf(Math.max(...digits));
    };
    expect(flip?.from).toBe(digitOf(example));
    expect(flip?.to).not.toBe(flip?.from);
    expect(flip?.to).toBe(digitOf(flip?.changed ?? example));
    expect(Math.min(...(flip?.changed ?? []))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...(flip?.changed ?? []))).toBeLessThanOrEqual(1);
    // A random change of that length does nothing; a digit's own ink has a length of about 9.
    expect(flip?.norm).toBeGreaterThan(0.1);
    expect(flip?.norm).toBeLessThan(6);
  });
});

describe("nearestRows", () => {
  const rows = { data: Float32Array.of(10, 10, 1, 0, 0, 0, 2, 1), shape: [4, 2] };

  test("cosine looks at directions, and what is zero is at right angles", () => {
    const found = nearestRows(Float32Array.of(1, 1), rows, { count: 4 });
    expect(found.map(({ row }) => row)).toEqual([0, 3, 1, 2]);
    expect(found.map(({ distance }) => distance)).toEqual(
      [0, 1 - 3 / Math.sqrt(10), 1 - Math.SQRT1_2, 1].map((value) => expect.closeTo(value, 6)),
    );
  });

  test("euclidean looks at distances, and equally near ones keep their order", () => {
    const found = nearestRows(Float32Array.of(1, 1), rows, { count: 2, metric: "euclidean" });
    expect(found).toEqual([
      { row: 1, distance: 1 },
      { row: 3, distance: 1 },
    ]);
  });

  test("a query of another length is refused", () => {
    expect(() => nearestRows(new Float32Array(3), rows)).toThrow(RangeError);
  });
});

describe("firstLayerImages", () => {
  test("of a convolution are its kernels, filter by filter", () => {
    const model = new Sequential([new Conv2D(2, [1, 2], { inputShape: [4, 4, 1] })]);
    model.setWeights([
      { data: Float32Array.of(1, 2, 3, 4), shape: [1, 2, 1, 2] },
      { data: new Float32Array(2), shape: [2] },
    ]);
    expect(firstLayerImages(model)).toEqual({
      layer: "conv2d",
      className: "Conv2D",
      width: 2,
      height: 1,
      images: [Float32Array.of(1, 3), Float32Array.of(2, 4)],
    });
  });

  test("of a dense layer are the weights from each pixel, unit by unit", () => {
    const model = new Sequential([new Flatten({ inputShape: [2, 2] }), new Dense(3)]);
    model.setWeights([
      { data: Float32Array.from({ length: 12 }, (_, i) => i), shape: [4, 3] },
      { data: new Float32Array(3), shape: [3] },
    ]);
    expect(firstLayerImages(model)?.images[1]).toEqual(Float32Array.of(1, 4, 7, 10));
  });

  test("of inputs that are no square picture there are none", () => {
    expect(firstLayerImages(new Sequential([new Dense(3, { inputShape: [7] })]))).toBeUndefined();
  });
});
