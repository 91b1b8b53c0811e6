/** References of kernels/augment/morphology.ts, line.ts, blur.ts and tone.ts, in float64: what comes to a share of the images. */
import { between, hash, normal, uniform } from "./augment-random.ts";
import type { Matrix } from "./matrix.ts";

export function thicken(image: Matrix, amount: number): Matrix {
  const extreme = amount > 0 ? Math.max : Math.min;
  const blended = image.map((row, y) =>
    row.map((level, x) => level + Math.abs(amount) * (extreme(...neighbours(image, y, x)) - level)),
  );
  const [before, after] = [brightest(image), brightest(blended)];
  return amount > 0 || after === 0 ? blended : mapPixels(blended, (level) => (level * before) / after);
}

/** The pixel and those around it. */
function neighbours(image: Matrix, y: number, x: number): number[] {
  return image.slice(Math.max(0, y - 1), y + 2).flatMap((row) => row.slice(Math.max(0, x - 1), x + 2));
}

function brightest(image: Matrix): number {
  return Math.max(...image.flat());
}

/** @param key of the stream of lines */
export function strayLine(image: Matrix, key: number): Matrix {
  const [right, bottom] = [image[0].length - 1, image.length - 1];
  const [start, end] = [uniform(1, key), uniform(2, key)];
  const ends =
    uniform(0, key) < 0.5
      ? [
          { x: 0, y: start * bottom },
          { x: right, y: end * bottom },
        ]
      : [
          { x: start * right, y: 0 },
          { x: end * right, y: bottom },
        ];
  const [radius, ink] = [between(0.3, 0.9, 3, key), between(80, 255, 4, key)];
  return mapPixels(image, (level, y, x) => {
    const covered = radius + 0.5 - distanceToSegment({ x, y }, ends[0], ends[1]);
    return Math.max(level, ink * clamp(covered, 0, 1));
  });
}

interface Point {
  x: number;
  y: number;
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0, 1);
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

export function blur(image: Matrix, deviation: number): Matrix {
  const radius = Math.ceil(Math.fround(3 * deviation));
  const steps = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius);
  const bell = steps.map((k) => (k === 0 ? 1 : Math.exp(-(k * k) / (2 * deviation * deviation))));
  const sum = bell.reduce((total, weight) => total + weight, 0);
  const [bottom, right] = [image.length - 1, image[0].length - 1];
  return mapPixels(image, (_, y, x) => {
    let level = 0;
    for (const dy of steps) {
      for (const dx of steps) {
        const pixel = image[clamp(y + dy, 0, bottom)][clamp(x + dx, 0, right)];
        level += (bell[dy + radius] / sum) * (bell[dx + radius] / sum) * pixel;
      }
    }
    return level;
  });
}

export function gamma(image: Matrix, logarithm: number): Matrix {
  return mapPixels(image, (level) => 255 * (Math.max(0, level) / 255) ** Math.exp(logarithm));
}

export function levels(image: Matrix, contrast: number, background: number): Matrix {
  return mapPixels(image, (level) => 255 * background + (1 - background) * contrast * level);
}

/** @param key of the stream of noise */
export function noise(image: Matrix, deviation: number, key: number): Matrix {
  return mapPixels(image, (level, y, x) => {
    const index = y * strideOf(image) + x;
    return level + 255 * deviation * normal(hash(index, key));
  });
}

/** @param key of the stream of salt and pepper */
export function saltAndPepper(image: Matrix, share: number, key: number): Matrix {
  return mapPixels(image, (level, y, x) => {
    const bits = hash(y * strideOf(image) + x, key);
    if (bits >>> 8 >= Math.floor(share * 2 ** 24)) return level;
    return bits % 2 === 1 ? 255 : 0;
  });
}

/** Numbers from one row to the next in the kernel's planes, by which it numbers the pixels. */
function strideOf(image: Matrix): number {
  return Math.ceil(image[0].length / 4) * 4;
}

function mapPixels(image: Matrix, change: (level: number, y: number, x: number) => number): Matrix {
  return image.map((row, y) => row.map((level, x) => change(level, y, x)));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
