import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { Random } from "../../src/base/random.ts";
import { loadInk } from "../../src/node/index.ts";

/** The modules are plain JavaScript: this is what they are taken to be. */
interface Train {
  images: { data: Uint8Array };
  labels: ArrayLike<number>;
}
interface NegativesModule {
  KINDS: Record<string, { share: number }>;
  drawNegatives: (
    train: Train,
    options: { count: number; seed: number; kinds?: string[] },
  ) => { data: Uint8Array; kinds: string[] };
}
interface FieldModule {
  imageAt: (images: { data: Uint8Array }, n: number) => GrayImage;
  momentsOf: (picture: GrayImage) => Record<"mass" | "centreX" | "centreY" | "covariance", number>;
  inkBox: (picture: GrayImage) => Record<"left" | "top" | "width" | "height", number> | undefined;
}
interface LikenessModule {
  isUprightBar: (picture: GrayImage) => boolean;
}
interface PiecesModule {
  enclosedPixels: (picture: GrayImage) => number;
  largestPiece: (picture: GrayImage) => GrayImage;
}
interface GeometryModule {
  rotate: (picture: GrayImage, angle: number) => GrayImage;
  mirror: (picture: GrayImage) => GrayImage;
  shear: (picture: GrayImage, slope: number) => GrayImage;
  cutBetween: (picture: GrayImage, direction: number, from: number, to: number) => GrayImage;
  join: (a: GrayImage, b: GrayImage, random: Random) => GrayImage;
}

const folder = new URL("../../scripts/digits/", import.meta.url);
const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ new URL(`${name}.mjs`, folder).href)) as T;
const { KINDS, drawNegatives } = await load<NegativesModule>("negatives");
const { imageAt, momentsOf, inkBox } = await load<FieldModule>("field");
const { isUprightBar } = await load<LikenessModule>("digit-likeness");
const { enclosedPixels, largestPiece } = await load<PiecesModule>("pieces");
const { rotate, mirror, shear, cutBetween, join } = await load<GeometryModule>("geometry");
/** MNIST's training set: mean level and share of pixels that are not 0, as published with it. */
const MNIST = { mean: 33.32, nonZeroShare: 0.191 };

const train: Train = await loadInk({ count: 1000, seed: 2 });
const COUNT = 1500;
const all = drawNegatives(train, { count: COUNT, seed: 1 });

function imagesOf(kind: string, count = 60): GrayImage[] {
  const { data } = drawNegatives(train, { count, seed: 3, kinds: [kind] });
  return Array.from({ length: count }, (_, n) => imageAt({ data }, n));
}

function meanOf(data: Uint8Array): number {
  return data.reduce((sum, level) => sum + level, 0) / data.length;
}

describe("images that are no digit", () => {
  test("are 28 × 28 bytes each, with a kind for each", () => {
    expect(all.data).toBeInstanceOf(Uint8Array);
    expect(all.data).toHaveLength(COUNT * 28 * 28);
    expect(all.kinds).toHaveLength(COUNT);
  });

  test("are the same for the same seed, however many are drawn, and others for another", () => {
    const few = drawNegatives(train, { count: 100, seed: 1 });
    expect(few.kinds).toEqual(all.kinds.slice(0, 100));
    expect(Buffer.compare(few.data, all.data.subarray(0, few.data.length))).toBe(0);
    expect(Buffer.compare(few.data, drawNegatives(train, { count: 100, seed: 2 }).data)).not.toBe(0);
  });

  test("come from arithmetic that is the same on every machine", () => {
    const allowed = new Set(["abs", "ceil", "floor", "max", "min", "round", "sqrt", "PI"]);
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), "utf8");
      for (const [, name] of text.matchAll(/Math\.(\w+)/g)) expect(allowed).toContain(name);
      expect(text).not.toMatch(/[\w)\]] \*\* /);
    }
  });

  test("are of every kind, in its share", () => {
    const shares = Object.values(KINDS).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const [kind, { share }] of Object.entries(KINDS)) {
      const drawn = all.kinds.filter((one) => one === kind).length;
      const deviation = Math.sqrt(COUNT * share * (1 - share));
      expect(Math.abs(drawn - COUNT * share)).toBeLessThan(4 * deviation);
    }
  });

  test("have about as much ink as MNIST's digits", () => {
    const nonZeroShare = all.data.reduce((count, level) => count + (level > 0 ? 1 : 0), 0) / all.data.length;
    for (const ratio of [meanOf(all.data) / MNIST.mean, nonZeroShare / MNIST.nonZeroShare]) {
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
  });

  test("have their centre of mass in the middle, but for noise and blank paper", () => {
    all.kinds.forEach((kind, n) => {
      if (kind === "noise" || kind === "blank") return;
      const { centreX, centreY } = momentsOf(imageAt(all, n));
      expect(Math.abs(centreX - 14)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(centreY - 14)).toBeLessThanOrEqual(1.5);
    });
  });

  test("cannot be drawn without the digits that they are made of", () => {
    const ones = { images: train.images, labels: new Uint8Array(1000).fill(1) };
    expect(() => drawNegatives(ones, { count: 1, seed: 1, kinds: ["mirrored"] })).toThrow(/digit [3679]/);
  });
});

