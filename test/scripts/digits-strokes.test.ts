import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { Random } from "../../src/base/random.ts";

/** The modules are plain JavaScript: this is what they are taken to be. */
type Point = [number, number];
interface Pen {
  width: number;
  edge?: number;
  level?: number;
}
interface StrokeModule {
  parsePath: (path: string) => Point[][];
  quadratic: (start: Point, control: Point, end: Point) => Point[];
  smoothStroke: (points: Point[]) => Point[];
  arc: (centre: Point, radii: Point, from: number, to: number, pieces?: number) => Point[];
  drawStrokes: (picture: GrayImage, strokes: Point[][], pen: Pen) => void;
  drawInBox: (strokes: Point[][], pen: Pen) => GrayImage;
}
interface FieldModule {
  momentsOf: (picture: GrayImage) => Record<"mass" | "centreX" | "centreY", number>;
  toField: (picture: GrayImage) => GrayImage;
  inkBox: (picture: GrayImage) => Record<"left" | "top" | "width" | "height", number> | undefined;
}
interface LikenessModule {
  isUprightBar: (picture: GrayImage) => boolean;
  isHollow: (picture: GrayImage) => boolean;
  isLying: (picture: GrayImage) => boolean;
  likeness: (a: GrayImage, b: GrayImage) => number;
}
interface PiecesModule {
  enclosedPixels: (picture: GrayImage) => number;
  largestPiece: (picture: GrayImage) => GrayImage;
}
interface GlyphsModule {
  GLYPHS: [string, string[]][];
}

const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ new URL(`../../scripts/digits/${name}.mjs`, import.meta.url).href)) as T;
const strokes = await load<StrokeModule>("stroke");
const { momentsOf, toField, inkBox } = await load<FieldModule>("field");
const likeness = await load<LikenessModule>("digit-likeness");
const { enclosedPixels, largestPiece } = await load<PiecesModule>("pieces");
const { GLYPHS } = await load<GlyphsModule>("glyphs");
const { writeByHand } = await load<{ writeByHand: (strokes: Point[][], random: Random) => Point[][] }>(
  "handwriting",
);

function drawn(lines: Point[][], pen: Pen): GrayImage {
  const picture = createGrayImage(28, 28);
  strokes.drawStrokes(picture, lines, pen);
  return picture;
}

/** A line of 18 pixels through the middle, so many degrees from the upright. */
function bar(degrees: number): GrayImage {
  const [x, y] = [9 * Math.sin((degrees * Math.PI) / 180), 9 * Math.cos((degrees * Math.PI) / 180)];
  return drawn(
    [
      [
        [14 - x, 14 + y],
        [14 + x, 14 - y],
      ],
    ],
    { width: 3 },
  );
}

function ring(radius: number): GrayImage {
  return drawn([strokes.arc([14, 14], [radius, radius], 0, 2)], { width: 2 });
}

describe("a stroke", () => {
  test.each([2, 3, 4.5])("of width %s has the ink of its length and round ends", (width) => {
    const { mass, centreX, centreY } = momentsOf(
      drawn(
        [
          [
            [8, 14],
            [20, 14],
          ],
        ],
        { width },
      ),
    );
    const area = 12 * width + (Math.PI * width * width) / 4;
    expect(Math.abs(mass / 255 / area - 1)).toBeLessThan(0.03);
    expect([centreX, centreY]).toEqual([13.5, 13.5]);
  });

  test("of one point is a dot", () => {
    const { mass } = momentsOf(drawn([[[14, 14]]], { width: 6 }));
    expect(Math.abs(mass / 255 / (Math.PI * 9) - 1)).toBeLessThan(0.03);
  });

  test("keeps brighter ink that is there", () => {
    const picture = createGrayImage(28, 28, new Uint8Array(784).fill(200));
    strokes.drawStrokes(
      picture,
      [
        [
          [0, 14],
          [28, 14],
        ],
      ],
      { width: 4, level: 100 },
    );
    expect(picture.data.every((level) => level === 200)).toBe(true);
  });

  test("drawn in the box is 20 pixels on its longer side, pen included", () => {
    const { width, height } = strokes.drawInBox(
      [
        [
          [0, 0],
          [1, 4],
        ],
      ],
      { width: 3 },
    );
    expect([width, height]).toEqual([Math.ceil(17 / 4 + 3), 20]);
  });
});

