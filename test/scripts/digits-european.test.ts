import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { Random } from "../../src/base/random.ts";
import { loadInk } from "../../src/node/index.ts";

/** The modules are plain JavaScript: this is what they are taken to be. */
interface Images {
  data: Uint8Array;
}
interface EuropeanModule {
  drawEuropean: (
    images: Images,
    labels: ArrayLike<number>,
    options: { share: number; seed: number },
  ) => { data: Uint8Array; labels: Uint8Array };
}
interface AdditionsModule {
  drawFlag: (image: GrayImage, random: Random) => GrayImage | undefined;
  drawBar: (image: GrayImage, random: Random) => GrayImage | undefined;
  drawHook: (image: GrayImage, random: Random) => GrayImage | undefined;
}
type Point = [number, number];
interface StrokeModule {
  drawStrokes: (picture: GrayImage, strokes: Point[][], pen: { width: number; level?: number }) => void;
}
interface FieldModule {
  imageAt: (images: Images, n: number) => GrayImage;
  momentsOf: (picture: GrayImage) => Record<"mass" | "centreX" | "centreY", number>;
}

const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ new URL(`../../scripts/digits/${name}.mjs`, import.meta.url).href)) as T;
const { drawEuropean } = await load<EuropeanModule>("european-hands");
const { drawFlag, drawBar, drawHook } = await load<AdditionsModule>("flags-and-bars");
const { measurePen } = await load<{
  measurePen: (image: GrayImage) => { width: number; level: number };
}>("measure-pen");
const { drawStrokes } = await load<StrokeModule>("stroke");
const { imageAt, momentsOf } = await load<FieldModule>("field");

function drawn(strokes: Point[][], width = 2.5, level = 230): GrayImage {
  const picture = createGrayImage(28, 28);
  drawStrokes(picture, strokes, { width, level });
  return picture;
}

const ONE = drawn([
  [
    [14.5, 5.5],
    [13.5, 22.5],
  ],
]);
const SEVEN = drawn([
  [
    [8, 6],
    [19, 6],
    [14, 23],
  ],
]);

/** Columns of the ink in some rows of an image of 28 × 28. */
function columnsIn({ data }: GrayImage, from: number, to: number): number[] {
  const columns = Array.from({ length: 28 }, (_, x) => x);
  return columns.filter((x) => {
    for (let y = from; y < to; y++) if (data[y * 28 + x] >= 128) return true;
    return false;
  });
}

describe("a 1", () => {
  test("gets a flag at the left of its top, with its own brightness", () => {
    for (let seed = 0; seed < 30; seed++) {
      const flagged = drawFlag(ONE, new Random(seed));
      expect(flagged).toBeDefined();
      if (flagged === undefined) return;
      expect(momentsOf(flagged).mass).toBeGreaterThan(momentsOf(ONE).mass * 1.1);
      expect(momentsOf(flagged).mass).toBeLessThan(momentsOf(ONE).mass * 2.2);
      const [right, top] = [columnsIn(flagged, 16, 18).at(-1) ?? 0, columnsIn(flagged, 4, 12)];
      expect(top[0]).toBeLessThanOrEqual(right - 3);
      expect(top.at(-1)).toBeLessThanOrEqual(right + 2);
      expect(Math.max(...flagged.data)).toBeLessThanOrEqual(Math.max(...ONE.data));
    }
  });

  test("that leans far, or has a flag or a foot, gets none", () => {
    const leaning = drawn([
      [
        [22, 6],
        [8, 22],
      ],
    ]);
    const flagged = drawn([
      [
        [14, 5],
        [14, 23],
      ],
      [
        [14, 5],
        [7, 11],
      ],
    ]);
    const footed = drawn([
      [
        [14, 5],
        [14, 23],
      ],
      [
        [9, 23],
        [19, 23],
      ],
    ]);
    for (const image of [leaning, flagged, footed]) expect(drawFlag(image, new Random(1))).toBeUndefined();
  });
});

