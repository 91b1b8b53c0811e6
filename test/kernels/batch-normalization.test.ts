import { describe, test } from "vitest";
import {
  batchMoments,
  channelMoments,
  channelProducts,
  exactColumnSums,
  foldNormalisation,
  gammaGradient,
  moveMoments,
  normalisationSlopes,
  normaliseBackward,
  scaleChannels,
} from "../../kernels/reference/batch-normalization.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import {
  blankImages,
  exampleFloats,
  numbersOf,
  pixelFloats,
  placeImages,
  randomImages,
  readImages,
} from "./images.ts";
import { expectSameBits, expectWithin, randomMatrix, Workbench } from "./workbench.ts";

const ROWS = 5;
const EPSILON = 1e-3;
const CUTS = [
  [[0, ROWS]],
  [
    [0, 4],
    [4, ROWS],
  ],
];
const SHAPES = [
  [1, 1, 8],
  [1, 1, 20],
  [4, 4, 3],
  [5, 7, 24],
  [9, 9, 64],
];

/** Rows of one number a channel, padded with zeros to a multiple of 8. */
const placeRows = (bench: Workbench, rows: Matrix): number => placeImages(bench, [[rows]]);
/** Room for such rows, the padding included. */
const blankRows = (bench: Workbench, rows: number, channels: number): number =>
  blankImages(bench, 1, [1, rows, channels]);
const readRows = (bench: Workbench, address: number, rows: number, channels: number): Matrix =>
  readImages(bench, address, 1, [1, rows, channels])[0][0];

