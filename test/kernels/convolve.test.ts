/** The convolution's kernels against their definition: directly, over lists, with blank pixels, and the gradients. */
import { describe, expect, test } from "vitest";
import { blankWindows, convolve, convolveGradient, type Filters } from "../../kernels/reference/convolve.ts";
import type { Image } from "../../kernels/reference/images.ts";
import { Random } from "../../src/base/random.ts";
import { strideOf, weightPanels, type Panels } from "../../src/nn/engine/arena.ts";
import { blankImages, exampleFloats, pixelFloats, placeImages, readImages } from "./images.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

const COUNT = 3;
const CASES = [
  { shape: [6, 7, 1], size: [3, 3], strides: [1, 1], filters: 5 },
  { shape: [6, 7, 3], size: [2, 3], strides: [2, 1], filters: 8 },
  { shape: [7, 6, 8], size: [3, 3], strides: [1, 1], filters: 12 },
  { shape: [7, 9, 16], size: [3, 2], strides: [2, 2], filters: 24 },
  { shape: [5, 6, 8], size: [5, 5], strides: [1, 1], filters: 40 },
  { shape: [4, 3, 24], size: [1, 1], strides: [1, 2], filters: 32 },
  { shape: [3, 3, 16], size: [3, 3], strides: [1, 1], filters: 8 },
] as const;

/** Images with a share of zeros, and pixels that are blank altogether. */
function sparseImages(shape: readonly number[], seed: number, blank = 0): Image[] {
  const random = new Random(seed);
  const [height, width, channels] = shape;
  const value = (): number => (random.nextFloat() < 0.4 ? 0 : Math.fround(random.nextFloat() - 0.5));
  return Array.from({ length: COUNT }, () =>
    Array.from({ length: height }, () =>
      Array.from({ length: width }, () => {
        const isBlank = random.nextFloat() < blank;
        return Array.from({ length: channels }, () => (isBlank ? 0 : value()));
      }),
    ),
  );
}

