/**
 * The lists of kernels/convolve-lists.ts, entry by entry, of images that are set apart and bordered on the way. That lists
 * give a convolution's and its gradient's bits in every size is in convolve.test.ts.
 */
import { describe, expect, test } from "vitest";
import { convolve } from "../../kernels/reference/convolve.ts";
import { makeImage } from "../../kernels/reference/images.ts";
import type { Entry } from "../../kernels/reference/sparse-lists.ts";
import { blankImages, pixelFloats, placeImages, readImages } from "./images.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

const CASES = [
  { name: "as it is", channels: 8, top: 0, left: 0, stepY: 1, stepX: 1, below: 0, right: 0 },
  { name: "bordered", channels: 12, top: 2, left: 1, stepY: 1, stepX: 1, below: 1, right: 2 },
  { name: "set apart", channels: 5, top: 0, left: 0, stepY: 2, stepX: 3, below: 0, right: 1 },
  { name: "set apart and bordered", channels: 8, top: 1, left: 2, stepY: 3, stepX: 2, below: 2, right: 0 },
] as const;
const [HEIGHT, WIDTH] = [4, 3];
/** Bytes of the input from one of the kernel's places to the next. */
const INPUT_STEPS = [1000, 40] as const;

describe.each(CASES)("an image of $channels channels $name", (facts) => {
  const { channels, top, left, stepY, stepX } = facts;
  const outHeight = top + (HEIGHT - 1) * stepY + 1 + facts.below;
  const outWidth = left + (WIDTH - 1) * stepX + 1 + facts.right;
  const values = randomMatrix(1, HEIGHT * WIDTH, channels, 0.5);
  const image = makeImage(HEIGHT, WIDTH, channels, (y, x, c) => values[y * WIDTH + x][c]);
  const spread = makeImage(outHeight, outWidth, channels, (y, x, c) => {
    return image[(y - top) / stepY]?.[(x - left) / stepX]?.[c] ?? 0;
  });

  function list(bench: Workbench): { entries: number; starts: number } {
    const entries = bench.room((outHeight * outWidth * channels + 4) * 8);
    const starts = bench.room((outHeight * outWidth + 1) * 4);
    const source = [placeImages(bench, [image]), pixelFloats(channels), channels, HEIGHT, WIDTH];
    const place = [top, left, stepY, stepX, outHeight, outWidth];
    bench.run("listPixels", [entries, starts], entries, starts, ...source, ...place);
    return { entries, starts };
  }

  test("listPixels lists what is not zero, pixel by pixel", () => {
    const bench = new Workbench();
    const { entries, starts } = list(bench);
    const expected = spread.flatMap((row) => row.map((pixel, x) => nonZero(pixel, (c) => x * channels + c)));
    expect(readLists(bench, entries, starts, outHeight * outWidth)).toEqual(expected);
  });

  test("listByChannel lists each channel's values with the byte of their first input", () => {
    const bench = new Workbench();
    const { entries, starts } = list(bench);
    const channelEntries = bench.room(HEIGHT * WIDTH * channels * 8);
    const channelStarts = bench.room((channels + 1) * 4);
    const outputs = [channelEntries, channelStarts];
    const place = [HEIGHT, WIDTH, outWidth, top, left, stepY, stepX];
    bench.run("listByChannel", outputs, ...outputs, entries, starts, channels, ...place, ...INPUT_STEPS);
    const expected = Array.from({ length: channels }, (_, c) =>
      nonZero(
        image.flat().map((pixel) => pixel[c]),
        (p) => Math.floor(p / WIDTH) * INPUT_STEPS[0] + (p % WIDTH) * INPUT_STEPS[1],
      ),
    );
    expect(readLists(bench, channelEntries, channelStarts, channels)).toEqual(expected);
  });

  test("convolveLists without a bias is the convolution of the larger image", () => {
    const bench = new Workbench();
    const { entries, starts } = list(bench);
    const filters = 8;
    const rows = randomMatrix(2, 4 * channels, filters);
    const shape = [outHeight - 1, outWidth - 1, filters];
    const out = blankImages(bench, 1, shape);
    const places = [out, filters, entries, starts, channels, outWidth, bench.matrix(rows), 32, 64, 0, 0];
    bench.run("convolveLists", [out], ...places, 2, 2, 1, 1, ...shape);
    const kernel = [0, 1].map((ky) =>
      [0, 1].map((kx) => rows.slice((ky * 2 + kx) * channels, (ky * 2 + kx + 1) * channels)),
    );
    const expected = convolve(spread, kernel, new Array<number>(filters).fill(0), { strideY: 1, strideX: 1 });
    expectSameBits(readImages(bench, out, 1, shape).flat(3), expected.flat(2));
  });
});

/** Entries of the numbers that are not zero; negative zero is. */
function nonZero(values: readonly number[], indexOf: (i: number) => number): Entry[] {
  return values.map((value, i) => ({ index: indexOf(i), value })).filter(({ value }) => value !== 0);
}

/** Lists of which each begins where the one before ends. */
function readLists(bench: Workbench, entries: number, starts: number, count: number): Entry[][] {
  const bytes = bench.readIntegers(starts, count + 1);
  return Array.from({ length: count }, (_, n) => {
    const words = (bytes[n + 1] - bytes[n]) / 4;
    const indices = bench.readIntegers(entries + bytes[n], words);
    const values = bench.readFloats(entries + bytes[n], words);
    return Array.from({ length: words / 2 }, (_, i) => ({ index: indices[2 * i], value: values[2 * i + 1] }));
  });
}