describe("each kind", () => {
  test.each(["fragment", "rotated", "mirrored", "lines", "blot"])("%s is never an upright bar", (kind) => {
    for (const image of imagesOf(kind)) {
      // Shearing comes after the check, and makes no bar of what was none.
      if (kind !== "mirrored") expect(isUprightBar(image)).toBe(false);
      expect(momentsOf(image).mass).toBeGreaterThan(255 * 10);
    }
  });

  test("touching is about as wide as high or wider", () => {
    for (const image of imagesOf("touching")) {
      const { width = 0, height = 0 } = inkBox(image) ?? {};
      expect(width).toBeGreaterThanOrEqual(0.85 * height);
      expect(width).toBeGreaterThanOrEqual(17);
    }
  });

  test("fragment has no loop", () => {
    for (const image of imagesOf("fragment")) expect(enclosedPixels(image)).toBe(0);
  });

  test("grid has a loop for every mesh", () => {
    const meshes = imagesOf("grid").filter((image) => enclosedPixels(image) > 0);
    expect(meshes.length).toBeGreaterThan(50);
  });

  test("blank is nearly black, noise is all over the field", () => {
    for (const { data } of imagesOf("blank")) expect(meanOf(data)).toBeLessThan(30);
    for (const image of imagesOf("noise")) {
      const { width = 0, height = 0 } = inkBox(image) ?? {};
      expect(Math.min(width, height)).toBeGreaterThan(20);
    }
  });

  test("print and stamp fall into many pieces", () => {
    for (const image of [...imagesOf("print"), ...imagesOf("stamp")]) {
      expect(momentsOf(largestPiece(image)).mass).toBeLessThan(momentsOf(image).mass);
    }
  });
});

describe("digits are", () => {
  const block = createGrayImage(10, 10, new Uint8Array(100).fill(200));
  const corner = createGrayImage(28, 28);
  corner.data[3 * 28 + 20] = 255;

  test("joined so that they touch", () => {
    for (let seed = 0; seed < 8; seed++) {
      const joined = join(block, block, new Random(seed));
      expect([19, 20]).toContain(joined.width);
      expect(momentsOf(largestPiece(joined)).mass).toBe(momentsOf(joined).mass);
    }
  });

  test("cut so that the share asked for is left, on the side asked for", () => {
    const right = cutBetween(block, 0, 0.7, 1);
    right.data.forEach((level, i) => expect(level).toBe(i % 10 >= 7 ? 200 : 0));
    const band = cutBetween(block, 0.5, 0.4, 0.6);
    band.data.forEach((level, i) => expect(level).toBe(i >= 40 && i < 60 ? 200 : 0));
  });

  test("turned clockwise: what was at the top right comes to the bottom right", () => {
    const turned = rotate(corner, 0.5);
    // In the larger picture everything is 6 pixels on; (20, 3) turns to (27 - 3, 20).
    expect(inkBox(turned)).toEqual({ left: 30, top: 26, width: 1, height: 1 });
    expect(momentsOf(turned).mass).toBe(255);
  });

  test("mirrored: left becomes right, and twice changes nothing", () => {
    expect(inkBox(mirror(corner))).toEqual({ left: 7, top: 3, width: 1, height: 1 });
    expect(mirror(mirror(corner))).toEqual(corner);
  });

  test("made upright by a shear", () => {
    const slanted = createGrayImage(28, 28);
    for (let y = 4; y < 24; y++)
      slanted.data.fill(255, y * 28 + 14 - Math.floor(y / 4), y * 28 + 18 - Math.floor(y / 4));
    expect(Math.abs(momentsOf(slanted).covariance)).toBeGreaterThan(6);
    expect(Math.abs(momentsOf(shear(slanted, -0.25)).covariance)).toBeLessThan(0.5);
  });
});