describe.each(CASES)("$size by $strides on images of $shape, $filters filters", (facts) => {
  const { filters } = facts;
  const [height, width, channels] = facts.shape;
  const size: [number, number] = [...facts.size];
  const steps = { strideY: facts.strides[0], strideX: facts.strides[1] };
  const outHeight = Math.floor((height - size[0]) / steps.strideY) + 1;
  const outWidth = Math.floor((width - size[1]) / steps.strideX) + 1;
  const outShape = [outHeight, outWidth, filters];
  const [inPixel, outPixel] = [pixelFloats(channels), pixelFloats(filters)];
  const [inStride, outStride] = [
    exampleFloats(height, width, channels),
    exampleFloats(outHeight, outWidth, filters),
  ];
  const depth = size[0] * size[1] * channels;
  const rows = randomMatrix(3, depth, filters);
  const start = randomMatrix(4, 1, filters)[0];
  const kernel: Filters = Array.from({ length: size[0] }, (_, ky) =>
    Array.from({ length: size[1] }, (_, kx) =>
      Array.from({ length: channels }, (_, c) => rows[(ky * size[1] + kx) * channels + c]),
    ),
  );

  /** The weights as parameters lie: rows padded to their stride, wide ones in panels. */
  function placeWeights(bench: Workbench): Panels {
    const padded = [...rows, ...Array.from({ length: strideOf(depth) - depth }, () => rows[0].map(() => 0))];
    if (strideOf(filters) <= 32)
      return weightPanels(bench.matrix(padded), strideOf(depth), strideOf(filters));
    const [address, rowBytes, panelBytes] = bench.panels(padded);
    return { address, rowBytes, panelBytes };
  }

  const window = [size[0], size[1], steps.strideY, steps.strideX, outHeight, outWidth];

  function direct(images: Image[], blanks: number[] | undefined): Image[] {
    const bench = new Workbench();
    const { address, rowBytes, panelBytes } = placeWeights(bench);
    const out = blankImages(bench, COUNT, outShape);
    const input = [placeImages(bench, images), inPixel, width * inPixel, inStride];
    const weights = [address, rowBytes, panelBytes, bench.matrix([start])];
    const marks = blanks === undefined ? 0 : bench.bytes(blanks);
    for (const [from, to] of [
      [0, 1],
      [1, COUNT],
    ]) {
      const places = [out, outPixel, outStride, ...input, ...weights, marks, channels];
      bench.run("convolve", [out], ...places, ...window, outPixel, from, to);
    }
    return readImages(bench, out, COUNT, outShape);
  }

  function overLists(images: Image[], blanks: number[] | undefined): Image[] {
    const bench = new Workbench();
    const { address, rowBytes, panelBytes } = placeWeights(bench);
    const out = blankImages(bench, COUNT, outShape);
    const [input, bias] = [placeImages(bench, images), bench.matrix([start])];
    const [entries, starts] = [
      bench.room((height * width * channels + 4) * 8),
      bench.room((height * width + 1) * 4),
    ];
    const marks = blanks === undefined ? 0 : bench.bytes(blanks);
    for (let n = 0; n < COUNT; n++) {
      const image = [input + n * inStride * 4, inPixel, channels, height, width];
      bench.run("listPixels", [entries, starts], entries, starts, ...image, 0, 0, 1, 1, height, width);
      const place = [out + n * outStride * 4, outPixel, entries, starts, channels, width];
      const mark = marks === 0 ? 0 : marks + n * outHeight * outWidth;
      bench.run(
        "convolveLists",
        [out],
        ...place,
        address,
        rowBytes,
        panelBytes,
        bias,
        mark,
        ...window,
        outPixel,
      );
    }
    return readImages(bench, out, COUNT, outShape);
  }

  const expected = (images: Image[]) => images.map((image) => convolve(image, kernel, start, steps));
  const bits = (images: Image[]) => images.flat(3);

  test("directly has its reference's bits, however the examples are cut", () => {
    const images = sparseImages(facts.shape, 1);
    expectSameBits(bits(direct(images, undefined)), bits(expected(images)));
  });

  const listed = channels % 8 === 0;
  const testListed = listed ? test : () => undefined;

  testListed("over lists has the same bits", () => {
    const images = sparseImages(facts.shape, 1);
    expectSameBits(bits(overLists(images, undefined)), bits(expected(images)));
  });

  test("copies what windows of blank pixels come to, to the same bits", () => {
    const images = sparseImages(facts.shape, 2, 0.9);
    const blanks = images.map((image) => {
      const blank = image.map((row) => row.map((pixel) => pixel.every((value) => value === 0)));
      return blankWindows(blank, { size, steps, top: 0, left: 0, out: [outHeight, outWidth] }, false);
    });
    const marks = blanks.flat(2).map(Number);
    expectSameBits(bits(direct(images, marks)), bits(expected(images)));
    if (listed) expectSameBits(bits(overLists(images, marks)), bits(expected(images)));
  });

  function gradients(images: Image[], deltas: Image[], lists: boolean): number[] {
    const bench = new Workbench();
    const [input, delta] = [placeImages(bench, images), placeImages(bench, deltas)];
    if (!lists) {
      const out = bench.blank(depth, outPixel);
      const [outRow, outPanel] = [strideOf(outPixel) * 4, 64];
      const places = [
        out,
        outRow,
        outPanel,
        input,
        inPixel,
        width * inPixel,
        inStride,
        delta,
        outPixel,
        outStride,
      ];
      for (const [from, to] of [
        [0, 4],
        [4, depth],
      ]) {
        bench.run("convolveGradient", [out], ...places, channels, ...window, outPixel, COUNT, from, to);
      }
      return bench.readMatrix(out, depth, outPixel).flatMap((row) => row.slice(0, filters));
    }
    const [pixels, capacity] = [outHeight * outWidth, outHeight * outWidth * filters];
    const [entries, starts] = [bench.room((capacity + 4) * 8), bench.room((pixels + 1) * 4)];
    const [ofChannels, channelStarts] = [
      bench.room(COUNT * capacity * 8),
      bench.room(COUNT * (filters + 1) * 4),
    ];
    const inputSteps = [steps.strideY * width * inPixel * 4, steps.strideX * inPixel * 4];
    for (let n = 0; n < COUNT; n++) {
      const image = [delta + n * outStride * 4, outPixel, filters, outHeight, outWidth];
      bench.run("listPixels", [entries, starts], entries, starts, ...image, 0, 0, 1, 1, outHeight, outWidth);
      const target = [ofChannels + n * capacity * 8, channelStarts + n * (filters + 1) * 4];
      const place = [outHeight, outWidth, outWidth, 0, 0, 1, 1];
      const outputs = [ofChannels, channelStarts];
      bench.run("listByChannel", outputs, ...target, entries, starts, filters, ...place, ...inputSteps);
    }
    const out = bench.blank(filters, depth);
    const places = [
      out,
      strideOf(depth),
      ofChannels,
      channelStarts,
      capacity,
      input,
      width * inPixel,
      inStride,
    ];
    for (const [from, to] of [
      [0, 8],
      [8, depth],
    ]) {
      bench.run("convolveGradientLists", [out], ...places, size[1] * channels, filters, COUNT, from, to);
    }
    const transposed = bench.readMatrix(out, filters, depth);
    return Array.from({ length: depth }, (_, k) => transposed.map((row) => row[k])).flat();
  }

  test("sums the kernel's gradient directly to its reference's bits", () => {
    const [images, deltas] = [sparseImages(facts.shape, 5), sparseImages(outShape, 6)];
    expectSameBits(gradients(images, deltas, false), convolveGradient(images, deltas, size, steps).flat());
  });

  testListed("sums it over lists of deltas to the same bits", () => {
    const [images, deltas] = [sparseImages(facts.shape, 5), sparseImages(outShape, 6)];
    expectSameBits(gradients(images, deltas, true), convolveGradient(images, deltas, size, steps).flat());
  });
});

