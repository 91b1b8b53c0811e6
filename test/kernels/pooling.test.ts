import { describe, expect, test } from "vitest";
import type { Image } from "../../kernels/reference/images.ts";
import {
  averagePool,
  averagePoolBackward,
  globalAverage,
  globalAverageBackward,
  maxPool,
  maxPoolBackward,
} from "../../kernels/reference/pooling.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import {
  blankImages,
  exampleFloats,
  numbersOf,
  pixelFloats,
  placeImages,
  randomImages,
  readImages,
  slide,
} from "./images.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

/** Window, strides, padding, and an image that it fits badly, so that all edges are met. */
const CASES = [
  { shape: [8, 6, 8], size: [2, 2], strides: [2, 2], padding: "valid" },
  { shape: [7, 5, 20], size: [2, 2], strides: [2, 2], padding: "valid" },
  { shape: [7, 5, 8], size: [2, 2], strides: [2, 2], padding: "same" },
  { shape: [6, 7, 9], size: [3, 3], strides: [1, 1], padding: "same" },
  { shape: [9, 8, 3], size: [3, 2], strides: [2, 3], padding: "valid" },
  { shape: [9, 8, 16], size: [3, 2], strides: [2, 3], padding: "same" },
  { shape: [5, 5, 1], size: [2, 2], strides: [3, 3], padding: "same" },
  { shape: [4, 4, 8], size: [4, 4], strides: [4, 4], padding: "valid" },
] as const;
const COUNT = 3;
/** Cuts of the rows that must not change a bit. */
const CUTS = [
  [[0, COUNT]],
  [
    [0, 1],
    [1, COUNT],
  ],
];

describe.each(CASES)("windows of $size by $strides, $padding, on images of $shape", (facts) => {
  const shape = [...facts.shape];
  const { geometry, sliding } = slide(shape, [...facts.size], [...facts.strides], facts.padding);
  const outShape = [sliding.outHeight, sliding.outWidth, shape[2]];
  const pixel = pixelFloats(shape[2]);
  const [outStride, inStride] = [
    exampleFloats(outShape[0], outShape[1], shape[2]),
    exampleFloats(shape[0], shape[1], shape[2]),
  ];

  function forward(name: "maxPool" | "averagePool", images: Image[], cuts: number[][]): Image[] {
    const bench = new Workbench();
    const [input, out] = [placeImages(bench, images), blankImages(bench, COUNT, outShape)];
    for (const [from, to] of cuts) {
      bench.run(name, [out], out, outStride, input, inStride, pixel, ...geometry, from, to);
    }
    return readImages(bench, out, COUNT, outShape);
  }

  function backward(
    name: "maxPoolBackward" | "averagePoolBackward",
    images: Image[],
    delta: Image[],
    cuts: number[][],
  ): Image[] {
    const bench = new Workbench();
    const [dInput, dOut, input] = [
      blankImages(bench, COUNT, shape),
      placeImages(bench, delta),
      placeImages(bench, images),
    ];
    const out = placeImages(
      bench,
      images.map((image) => maxPool(image, sliding)),
    );
    const places =
      name === "maxPoolBackward"
        ? [dInput, inStride, dOut, out, outStride, input]
        : [dInput, inStride, dOut, outStride];
    for (const [from, to] of cuts) bench.run(name, [dInput], ...places, pixel, ...geometry, from, to);
    return readImages(bench, dInput, COUNT, shape);
  }

  const pools = [
    { name: "maxPool", pool: maxPool, poolBackward: maxPoolBackward },
    { name: "averagePool", pool: averagePool, poolBackward: averagePoolBackward },
  ] as const;

  test.each(pools)("$name has its reference's bits, however the rows are cut", ({ name, pool }) => {
    const images = randomImages(1, COUNT, shape);
    const expected = numbersOf(images.map((image) => pool(image, sliding)));
    for (const cuts of CUTS) expectSameBits(numbersOf(forward(name, images, cuts)), expected);
  });

  // With three different numbers nearly every window has several that are the largest.
  test.each(pools.flatMap((pool) => [0, 3].map((levels) => ({ ...pool, levels }))))(
    "$name's way back has its reference's bits, also with ties ($levels levels)",
    ({ name, poolBackward, levels }) => {
      const images = randomImages(2, COUNT, shape, levels);
      const delta = randomImages(3, COUNT, outShape);
      const expected = numbersOf(images.map((image, n) => poolBackward(delta[n], image, sliding)));
      for (const cuts of CUTS) {
        expectSameBits(numbersOf(backward(`${name}Backward`, images, delta, cuts)), expected);
      }
    },
  );
});

test("the first of several largest values gets the gradient, as in TensorFlow", () => {
  // tf.nn.max_pool of zeros, window 3, stride 1, SAME: the gradient of its sum.
  const image = randomImages(1, 1, [4, 4, 1], 1)[0];
  const { sliding } = slide([4, 4, 1], [3, 3], [1, 1], "same");
  const ones = randomImages(1, 1, [4, 4, 1])[0].map((row) => row.map(() => [1]));
  expect(maxPoolBackward(ones, image, sliding).map((row) => row.flat())).toEqual([
    [4, 2, 2, 0],
    [2, 1, 1, 0],
    [2, 1, 1, 0],
    [0, 0, 0, 0],
  ]);
});

describe.each([
  [1, 1, 8],
  [4, 4, 20],
  [5, 7, 64],
  [12, 12, 3],
])("the mean of whole images of %d by %d by %d", (...shape) => {
  const [height, width, channels] = shape;
  const images = randomImages(5, COUNT, shape);
  const facts = [pixelFloats(channels), height * width];
  const strides = [strideOf(channels), exampleFloats(height, width, channels)];

  test("has its reference's bits, and leaves the padding zero", () => {
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const [out, input] = [
        bench.matrix(images.map(() => new Array<number>(channels).fill(0))),
        placeImages(bench, images),
      ];
      for (const [from, to] of cuts)
        bench.run("globalAverage", [out], out, strides[0], input, strides[1], ...facts, from, to);
      expectSameBits(bench.readMatrix(out, COUNT, channels).flat(), images.flatMap(globalAverage));
    }
  });

  test("sends back its reference's bits", () => {
    const delta = randomMatrix(6, COUNT, channels);
    const bench = new Workbench();
    const [dInput, dOut] = [blankImages(bench, COUNT, shape), bench.matrix(delta)];
    bench.run("globalAverageBackward", [dInput], dInput, strides[1], dOut, strides[0], ...facts, 0, COUNT);
    const expected = images.map((image, n) => globalAverageBackward(delta[n], image));
    expectSameBits(numbersOf(readImages(bench, dInput, COUNT, shape)), numbersOf(expected));
  });
});