describe("curves", () => {
  test("of Bézier's second degree pass half way where they should, and end at their end", () => {
    const points = strokes.quadratic([0, 0], [2, 4], [6, 2]);
    expect(points[3]).toEqual([(0 + 2 * 2 + 6) / 4, (0 + 2 * 4 + 2) / 4]);
    expect(points.at(-1)).toEqual([6, 2]);
  });

  test("through points begin at the first and end at the last", () => {
    const stroke = strokes.smoothStroke([
      [1, 2],
      [5, 5],
      [9, 0],
      [3, 4],
    ]);
    expect([stroke[0], stroke.at(-1)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("of a quarter of an ellipse end at its bottom", () => {
    const [from, to] = [0, -1].map((i) => strokes.arc([1, 2], [3, 5], 0, 0.5).at(i));
    expect(from).toEqual([4, 2]);
    expect(to).toEqual([1, 7]);
  });

  test("in paths are read as SVG reads them", () => {
    const [line, curve, dot] = strokes.parsePath("M0 1 L2 3 M4 5 Q6 7 8 9 M1 1");
    expect(line).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect([curve[0], curve.at(-1)]).toEqual([
      [4, 5],
      [8, 9],
    ]);
    expect(dot).toEqual([[1, 1]]);
  });
});

describe("what may be a digit", () => {
  test.each([0, 20, -45, 55])("is a bar %s degrees from the upright: a 1", (degrees) => {
    expect(likeness.isUprightBar(bar(degrees))).toBe(true);
  });

  test.each([65, -80, 90])("is no bar %s degrees from the upright: a dash", (degrees) => {
    expect(likeness.isUprightBar(bar(degrees))).toBe(false);
  });

  test("does not lie on its side: a bar does beyond the angle whose tangent is the root of two", () => {
    expect([0, 40, 50].map((degrees) => likeness.isLying(bar(degrees)))).toEqual([false, false, false]);
    expect([60, 75, 90].map((degrees) => likeness.isLying(bar(degrees)))).toEqual([true, true, true]);
  });

  test("is a bar with specks beside it", () => {
    const picture = bar(0);
    strokes.drawStrokes(picture, [[[24, 20]]], { width: 3 });
    expect(likeness.isUprightBar(picture)).toBe(true);
    expect(momentsOf(largestPiece(picture)).mass).toBe(momentsOf(bar(0)).mass);
  });

  test("is a ring, which shuts paper in and is hollow; an arc is not shut", () => {
    const inside = Math.PI * 6 * 6;
    expect(Math.abs(enclosedPixels(ring(7)) / inside - 1)).toBeLessThan(0.1);
    expect(likeness.isHollow(ring(7))).toBe(true);
    expect(likeness.isHollow(bar(45))).toBe(false);
    const arc = drawn([strokes.arc([14, 14], [7, 7], 0, 1.5)], { width: 2 });
    expect(enclosedPixels(arc)).toBe(0);
  });

  test("is told from its mirror image by the cosine between them", () => {
    expect(likeness.likeness(bar(0), bar(0))).toBeCloseTo(1, 12);
    const half = (x: number): GrayImage =>
      drawn(
        [
          [
            [x, 5],
            [x, 23],
          ],
        ],
        { width: 2 },
      );
    expect(likeness.likeness(half(5), half(20))).toBe(0);
  });
});

test("pictures come into MNIST's form: 20 pixels long, the centre of mass in the middle", () => {
  for (const picture of [
    bar(30),
    ring(3),
    drawn(
      [
        [
          [2, 2],
          [2, 9],
          [6, 9],
        ],
      ],
      { width: 1.5 },
    ),
  ]) {
    const field = toField(picture);
    const { width = 0, height = 0 } = inkBox(field) ?? {};
    expect(Math.max(width, height)).toBeGreaterThanOrEqual(18);
    expect(Math.max(width, height)).toBeLessThanOrEqual(20);
    const { centreX, centreY } = momentsOf(field);
    expect(Math.abs(centreX - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(centreY - 14)).toBeLessThanOrEqual(0.5);
  }
});

describe("glyphs", () => {
  test("leave out what is a digit to somebody", () => {
    const names = GLYPHS.map(([name]) => name);
    for (const name of "0123456789OoQDIlJji|/!()zSs$GbB&gq") expect(names).not.toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(GLYPHS)("have %s in a box about as high as one", (_name, paths) => {
    for (const [x, y] of paths.flatMap(strokes.parsePath).flat()) {
      expect(x).toBeGreaterThan(-0.15);
      expect(x).toBeLessThan(1.15);
      expect(y).toBeGreaterThan(-0.15);
      expect(y).toBeLessThan(1.15);
    }
  });

  test("written by hand have as many strokes and points, and differ each time", () => {
    const [, [path]] = GLYPHS[0];
    const shape = strokes.parsePath(path);
    const random = new Random(4);
    const [first, second] = [writeByHand(shape, random), writeByHand(shape, random)];
    expect(first.map((stroke) => stroke.length)).toEqual(shape.map((stroke) => stroke.length));
    expect(first).not.toEqual(second);
    expect(writeByHand(shape, new Random(4))).toEqual(first);
  });
});