test("flipKernel turns the kernel around and exchanges inputs and outputs", () => {
  const [positions, channels, filters] = [6, 5, 7];
  const bench = new Workbench();
  const rows = randomMatrix(1, positions * channels, filters);
  const [weights, out] = [bench.matrix(rows), bench.blank(positions * filters, channels)];
  const strides = [strideOf(channels) * 4, 64, weights, strideOf(filters) * 4, 64];
  for (const [from, to] of [
    [0, 13],
    [13, positions * channels],
  ]) {
    bench.run("flipKernel", [out], out, ...strides, positions, channels, filters, from, to);
  }
  const flipped = Array.from({ length: positions * filters }, (_, row) =>
    Array.from({ length: channels }, (_, c) => {
      const k = positions - 1 - Math.floor(row / filters);
      return rows[k * channels + c][row % filters];
    }),
  );
  expect(bench.readMatrix(out, positions * filters, channels)).toEqual(flipped);
});

test("spreadImages sets pixels apart and borders them", () => {
  const images = sparseImages([2, 3, 8], 7);
  const bench = new Workbench();
  const shape = [6, 8, 8];
  const out = bench.floats(new Float32Array(COUNT * exampleFloats(6, 8, 8)));
  const input = [placeImages(bench, images), 8, 3 * 8, exampleFloats(2, 3, 8)];
  const place = [out, 8, 8 * 8, exampleFloats(6, 8, 8)];
  bench.run("spreadImages", [out], ...place, ...input, 8, 2, 3, 1, 2, 3, 2, 0, COUNT);
  readImages(bench, out, COUNT, shape).forEach((image, n) =>
    image.forEach((row, y) =>
      row.forEach((pixel, x) => {
        const [sourceY, sourceX] = [(y - 1) / 3, (x - 2) / 2];
        expect(pixel).toEqual(images[n][sourceY]?.[sourceX] ?? new Array<number>(8).fill(0));
      }),
    ),
  );
});

test("channelSums adds each channel over an example's pixels", () => {
  const images = sparseImages([5, 7, 20], 8);
  const bench = new Workbench();
  const out = bench.blank(COUNT, 24);
  const places = [out, strideOf(24), placeImages(bench, images), 24, exampleFloats(5, 7, 20), 35];
  bench.run("channelSums", [out], ...places, 0, 2);
  bench.run("channelSums", [out], ...places, 2, COUNT);
  bench.readMatrix(out, COUNT, 24).forEach((sums, n) =>
    sums.forEach((sum, c) => {
      const exact = images[n].flat().reduce((total, pixel) => total + (pixel[c] ?? 0), 0);
      expect(Math.abs(sum - exact)).toBeLessThan(1e-5);
    }),
  );
});
