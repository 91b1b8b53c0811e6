/** The augmenting kernel on images of a test's own, with settings by their names. */
import { readFileSync } from "node:fs";
import { SLOT } from "../../kernels/reference/augment-random.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { Random } from "../../src/base/random.ts";
import { augmentScratchBytes } from "../../src/nn/engine/augmenting.ts";
import { Workbench } from "./workbench.ts";

/** Rows of a batch, half open. */
export type Piece = readonly [from: number, to: number];

/** A parameter's bounds, or the one value that it always has. */
export type Ranges = Partial<Record<keyof typeof SLOT, number | [low: number, high: number]>>;

/** Slots that hold one number, not bounds. */
const SINGLE = [
  "elasticGrid",
  "robustShare",
  "backgroundShare",
  "noiseShare",
  "saltAndPepperShare",
  "lineShare",
];

/** Everything at once, and far. */
export const EVERYTHING: Ranges = {
  shiftX: [-3, 3],
  shiftY: [-2, 4],
  rotate: [-40, 50],
  scale: [-0.3, 0.3],
  aspect: [-0.2, 0.2],
  shear: [-0.3, 0.3],
  elastic: [0, 1.5],
  robustShare: 0.8,
  stroke: [-0.9, 0.9],
  blur: [0, 2],
  contrast: [0.5, 1],
  gamma: [-0.5, 0.5],
  background: [0, 0.4],
  backgroundShare: 0.5,
  noise: [0, 0.3],
  noiseShare: 0.5,
  saltAndPepper: [0, 0.2],
  saltAndPepperShare: 0.5,
  lineShare: 0.5,
};

/** A block that does nothing but what is named; effects that come to a share of the images come to all. */
export function settingsOf(ranges: Ranges): number[] {
  const block = new Array<number>(34).fill(0);
  const all = { elasticGrid: 6, robustShare: 1, backgroundShare: 1, noiseShare: 1, saltAndPepperShare: 1 };
  for (const [name, range] of Object.entries({ ...all, contrast: 1, ...ranges })) {
    const slot = SLOT[name as keyof typeof SLOT];
    if (Array.isArray(range)) [block[slot], block[slot + 1]] = range;
    else if (SINGLE.includes(name)) block[slot] = range;
    else [block[slot], block[slot + 1]] = [range, range];
  }
  return block;
}

/** The images augmented, in pieces of the batch, one after another. All have the first one's size. */
export function augmentAll(
  images: readonly Matrix[],
  ranges: Ranges,
  { key = 1, pieces = [[0, images.length]] }: { key?: number; pieces?: readonly Piece[] } = {},
): Matrix[] {
  const [height, width] = [images[0].length, images[0][0].length];
  const pixels = height * width;
  const bench = new Workbench(2 + Math.ceil((images.length * pixels * 2) / 2 ** 20));
  const source = bench.bytes(images.flat(2));
  const rows = bench.integers(images.map((_, n) => n));
  const settings = bench.floats(settingsOf(ranges));
  // All ones: what a kernel reads here before it has written it is not a number.
  const scratch = bench.bytes(new Uint8Array(augmentScratchBytes(height, width)).fill(255));
  const out = bench.room(images.length * pixels);
  for (const piece of pieces) {
    const place = [out, source, rows, settings, scratch] as const;
    bench.run("augment", [out, scratch], ...place, key, height, width, ...piece);
  }
  const bytes = bench.readBytes(out, images.length * pixels);
  return images.map((_, n) =>
    Array.from({ length: height }, (_, y) =>
      bytes.slice(n * pixels + y * width, n * pixels + (y + 1) * width),
    ),
  );
}

/** One image, augmented. */
export function augmentOne(image: Matrix, ranges: Ranges, key = 1): Matrix {
  return augmentAll([image], ranges, { key })[0];
}

/** Seeded ink: thick strokes on black that fade out at their edges. */
export function scribbles(seed: number, count: number, height: number, width: number): Matrix[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const dots = Array.from({ length: 6 }, () => [height * random.nextFloat(), width * random.nextFloat()]);
    return Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => {
        const nearest = Math.min(...dots.map(([top, left]) => Math.hypot(y - top, x - left)));
        return Math.round(255 * Math.max(0, Math.min(1, 2.5 - nearest)));
      }),
    );
  });
}

/** Images that are all of one value. */
export function flat(level: number, count: number, height: number, width: number): Matrix[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: height }, () => new Array<number>(width).fill(level)),
  );
}

/** The largest difference of two images, grey levels. */
export function farthest(a: Matrix, b: Matrix): number {
  return Math.max(...a.flatMap((row, y) => row.map((level, x) => Math.abs(level - b[y][x]))));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Of the population. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((x) => (x - centre) ** 2));
}

interface GoldenCase {
  image: Matrix;
  expected: Matrix;
}

type MapOption = "rotate" | "scale" | "aspect" | "shear" | "shift_x" | "shift_y";

interface Golden {
  affine: (GoldenCase & Partial<Record<MapOption, number>>)[];
  stroke: (GoldenCase & { amount: number })[];
  blur: (GoldenCase & { deviation: number; untruncated: Matrix })[];
}

/** What SciPy says, written by test/golden/make-augment-golden.py. */
export const golden = JSON.parse(
  readFileSync(new URL("../golden/augment.json", import.meta.url), "utf8"),
) as Golden;
