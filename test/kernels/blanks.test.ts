import { describe, expect, test } from "vitest";
import { blankWindows } from "../../kernels/reference/convolve.ts";
import { Random } from "../../src/base/random.ts";
import { planWindow } from "../../src/nn/engine/window.ts";
import { Workbench } from "./workbench.ts";

test("markBlankPixels marks pixels whose channels are all zero", () => {
  const bench = new Workbench();
  const pixels = [
    [0, 0],
    [1, 0],
    [0, -1],
    [-0, 0],
  ];
  const [images, blanks] = [bench.matrix([pixels.flat(), pixels.toReversed().flat()]), bench.room(8)];
  bench.run("markBlankPixels", [blanks], blanks, images, 2, 8, 4, 0, 1);
  bench.run("markBlankPixels", [blanks], blanks, images, 2, 8, 4, 1, 2);
  expect(bench.readBytes(blanks, 8)).toEqual([1, 0, 0, 1, 1, 0, 0, 1]);
});

describe.each([
  { shape: [9, 8], size: [3, 3], strides: [1, 1], padding: "valid" },
  { shape: [9, 8], size: [3, 2], strides: [2, 1], padding: "same" },
  { shape: [7, 7], size: [5, 5], strides: [1, 2], padding: "same" },
  { shape: [6, 6], size: [2, 2], strides: [2, 2], padding: "valid" },
] as const)("windows of $size by $strides, $padding", ({ shape, size, strides, padding }) => {
  test.each([false, true])("are blank where all their pixels are, the padding too: %s", (paddingToo) => {
    const random = new Random(3);
    const [height, width] = shape;
    const images = [0, 1, 2].map(() =>
      Array.from({ length: height }, () => Array.from({ length: width }, () => random.nextFloat() < 0.95)),
    );
    const window = planWindow("Test", [...shape, 1], { size, strides, padding });
    const { kernelHeight, kernelWidth, strideY, strideX, top, left, outHeight, outWidth } = window;
    const bench = new Workbench();
    const source = bench.bytes(images.flat(2).map(Number));
    const blanks = bench.room(3 * outHeight * outWidth);
    const places = [blanks, source, height, width, kernelHeight, kernelWidth, strideY, strideX, top, left];
    bench.run("markBlankWindows", [blanks], ...places, outHeight, outWidth, Number(paddingToo), 0, 1);
    bench.run("markBlankWindows", [blanks], ...places, outHeight, outWidth, Number(paddingToo), 1, 3);
    const facts = { size: [...size] as [number, number], steps: { strideY, strideX }, top, left };
    const expected = images.map((image) =>
      blankWindows(image, { ...facts, out: [outHeight, outWidth] }, paddingToo),
    );
    expect(bench.readBytes(blanks, 3 * outHeight * outWidth)).toEqual(expected.flat(2).map(Number));
    expect(expected.flat(2)).toContain(true);
    expect(expected.flat(2)).toContain(false);
  });
});
