import { describe, expect, test } from "vitest";
import { describeDataSet } from "../../src/data/index.ts";
import { drawInk, inkBatches } from "../../src/ink/index.ts";
import { toyModel } from "./toy-model.ts";

/** log(p / (1 - p)): the bias of a pixel that is to be p. */
const logit = (p: number): number => Math.log(p / (1 - p));

/** The pixel in column 14 and row 14, where a centre of mass belongs. */
const MIDDLE = 14 * 28 + 14;
/** Bias of a pixel that is paper. */
const PAPER = -100;

/** The middle pixel is code number 0, squeezed through a sigmoid; all others are paper. */
const speaking = toyModel({
  mean: (digit, component, k) => (k === 0 ? component : digit / 3),
  deviation: 0.5,
  weight: (k, pixel) => (k === 0 && pixel === MIDDLE ? 1 : 0),
  bias: (pixel) => (pixel === MIDDLE ? 0 : PAPER),
  share: (component) => [0.25, 0.75][component],
});

describe("drawInk", () => {
  test("makes what the decoder makes of a mean, where nothing deviates", () => {
    const model = toyModel({
      mean: (digit, _, k) => (k === 0 ? digit : 0),
      weight: (k) => (k === 0 ? 0.3 : 0),
      bias: (pixel) => (pixel === MIDDLE ? -1 : PAPER),
    });
    const { images, labels } = drawInk(model, { count: 50, seed: 4 });
    labels.forEach((digit, n) => {
      const expected = Math.round(255 / (1 + Math.exp(1 - 0.3 * digit)));
      expect(images.data[n * 784 + MIDDLE]).toBe(expected);
      expect(images.data[n * 784]).toBe(0);
    });
  });

  test("gives images (N, 28, 28) with labels of all ten digits, about equally often", () => {
    const set = drawInk(speaking, { count: 20_000 });
    expect(set.images.shape).toEqual([20_000, 28, 28]);
    expect(set.images.scale).toBe(1 / 255);
    // Five standard deviations of a count of 2,000.
    for (const count of describeDataSet(set).classCounts) expect(Math.abs(count - 2000)).toBeLessThan(213);
  });

  test("picks components by their shares, and deviates as their factors and the spread say", () => {
    const count = 40_000;
    for (const spread of [1, 1.5]) {
      const { images } = drawInk({ ...speaking, spread }, { count, seed: 9 });
      const codes = Float64Array.from({ length: count }, (_, n) =>
        logit((images.data[n * 784 + MIDDLE] + 0.01) / 255.02),
      );
      const mean = codes.reduce((sum, code) => sum + code, 0) / count;
      const variance = codes.reduce((sum, code) => sum + (code - mean) ** 2, 0) / count;
      // A quarter at 0 and three quarters at 1, each with a deviation of 0.5 spread.
      expect(mean).toBeCloseTo(0.75, 1);
      expect(variance).toBeCloseTo(0.25 * 0.75 + (0.5 * spread) ** 2, 1);
    }
  });

  test("turns pixels under the threshold into paper", () => {
    const bias = (pixel: number): number => logit(pixel === MIDDLE ? 0.07 : 0.05);
    const { data } = drawInk(toyModel({ bias, threshold: 0.06 }), { count: 1 }).images;
    expect([data[MIDDLE], data[MIDDLE + 1]]).toEqual([Math.round(0.07 * 255), 0]);
  });

  test.each([
    { ink: [[3, 5]], centred: [[14, 14]] },
    { ink: [[27, 0]], centred: [[14, 14]] },
    // The mass lies in the middle between them, which rounds up.
    {
      ink: [
        [3, 6],
        [3, 9],
      ],
      centred: [
        [14, 13],
        [14, 16],
      ],
    },
    // What is moved over the edge is lost.
    {
      ink: [
        [0, 0],
        [20, 27],
      ],
      centred: [[4, 1]],
    },
  ])("moves the centre of mass of $ink to the middle", ({ ink, centred }) => {
    const inked = new Set(ink.map(([y, x]) => y * 28 + x));
    const model = toyModel({ bias: (pixel) => (inked.has(pixel) ? 5 : PAPER) });
    const { data } = drawInk(model, { count: 1 }).images;
    const found = [...data.keys()].filter((pixel) => data[pixel] > 0);
    expect(found.map((pixel) => [Math.floor(pixel / 28), pixel % 28])).toEqual(centred);
  });

  test("draws the same images for the same seed, and others for another", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => drawInk(speaking, { count: 300, seed }));
    expect(a).toEqual(b);
    expect(a.images.data).not.toEqual(c.images.data);
  });

  test("draws the same first images however many follow, and however they are cut into batches", () => {
    const whole = drawInk(speaking, { count: 1234, seed: 5 });
    const few = drawInk(speaking, { count: 7, seed: 5 });
    expect(few.images.data).toEqual(whole.images.data.subarray(0, 7 * 784));
    const batches = [...inkBatches(speaking, { count: 1234, seed: 5, batchSize: 100 })];
    expect(batches.map(({ labels }) => labels.length)).toEqual([...Array<number>(12).fill(100), 34]);
    expect(Uint8Array.from(batches.flatMap(({ labels }) => [...labels]))).toEqual(whole.labels);
    expect(batches[12].images.data).toEqual(whole.images.data.subarray(1200 * 784));
  });

  test.each([
    [{ count: 0 }, /count.*at least 1/],
    [{ count: 1.5 }, /count/],
    [{ count: 10_000_000 }, /at most 2000000, received 10000000.*inkBatches/],
    [{ seed: -1 }, /seed/],
    [{ seed: 2 ** 53 }, /seed/],
    [{ seed: Number.NaN }, /seed/],
  ])("refuses %o", (options, message) => {
    expect(() => drawInk(speaking, options)).toThrow(message);
    expect(() => drawInk(speaking, options)).toThrow(RangeError);
  });

  test("takes the largest seed that a number can say exactly", () => {
    const { labels } = drawInk(speaking, { count: 20, seed: Number.MAX_SAFE_INTEGER });
    expect(labels).not.toEqual(drawInk(speaking, { count: 20, seed: 1 }).labels);
  });

  test("begins ten million images at once, in batches", () => {
    const batches = inkBatches(speaking, { count: 10_000_000, batchSize: 10 });
    const { value } = batches.next();
    expect(value?.labels).toHaveLength(10);
    batches.return();
  });
});
