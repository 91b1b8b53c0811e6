import { describe, expect, test } from "vitest";
import {
  depthwise,
  depthwiseGradient,
  depthwiseScatter,
  packDepthwise,
  repeatChannels,
  sumRepeated,
} from "../../kernels/reference/depthwise.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { strideOf, weightPanels } from "../../src/nn/engine/arena.ts";
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
import { expectSameBits, expectWithin, randomMatrix, Workbench } from "./workbench.ts";

const CASES = [
  { shape: [9, 11, 8], size: [3, 3], strides: [1, 1], padding: "same" },
  { shape: [9, 11, 20], size: [3, 3], strides: [1, 1], padding: "valid" },
  { shape: [8, 13, 16], size: [3, 3], strides: [2, 2], padding: "same" },
  { shape: [10, 17, 3], size: [2, 5], strides: [1, 2], padding: "valid" },
  { shape: [3, 4, 8], size: [5, 5], strides: [1, 1], padding: "same" },
  { shape: [5, 6, 8], size: [1, 1], strides: [3, 2], padding: "same" },
] as const;
const COUNT = 3;
const CUTS = [
  [[0, COUNT]],
  [
    [0, 2],
    [2, COUNT],
  ],
];

/** Packed weights, or any rows of one number a channel, padded as a pixel is. */
const placeRows = (bench: Workbench, rows: Matrix): number => placeImages(bench, [[rows]]);

describe.each(CASES)("windows of $size by $strides, $padding, on images of $shape", (facts) => {
  const shape = [...facts.shape];
  const { geometry, sliding } = slide(shape, [...facts.size], [...facts.strides], facts.padding);
  const positions = facts.size[0] * facts.size[1];
  const outShape = [sliding.outHeight, sliding.outWidth, shape[2]];
  const pixel = pixelFloats(shape[2]);
  const [outStride, inStride] = [outShape, shape].map(([h, w, c]) => exampleFloats(h, w, c));
  const images = randomImages(1, COUNT, shape);
  const delta = randomImages(2, COUNT, outShape);
  const weights = randomMatrix(3, positions, shape[2]);
  const bias = randomMatrix(4, 1, shape[2])[0];

  test.each([true, false])("the sums have their reference's bits, with a bias: %s", (hasBias) => {
    const start = hasBias ? bias : bias.map(() => 0);
    const expected = images.map((image) => depthwise(image, weights, start, sliding));
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const [out, input] = [blankImages(bench, COUNT, outShape), placeImages(bench, images)];
      const places = [
        out,
        outStride,
        input,
        inStride,
        placeRows(bench, weights),
        hasBias ? placeRows(bench, [bias]) : 0,
      ];
      for (const [from, to] of cuts) bench.run("depthwise", [out], ...places, pixel, ...geometry, from, to);
      expectSameBits(numbersOf(readImages(bench, out, COUNT, outShape)), numbersOf(expected));
    }
  });

  test("the way back has its reference's bits", () => {
    const expected = images.map((image, n) => depthwiseScatter(delta[n], image, weights, sliding));
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const [dInput, dOut] = [blankImages(bench, COUNT, shape), placeImages(bench, delta)];
      const places = [dInput, inStride, dOut, outStride, placeRows(bench, weights)];
      for (const [from, to] of cuts)
        bench.run("depthwiseScatter", [dInput], ...places, pixel, ...geometry, from, to);
      expectSameBits(numbersOf(readImages(bench, dInput, COUNT, shape)), numbersOf(expected));
    }
  });

  test("the gradients have their reference's bits", () => {
    const expected = images.map((image, n) => [[...depthwiseGradient(delta[n], image, sliding)]]);
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const gradients = bench.room(COUNT * (positions + 1) * pixel * 4);
      const [input, dOut] = [placeImages(bench, images), placeImages(bench, delta)];
      const places = [gradients, input, inStride, dOut, outStride];
      for (const [from, to] of cuts)
        bench.run("depthwiseGradient", [gradients], ...places, pixel, ...geometry, from, to);
      const rows = bench.readFloats(gradients, COUNT * (positions + 1) * pixel);
      const unpadded = rows.filter((_, i) => i % pixel < shape[2]);
      expectSameBits(unpadded, numbersOf(expected));
    }
  });
});