describe.each(SHAPES)("examples of %d by %d pixels of %d channels", (...shape) => {
  const [height, width, channels] = shape;
  const pixels = height * width;
  const columns = pixelFloats(channels);
  const stride = exampleFloats(height, width, channels);
  // Off centre, as values are behind a ReLU.
  const images = randomImages(1, ROWS, shape).map((image) =>
    image.map((row) => row.map((pixel) => pixel.map((x) => Math.fround(x + 3)))),
  );
  const delta = randomImages(2, ROWS, shape);
  const examples = images.map((image) => image.flat());
  const own = examples.map(channelMoments);
  const [means, squares] = [own.map(({ mean }) => mean), own.map(({ squares: sum }) => sum)];
  const moments = batchMoments(means, squares, pixels);
  const { mean, variance } = moments;
  const [gamma, beta] = randomMatrix(3, 2, channels);
  const sums = examples.map((example, n) => channelProducts(delta[n].flat(), example, mean));
  const rounded = exactColumnSums(sums.map((pair) => pair.flat()));
  const batchSums: [number[], number[]] = [rounded.slice(0, channels), rounded.slice(channels)];
  const slopes = normalisationSlopes(batchSums, gamma, variance, EPSILON, ROWS * pixels);

  test("each example's moments have their reference's bits", () => {
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const rooms = [blankRows(bench, ROWS, channels), blankRows(bench, ROWS, channels)];
      const input = placeImages(bench, images);
      for (const [from, to] of cuts)
        bench.run("channelMoments", rooms, ...rooms, input, columns, pixels, stride, from, to);
      const [readMeans, readSquares] = rooms.map((room) => readRows(bench, room, ROWS, channels));
      expectSameBits(readMeans.flat(), means.flat());
      expectSameBits(readSquares.flat(), squares.flat());
    }
  });

  test("the batch's moments have their reference's bits, and are those of all pixels", () => {
    const bench = new Workbench();
    const out = blankRows(bench, 2, channels);
    const places = [placeRows(bench, means), placeRows(bench, squares)];
    bench.run("batchMoments", [out], out, ...places, columns, ROWS, pixels);
    expectSameBits(readRows(bench, out, 2, channels).flat(), [...mean, ...variance]);
    const all = examples.flat();
    const average = mean.map((_, c) => all.reduce((sum, pixel) => sum + pixel[c], 0) / all.length);
    expectWithin(mean, average, { relative: 2e-7 });
    const spread = average.map(
      (centre, c) => all.reduce((sum, pixel) => sum + (pixel[c] - centre) ** 2, 0) / all.length,
    );
    expectWithin(variance, spread, { relative: 1e-6 });
  });

  test("examples of one pixel need no squares", () => {
    const bench = new Workbench();
    const out = blankRows(bench, 2, channels);
    const expected = batchMoments(means, undefined, 1);
    bench.run("batchMoments", [out], out, placeRows(bench, means), 0, columns, ROWS, 1);
    expectSameBits(readRows(bench, out, 2, channels).flat(), [...expected.mean, ...expected.variance]);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("the multiply-add has its reference's bits, with gamma: %s, with beta: %s", (scaled, centred) => {
    const bench = new Workbench();
    const [transform, out] = [blankRows(bench, 2, channels), blankImages(bench, ROWS, shape)];
    const weights = [scaled ? placeRows(bench, [gamma]) : 0, centred ? placeRows(bench, [beta]) : 0];
    const places = [...weights, placeRows(bench, [mean]), placeRows(bench, [variance])];
    bench.run("foldNormalisation", [transform], transform, ...places, EPSILON, columns);
    const expected = foldNormalisation(
      scaled ? gamma : undefined,
      centred ? beta : undefined,
      moments,
      EPSILON,
    );
    const [scale, offset] = [
      bench.readFloats(transform, channels),
      bench.readFloats(transform + columns * 4, channels),
    ];
    expectSameBits([...scale, ...offset], [...expected.scale, ...expected.offset]);
    const input = placeImages(bench, images);
    for (const [from, to] of CUTS[1])
      bench.run("scaleChannels", [out], out, input, transform, columns, pixels, stride, from, to);
    const normalised = examples.flatMap((example) => scaleChannels(example, scale, offset));
    expectSameBits(numbersOf(readImages(bench, out, ROWS, shape)), normalised.flat());
  });

  test("the moving moments have their reference's bits", () => {
    const bench = new Workbench();
    const moving = placeRows(bench, [beta]);
    bench.run("moveMoments", [moving], moving, placeRows(bench, [mean]), 0.99, 1 - 0.99, columns);
    expectSameBits(readRows(bench, moving, 1, channels)[0], moveMoments(beta, mean, 0.99));
  });

  test("the sums of the way back have their reference's bits", () => {
    for (const cuts of CUTS) {
      const bench = new Workbench();
      const [out, total] = [blankRows(bench, 2 * ROWS, channels), blankRows(bench, 2, channels)];
      const places = [placeImages(bench, delta), placeImages(bench, images), placeRows(bench, [mean])];
      for (const [from, to] of cuts)
        bench.run("channelProducts", [out], out, ...places, columns, pixels, stride, from, to);
      expectSameBits(readRows(bench, out, 2 * ROWS, channels).flat(), sums.flat(2));
      bench.run("exactColumnSums", [total], total, out, 2 * columns, ROWS);
      expectSameBits(readRows(bench, total, 2, channels).flat(), rounded);
    }
  });

  test.each([true, false])("the way back has its reference's bits, with gamma: %s", (scaled) => {
    const bench = new Workbench();
    const expected = scaled
      ? slopes
      : normalisationSlopes(batchSums, undefined, variance, EPSILON, ROWS * pixels);
    const [factors, dInput] = [blankRows(bench, 3, channels), blankImages(bench, ROWS, shape)];
    const places = [
      placeRows(bench, batchSums),
      scaled ? placeRows(bench, [gamma]) : 0,
      placeRows(bench, [variance]),
    ];
    bench.run("normalisationSlopes", [factors], factors, ...places, EPSILON, ROWS * pixels, columns);
    const read = [0, 1, 2].map((k) => bench.readFloats(factors + k * columns * 4, channels));
    expectSameBits(read.flat(), expected.flat());
    const flows = [placeImages(bench, delta), placeImages(bench, images)];
    for (const [from, to] of CUTS[1]) {
      bench.run(
        "normaliseBackward",
        [dInput],
        dInput,
        ...flows,
        placeRows(bench, [mean]),
        factors,
        columns,
        pixels,
        stride,
        from,
        to,
      );
    }
    const back = examples.flatMap((example, n) =>
      normaliseBackward(delta[n].flat(), example, mean, expected),
    );
    expectSameBits(numbersOf(readImages(bench, dInput, ROWS, shape)), back.flat());
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
  ])("the gradients have their reference's bits, with gamma: %s, with beta: %s", (scaled, centred) => {
    const bench = new Workbench();
    const [dGamma, dBeta] = [blankRows(bench, 1, channels), blankRows(bench, 1, channels)];
    const outputs = [scaled ? dGamma : 0, centred ? dBeta : 0];
    const places = [placeRows(bench, batchSums), placeRows(bench, [variance])];
    bench.run("normalisationGradients", outputs.filter(Boolean), ...outputs, ...places, EPSILON, columns);
    const read = (address: number) => readRows(bench, address, 1, channels)[0];
    const gammas = gammaGradient(batchSums[1], variance, EPSILON);
    expectSameBits(
      [...(scaled ? read(dGamma) : []), ...(centred ? read(dBeta) : [])],
      [...(scaled ? gammas : []), ...(centred ? batchSums[0] : [])],
    );
  });
});