describe("a 7", () => {
  test("gets a bar across its stem, a tick at its roof, or both", () => {
    let bars = 0;
    let ticks = 0;
    for (let seed = 0; seed < 60; seed++) {
      const changed = drawBar(SEVEN, new Random(seed));
      expect(changed).toBeDefined();
      if (changed === undefined) return;
      const added = (momentsOf(changed).mass - momentsOf(SEVEN).mass) / 255;
      // At most two reaches of 0.42 of its 20 pixels, a tick of the same, and round ends.
      expect(changed).not.toEqual(SEVEN);
      expect(added).toBeLessThan((2 * 0.42 + 0.42) * 21 * 2.5 * 1.1 + 10);
      bars += Number((columnsIn(changed, 13, 17).at(-1) ?? 0) - (columnsIn(SEVEN, 13, 17).at(-1) ?? 0) >= 1);
      ticks += Number(columnsIn(changed, 8, 9).length > columnsIn(SEVEN, 8, 9).length + 1);
    }
    expect(bars).toBeGreaterThan(30);
    expect(ticks).toBeGreaterThan(10);
  });

  test("that has a bar gets no second one", () => {
    const barred = drawn([
      [
        [8, 6],
        [19, 6],
        [14, 23],
      ],
      [
        [11, 14],
        [21, 14],
      ],
    ]);
    expect(drawBar(barred, new Random(1))).toBeUndefined();
  });
});

describe("a 9", () => {
  const NINE = drawn([
    [
      [17, 8],
      [13, 6],
      [10, 9],
      [13, 13],
      [17, 8],
      [16, 23],
    ],
  ]);

  test("gets a hook to the left of its stem's end", () => {
    for (let seed = 0; seed < 30; seed++) {
      const hooked = drawHook(NINE, new Random(seed));
      expect(hooked).toBeDefined();
      if (hooked === undefined) return;
      const [stem, end] = [columnsIn(hooked, 15, 16), columnsIn(hooked, 19, 25)];
      expect(end[0]).toBeLessThanOrEqual((stem[0] ?? 0) - 1);
    }
  });

  test("that ends in a hook gets no second one", () => {
    const hooked = drawHook(NINE, new Random(1));
    expect(hooked === undefined ? undefined : drawHook(hooked, new Random(2))).toBeUndefined();
  });
});

test.each([2, 3, 4])("the pen of an upright stroke of width %s is measured", (width) => {
  const pen = measurePen(
    drawn(
      [
        [
          [14, 5],
          [14, 23],
        ],
      ],
      width,
      240,
    ),
  );
  expect(Math.abs(pen.width - (width * 240) / 255)).toBeLessThan(0.1);
  expect(pen.level).toBe(240);
});

describe("European digits of a set", () => {
  const COUNT = 1000;
  const SHARE = 0.08;

  test("are as many as asked for, 1s, 7s and 9s alike, centred, the same for the same seed", async () => {
    const { images, labels } = await loadInk({ count: COUNT, seed: 4 });
    const european = drawEuropean(images, labels, { share: SHARE, seed: 5 });
    expect(european.data).toHaveLength(COUNT * SHARE * 784);
    const counts = [1, 7, 9].map((digit) => european.labels.filter((label) => label === digit).length);
    expect(counts).toEqual([27, 27, 26]);
    for (let n = 0; n < COUNT * SHARE; n++) {
      const { centreX, centreY } = momentsOf(imageAt(european, n));
      expect(Math.abs(centreX - 14)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(centreY - 14)).toBeLessThanOrEqual(1.5);
    }
    expect(drawEuropean(images, labels, { share: SHARE, seed: 5 })).toEqual(european);
    expect(drawEuropean(images, labels, { share: SHARE, seed: 6 })).not.toEqual(european);
  });

  test("need 1s, 7s and 9s", () => {
    const images = { data: new Uint8Array(784 * 10) };
    expect(() => drawEuropean(images, new Uint8Array(10), { share: 1, seed: 1 })).toThrow(/No upright digit/);
  });
});
