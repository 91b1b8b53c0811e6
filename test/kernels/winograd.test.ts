/** Winograd's convolutions against their reference, bit for bit, and against the definition of a convolution. */
import { describe, expect, test } from "vitest";
import { convolve, convolveGradient } from "../../kernels/reference/convolve.ts";
import type { Image } from "../../kernels/reference/images.ts";
import { winograd, winogradGradient } from "../../kernels/reference/winograd.ts";
import { Random } from "../../src/base/random.ts";
import { strideOf, weightPanels, type Panels } from "../../src/nn/engine/arena.ts";
import { winogradGradientScratch } from "../../src/nn/engine/winograd-kernel.ts";
import { blankImages, exampleFloats, pixelFloats, placeImages, randomImages, readImages } from "./images.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

const COUNT = 3;
const STEPS = { strideY: 1, strideX: 1 };
/**
 * Results' sides, channels and filters: odd and even sides, fewer and more than 16 tiles, narrow and wide weights, pixels
 * with padding on both sides. The first leaves one tile alone; the tiles of [8, 8] are whole sixteens.
 */
const CASES = [
  { side: [1, 2], channels: 4, filters: 8 },
  { side: [8, 8], channels: 4, filters: 8 },
  { side: [4, 4], channels: 8, filters: 8 },
  { side: [5, 4], channels: 8, filters: 16 },
  { side: [4, 7], channels: 16, filters: 24 },
  { side: [6, 5], channels: 12, filters: 20 },
  { side: [9, 9], channels: 24, filters: 40 },
  { side: [12, 11], channels: 8, filters: 64 },
] as const;

interface Options {
  start?: boolean;
  blanks?: number[];
}