test.each(CASES.filter(({ strides }) => strides[0] === 1 && strides[1] === 1))(
  "for strides of 1 the turned kernel over the delta is the way back ($size, $padding)",
  (facts) => {
    const shape = [...facts.shape];
    const { sliding } = slide(shape, [...facts.size], [1, 1], facts.padding);
    const outShape = [sliding.outHeight, sliding.outWidth, shape[2]];
    const [images, delta] = [randomImages(1, COUNT, shape), randomImages(2, COUNT, outShape)];
    const weights = randomMatrix(3, facts.size[0] * facts.size[1], shape[2]);
    const turned = packDepthwise(
      weights.map((row) => row.map((weight) => [weight])),
      true,
    );
    const back = {
      ...sliding,
      top: facts.size[0] - 1 - sliding.top,
      left: facts.size[1] - 1 - sliding.left,
      outHeight: shape[0],
      outWidth: shape[1],
    };
    const zeros = weights[0].map(() => 0);
    const gathered = delta.map((d) => depthwise(d, turned, zeros, back));
    const scattered = images.map((image, n) => depthwiseScatter(delta[n], image, weights, sliding));
    // Only the order of the sums differs.
    expectWithin(numbersOf(gathered), numbersOf(scattered), { absolute: 2e-6 });
  },
);

describe.each([
  [1, 1],
  [3, 2],
  [20, 1],
  [5, 4],
  [2, 40],
])("a kernel of %d channels times %d", (channels, multiplier) => {
  const positions = 6;
  const flat = randomMatrix(7, positions * channels, multiplier);
  const kernel = Array.from({ length: positions }, (_, k) => flat.slice(k * channels, (k + 1) * channels));
  const pixel = pixelFloats(channels * multiplier);
  const [rows, stride] = [strideOf(positions * channels), strideOf(multiplier)];
  const { rowBytes, panelBytes } = weightPanels(0, rows, stride);
  const place = (bench: Workbench): number => {
    const floats = new Float32Array(rows * stride);
    flat.forEach((row, r) =>
      row.forEach((w, m) => (floats[((m >> 4) * panelBytes + r * rowBytes) / 4 + (m & 15)] = w)),
    );
    return bench.floats(floats);
  };

  test.each([false, true])("is packed as its reference packs it, turned: %s", (turned) => {
    const bench = new Workbench();
    const packed = bench.floats(new Float32Array(positions * pixel));
    const sizes = [positions, channels, multiplier, pixel];
    bench.run(
      "packDepthwise",
      [packed],
      packed,
      place(bench),
      rowBytes,
      panelBytes,
      ...sizes,
      Number(turned),
    );
    const [row] = readImages(bench, packed, 1, [1, positions, channels * multiplier])[0];
    expect(row).toEqual(packDepthwise(kernel, turned));
  });

  test("is unpacked to what it was", () => {
    const bench = new Workbench();
    const packed = placeRows(bench, packDepthwise(kernel, false));
    const [blank, expected] = [bench.floats(new Float32Array(rows * stride)), place(bench)];
    bench.run(
      "unpackDepthwise",
      [blank],
      blank,
      rowBytes,
      panelBytes,
      packed,
      positions,
      channels,
      multiplier,
      pixel,
    );
    expect(bench.readFloats(blank, rows * stride)).toEqual(bench.readFloats(expected, rows * stride));
  });

  test("has its input's channels repeated, and the deltas of a channel summed", () => {
    const [shape, wide] = [
      [2, 3, channels],
      [2, 3, channels * multiplier],
    ];
    const images = randomImages(8, COUNT, shape);
    const delta = randomImages(9, COUNT, wide);
    const bench = new Workbench();
    const empty = (like: number[]) =>
      bench.floats(new Float32Array(COUNT * exampleFloats(like[0], like[1], like[2])));
    const [out, dInput] = [empty(wide), empty(shape)];
    const outPlace = [pixel, exampleFloats(2, 3, wide[2])];
    const inPlace = [pixelFloats(channels), exampleFloats(2, 3, channels)];
    const sizes = [channels, multiplier, 6, 0, COUNT];
    bench.run("repeatChannels", [out], out, ...outPlace, placeImages(bench, images), ...inPlace, ...sizes);
    bench.run("sumRepeated", [dInput], dInput, ...inPlace, placeImages(bench, delta), ...outPlace, ...sizes);
    const repeated = images.map((image) => repeatChannels(image, multiplier));
    expectSameBits(numbersOf(readImages(bench, out, COUNT, wide)), numbersOf(repeated));
    const summed = delta.map((image) => sumRepeated(image, multiplier));
    expectSameBits(numbersOf(readImages(bench, dInput, COUNT, shape)), numbersOf(summed));
  });
});
