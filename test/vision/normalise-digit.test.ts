import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { createGrayImage, resizeArea } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { normaliseDigit } from "../../src/vision/index.ts";
import { describeWithMnist, mnistFolder } from "../mnist.ts";

/** Paper of one level with a filled rectangle of ink on it. */
function rectangle(
  size: { width: number; height: number },
  box: { x: number; y: number; width: number; height: number },
  levels = { paper: 255, ink: 0 },
): GrayImage {
  const image = createGrayImage(size.width, size.height);
  image.data.fill(levels.paper);
  for (let y = box.y; y < box.y + box.height; y++) {
    image.data.fill(levels.ink, y * size.width + box.x, y * size.width + box.x + box.width);
  }
  return image;
}

function inverted(image: GrayImage): GrayImage {
  return { ...image, data: image.data.map((level) => 255 - level) };
}

/** Coordinates of the pixels brighter than `level`. */
function extent(image: GrayImage, level = 0) {
  const lit = [...image.data.keys()].filter((i) => image.data[i] > level);
  const xs = lit.map((i) => i % image.width);
  const ys = lit.map((i) => Math.floor(i / image.width));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function centreOfMass({ width, data }: GrayImage): { x: number; y: number } {
  const mass = data.reduce((sum, level) => sum + level, 0);
  const weigh = (coordinate: (i: number) => number): number =>
    data.reduce((sum, level, i) => sum + level * coordinate(i), 0) / mass;
  return { x: weigh((i) => i % width), y: weigh((i) => Math.floor(i / width)) };
}

function meanDifference(a: GrayImage, b: GrayImage): number {
  return a.data.reduce((sum, level, i) => sum + Math.abs(level - b.data[i]), 0) / a.data.length;
}

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

describe("normaliseDigit on drawn rectangles", () => {
  test("scales the longer side to 20 pixels and keeps the aspect ratio", () => {
    const { image, box, blank } = normaliseDigit(
      rectangle({ width: 200, height: 150 }, { x: 30, y: 20, width: 50, height: 100 }),
    );
    expect(blank).toBe(false);
    expect(box).toEqual({ x: 30, y: 20, width: 50, height: 100 });
    // 50 × 100 becomes 10 × 20, and its centre of mass goes to (13.5, 13.5), as in MNIST.
    expect(extent(image)).toEqual({ left: 9, right: 18, top: 4, bottom: 23 });
    expect([...new Set(image.data)].sort((a, b) => a - b)).toEqual([0, 255]);
  });

  test("enlarges ink that is smaller than 20 pixels", () => {
    const { image } = normaliseDigit(
      rectangle({ width: 12, height: 12 }, { x: 5, y: 4, width: 2, height: 5 }),
    );
    expect(extent(image)).toEqual({ left: 10, right: 17, top: 4, bottom: 23 });
  });

  test("widens a hairline to the width of MNIST's strokes and says so", () => {
    const { image, thickened } = normaliseDigit(
      rectangle({ width: 300, height: 300 }, { x: 90, y: 9, width: 2, height: 280 }),
    );
    const { left, right, top, bottom } = extent(image, 40);
    expect(thickened).toBe(true);
    expect([top, bottom]).toEqual([4, 23]);
    expect(right - left + 1).toBeGreaterThanOrEqual(2);
    expect(right - left + 1).toBeLessThanOrEqual(3);
    expect(Math.max(...image.data)).toBe(255);
  });

  test("leaves a stroke of MNIST's width as it is", () => {
    const { thickened } = normaliseDigit(
      rectangle({ width: 300, height: 300 }, { x: 90, y: 10, width: 28, height: 280 }),
    );
    expect(thickened).toBe(false);
  });

  test("gives faint ink on grey paper the whole range", () => {
    const size = { width: 60, height: 60 };
    const box = { x: 20, y: 10, width: 20, height: 40 };
    const faint = normaliseDigit(rectangle(size, box, { paper: 190, ink: 170 }));
    expect(faint.image).toEqual(normaliseDigit(rectangle(size, box)).image);
  });

  test("decides the polarity and says so", () => {
    const size = { width: 40, height: 40 };
    const box = { x: 15, y: 10, width: 9, height: 20 };
    const dark = normaliseDigit(rectangle(size, box));
    const light = normaliseDigit(rectangle(size, box, { paper: 20, ink: 240 }));
    expect([dark.polarity, dark.polarityUncertain]).toEqual(["dark-on-light", false]);
    expect([light.polarity, light.polarityUncertain]).toEqual(["light-on-dark", false]);
    expect(light.image).toEqual(dark.image);
  });

  test("says that the polarity is uncertain where ink and paper share picture and border alike", () => {
    const half = rectangle({ width: 20, height: 20 }, { x: 0, y: 0, width: 10, height: 20 });
    expect(normaliseDigit(half).polarityUncertain).toBe(true);
  });

  test("drops a speck and keeps a detached part of a digit", () => {
    const image = rectangle({ width: 100, height: 100 }, { x: 40, y: 30, width: 10, height: 40 });
    const speck = rectangle({ width: 100, height: 100 }, { x: 5, y: 5, width: 2, height: 2 });
    const bar = rectangle({ width: 100, height: 100 }, { x: 60, y: 30, width: 20, height: 5 });
    const data = image.data.map((level, i) => Math.min(level, speck.data[i], bar.data[i]));
    expect(normaliseDigit({ ...image, data }).box).toEqual({ x: 40, y: 30, width: 40, height: 40 });
  });

  test("finds the ink through the noise of the paper", () => {
    const random = new Random(3);
    const image = rectangle(
      { width: 90, height: 90 },
      { x: 30, y: 20, width: 20, height: 50 },
      { paper: 200, ink: 80 },
    );
    // A sum of three uniforms has a standard deviation of 8 here.
    const noise = (): number => (random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5) * 16;
    const data = image.data.map((level) => Math.round(level + noise()));
    expect(normaliseDigit({ ...image, data }).box).toEqual({ x: 30, y: 20, width: 20, height: 50 });
  });

  test("cuts no ink off where the centre of mass lies far to one side", () => {
    const image = rectangle({ width: 100, height: 100 }, { x: 10, y: 10, width: 8, height: 80 });
    const tail = rectangle({ width: 100, height: 100 }, { x: 10, y: 88, width: 80, height: 1 });
    const data = image.data.map((level, i) => Math.min(level, tail.data[i]));
    const { left, right } = extent(normaliseDigit({ ...image, data }).image);
    expect(right - left).toBe(19);
  });

  test("works at a reduced size on a huge image and answers in its pixels", () => {
    const box = { x: 1000, y: 500, width: 1000, height: 2000 };
    const result = normaliseDigit(rectangle({ width: 4096, height: 4096 }, box));
    expect(result.box).toEqual(box);
    expect(extent(result.image)).toEqual({ left: 9, right: 18, top: 4, bottom: 23 });
  });
});

/** A picture with the darker of both levels at every pixel. */
function overlaid(a: GrayImage, b: GrayImage): GrayImage {
  return { ...a, data: a.data.map((level, i) => Math.min(level, b.data[i])) };
}

describe("normaliseDigit under uneven light and among other ink", () => {
  const size = { width: 120, height: 100 };
  const box = { x: 45, y: 20, width: 15, height: 60 };
  const clean = rectangle(size, box, { paper: 240, ink: 60 });
  const reference = normaliseDigit(clean);

  test.each([
    ["a gradient", (x: number, y: number) => 1 - (0.5 * x) / 120 - (0.1 * y) / 100],
    ["a soft shadow", (x: number, y: number) => 1 - 0.5 * Math.min(1, Math.max(0, (x + y - 60) / 40))],
    ["a hard shadow", (x: number, y: number) => (x + y < 110 ? 1 : 0.5)],
  ])("undoes %s, on dark ink and on light", (_, light) => {
    const data = clean.data.map((level, i) => Math.round(level * light(i % 120, Math.floor(i / 120))));
    const dark = normaliseDigit({ ...size, data });
    expect([dark.polarity, dark.polarityUncertain]).toEqual(["dark-on-light", false]);
    expect(meanDifference(dark.image, reference.image)).toBeLessThan(6);
    const bright = normaliseDigit(inverted({ ...size, data }));
    expect([bright.polarity, bright.image]).toEqual(["light-on-dark", dark.image]);
  });

  test.each([
    ["a ruled line below", rectangle(size, { x: 0, y: 92, width: 120, height: 2 }, { paper: 240, ink: 60 })],
    ["a box's edge", rectangle(size, { x: 1, y: 0, width: 3, height: 100 }, { paper: 240, ink: 60 })],
    [
      "a neighbour's stroke",
      rectangle(size, { x: 0, y: 30, width: 12, height: 40 }, { paper: 240, ink: 60 }),
    ],
  ])("drops %s", (_, other) => {
    const result = normaliseDigit(overlaid(clean, other));
    expect(result.box).toEqual(box);
    expect([result.dropped, result.touchesBorder]).toEqual([1, false]);
    expect(result.image).toEqual(reference.image);
  });

  test("keeps a digit that touches the border and says so", () => {
    const touching = { x: 45, y: 0, width: 15, height: 60 };
    const result = normaliseDigit(rectangle(size, touching));
    expect(result.box).toEqual(touching);
    expect([result.dropped, result.touchesBorder]).toEqual([0, true]);
    expect([reference.dropped, reference.touchesBorder]).toEqual([0, false]);
  });

  test("shows its steps if asked, and gives the same digit", () => {
    const { steps, ...rest } = normaliseDigit(clean, { steps: true });
    expect(rest).toEqual(reference);
    expect(steps?.map(({ name }) => name)).toEqual([
      "picture",
      "paper",
      "even light",
      "contrast",
      "ink",
      "strokes",
      "box",
      "digit",
    ]);
    expect(steps?.at(-1)?.image).toEqual(rest.image);
    expect(new Set(steps?.[1].image.data)).toEqual(new Set([240]));
    expect(steps?.[4].image).toMatchObject({ width: 15, height: 60 });
  });

  test("shows the steps of a blank picture up to its contrast", () => {
    const { blank, steps } = normaliseDigit(createGrayImage(30, 20), { steps: true });
    expect(blank).toBe(true);
    expect(steps?.map(({ name }) => name)).toEqual(["picture", "paper", "even light", "contrast"]);
  });
});

describe("normaliseDigit where there is no digit", () => {
  const flat = (width: number, height: number, level: number): GrayImage =>
    createGrayImage(width, height, new Uint8Array(width * height).fill(level));

  test.each([
    ["all white", flat(50, 40, 255)],
    ["all black", flat(50, 40, 0)],
    ["one grey", flat(28, 28, 128)],
    ["a single pixel", flat(1, 1, 200)],
    [
      "a contrast of five levels",
      rectangle({ width: 40, height: 40 }, { x: 9, y: 9, width: 9, height: 9 }, { paper: 250, ink: 245 }),
    ],
  ])("says that %s is blank", (_, image) => {
    const result = normaliseDigit(image);
    expect(result.blank).toBe(true);
    expect(result.polarityUncertain).toBe(true);
    expect(result.box).toEqual({ x: 0, y: 0, width: 0, height: 0 });
    expect(result.image).toEqual(createGrayImage(28, 28));
  });

  test("says that noise alone is blank", () => {
    const random = new Random(5);
    const data = Uint8Array.from({ length: 64 * 64 }, () => random.nextBelow(256));
    expect(normaliseDigit(createGrayImage(64, 64, data)).blank).toBe(true);
  });

  test("refuses pixels that do not fill the image", () => {
    expect(() => normaliseDigit({ width: 3, height: 3, data: new Uint8Array(8) })).toThrow(RangeError);
  });
});

describeWithMnist("normaliseDigit on MNIST's test digits", () => {
  let digits: GrayImage[];
  // Vitest runs a skipped suite's body too: without MNIST nothing may be read there.
  beforeAll(() => {
    const path = join(mnistFolder()!, "mnist", "t10k-images-idx3-ubyte.gz");
    const pixels = new Uint8Array(gunzipSync(readFileSync(path)).subarray(16));
    digits = Array.from({ length: 500 }, (_, n) =>
      createGrayImage(28, 28, pixels.slice(n * 784, (n + 1) * 784)),
    );
  });

  test("leaves them nearly as they are", () => {
    const differences = digits.map((digit) => meanDifference(normaliseDigit(digit).image, digit));
    // In grey levels of 255. A digit whose rounded centre falls on the other side of a half moves by a pixel.
    expect(median(differences)).toBeLessThan(2);
    expect(differences.filter((difference) => difference > 10).length).toBeLessThan(25);
  });

  test("gives the same for the inverted digit", () => {
    for (const digit of digits) {
      const upright = normaliseDigit(digit);
      const opposite = normaliseDigit(inverted(digit));
      expect(opposite.image).toEqual(upright.image);
      expect([upright.polarity, opposite.polarity]).toEqual(["light-on-dark", "dark-on-light"]);
      expect(upright.polarityUncertain || opposite.polarityUncertain).toBe(false);
    }
  });

  test("gives nearly the same for a digit four times as large anywhere on a large canvas", () => {
    const differences = digits.map((digit) => {
      const large = resizeArea(digit, 112, 112);
      const canvas = createGrayImage(400, 300);
      for (let y = 0; y < 112; y++)
        canvas.data.set(large.data.subarray(y * 112, (y + 1) * 112), (y + 60) * 400 + 200);
      return meanDifference(normaliseDigit(canvas).image, digit);
    });
    // Enlarging blurs, and the blur stays: the mean difference of two different digits is about 40.
    expect(median(differences)).toBeLessThan(10);
  });

  test("puts every centre of mass where MNIST has it: at (14, 14) within half a pixel", () => {
    for (const digit of digits) {
      const { x, y } = centreOfMass(normaliseDigit(digit).image);
      expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
    }
  });

  test("fills a box of twenty pixels on the longer side", () => {
    for (const digit of digits) {
      const { left, right, top, bottom } = extent(normaliseDigit(digit).image);
      expect(Math.max(right - left, bottom - top) + 1).toBe(20);
    }
  });
});