describe.each(CASES)("3 by 3 to $side, $channels to $filters channels", ({ side, channels, filters }) => {
  const [height, width] = side;
  const [inHeight, inWidth] = [height + 2, width + 2];
  const rows = randomMatrix(1, 9 * channels, filters);
  const start = randomMatrix(2, 1, filters)[0];
  const images = randomImages(3, COUNT, [inHeight, inWidth, channels]);
  const deltas = randomImages(4, COUNT, [height, width, filters]);
  const inStride = exampleFloats(inHeight, inWidth, channels);
  const outStride = exampleFloats(height, width, filters);
  const [inPixel, outPixel] = [pixelFloats(channels), pixelFloats(filters)];
  const inPlace = [inPixel, inWidth * inPixel, inStride];

  /** The weights as parameters lie: rows padded to their stride, wide ones in panels. */
  function placeWeights(bench: Workbench, weights: number[][]): Panels {
    const padding = strideOf(weights.length) - weights.length;
    const padded = [...weights, ...Array.from({ length: padding }, () => weights[0].map(() => 0))];
    if (strideOf(filters) <= 32) {
      return weightPanels(bench.matrix(padded), strideOf(weights.length), strideOf(filters));
    }
    const [address, rowBytes, panelBytes] = bench.panels(padded);
    return { address, rowBytes, panelBytes };
  }

  /** Convolves each range of examples; returns the results' address. */
  function runOn(bench: Workbench, inputs: Image[], cuts: number[], options: Options = {}): number {
    const { address, rowBytes, panelBytes } = placeWeights(bench, rows);
    const kernel = bench.room(16 * channels * outPixel * 4);
    for (const [from, to] of [
      [0, 4],
      [4, channels],
    ]) {
      const weights = [address, rowBytes, panelBytes, channels, outPixel];
      bench.run("winogradKernel", [kernel], kernel, ...weights, from, to);
    }
    const input = placeImages(bench, inputs);
    const out = blankImages(bench, COUNT, [height, width, filters]);
    const scratch = bench.room(16 * 16 * (channels + 8) * 4 + 16 * 8);
    const bias = options.start === false ? 0 : bench.matrix([start]);
    const marks = options.blanks === undefined ? 0 : bench.bytes(options.blanks);
    const places = [out, outPixel, outStride, input, ...inPlace, kernel, bias, marks, scratch];
    for (let i = 1; i < cuts.length; i++) {
      const range = [cuts[i - 1], cuts[i]];
      bench.run("winograd", [out, scratch], ...places, channels, height, width, outPixel, ...range);
    }
    return out;
  }

  function run(inputs: Image[], cuts: number[], options: Options = {}): Image[] {
    const bench = new Workbench();
    return readImages(bench, runOn(bench, inputs, cuts, options), COUNT, [height, width, filters]);
  }

  function runGradient(cuts: number[]): number[][] {
    const bench = new Workbench(16);
    const gradient = placeWeights(
      bench,
      rows.map((row) => row.map(() => Number.NaN)),
    );
    const input = [placeImages(bench, images), ...inPlace];
    const delta = [placeImages(bench, deltas), outPixel, outStride];
    const scratch = bench.room(winogradGradientScratch(channels, outPixel));
    const { address, rowBytes, panelBytes } = gradient;
    const places = [address, rowBytes, panelBytes, ...input, ...delta, scratch];
    for (let i = 1; i < cuts.length; i++) {
      const range = [COUNT, cuts[i - 1], cuts[i]];
      bench.run(
        "winogradGradient",
        [address, scratch],
        ...[...places, channels, height, width, outPixel, ...range],
      );
    }
    const panelColumns = rowBytes / 4;
    return rows.map((row, k) =>
      row.map((_, o) => {
        const panel = Math.floor(o / panelColumns) * panelBytes;
        return bench.readFloats(address + panel + k * rowBytes + (o % panelColumns) * 4, 1)[0];
      }),
    );
  }

  test("has its reference's bits, however the examples are cut", () => {
    const expected = images.map((image) => winograd(image, rows, start)).flat(3);
    expectSameBits(run(images, [0, COUNT]).flat(3), expected);
    expectSameBits(run(images, [0, 1, COUNT]).flat(3), expected);
  });

  test("begins at zero where there is no bias", () => {
    const expected = images.map((image) =>
      winograd(
        image,
        rows,
        start.map(() => 0),
      ),
    );
    expectSameBits(run(images, [0, COUNT], { start: false }).flat(3), expected.flat(3));
  });

  test("is a convolution to within rounding", () => {
    const kernel = [0, 1, 2].map((ky) =>
      [0, 1, 2].map((kx) => rows.slice((ky * 3 + kx) * channels, (ky * 3 + kx + 1) * channels)),
    );
    expectNear(
      run(images, [0, COUNT]).flat(3),
      images.map((image) => convolve(image, kernel, start, STEPS)).flat(3),
    );
  });

  test("copies blank pixels from the first of them, and computes the others to the same bits", () => {
    const random = new Random(5);
    const blank = images.map(() => Array.from({ length: height * width }, () => random.nextFloat() < 0.7));
    // The first blank one is not the first of its tile, except where the whole image is blank.
    const source = Math.min(width + 1, height * width - 1);
    blank[0].fill(false, 0, source)[source] = true;
    blank[1].fill(true);
    blank[2].fill(false);
    const all = run(images, [0, COUNT]);
    const skipped = run(images, [0, 2, COUNT], { blanks: blank.flat().map(Number) });
    const expected = all.map((image, n) => {
      const pixels = image.flat();
      const copied = pixels[blank[n].indexOf(true)];
      return pixels.map((pixel, p) => (blank[n][p] ? copied : pixel));
    });
    expectSameBits(skipped.flat(3), expected.flat(2));
  });

  test("has a gradient with its reference's bits, however the channels are cut", () => {
    const expected = winogradGradient(images, deltas).flat();
    expectSameBits(runGradient([0, channels]).flat(), expected);
    expectSameBits(runGradient([0, 4, channels]).flat(), expected);
  });

  test("leaves the examples and the channels outside of its range as they were", () => {
    const bench = new Workbench();
    const out = runOn(bench, images, [1, 2]);
    const untouched = bench.readFloats(blankImages(bench, 1, [height, width, filters]), outStride);
    expectSameBits(bench.readFloats(out, outStride), untouched);
    expectSameBits(bench.readFloats(out + 2 * outStride * 4, outStride), untouched);
    const written = runGradient([4, channels]).map((row) => !row.every(Number.isNaN));
    expect(written).toEqual(rows.map((_, k) => k % channels >= 4));
  });

  test("has the gradient of a convolution to within rounding", () => {
    expectNear(runGradient([0, channels]).flat(), convolveGradient(images, deltas, [3, 3], STEPS).flat());
  });
});

/** Within a hundred-thousandth of the largest. */
function expectNear(received: number[], expected: number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  const apart = Math.max(...expected.map((value, i) => Math.abs(value - received[i])));
  expect(apart).toBeLessThan(1e-5 * largest);
}
