/**
 * How MNIST's 60,000 training images were written: percentiles of `measureShape`, for telling what is unlike them.
 * `scripts/measure-mnist-shape.mjs` measured them, on the images as they are.
 */
import type { ShapeMeasures } from "./measure-digit.ts";

/** The 1st, 5th, 50th, 95th and 99th percentile. */
type Percentiles = readonly [p1: number, p5: number, p50: number, p95: number, p99: number];

/** Percentiles of every measure of a shape over MNIST's training images. */
export const MNIST_SHAPE: Readonly<Record<keyof ShapeMeasures, Percentiles>> = {
  strokeWidth: [1.5, 1.7, 2.5, 3.82, 4.58],
  slant: [-27.7, -18.5, 5.91, 29.7, 37.9],
  pieces: [1, 1, 1, 1, 2],
  inkMass: [38.6, 51.2, 99.9, 162, 193],
  aspect: [0.2, 0.4, 0.8, 1.11, 1.43],
  greyShare: [0.259, 0.316, 0.455, 0.607, 0.675],
};

/** Where a value lies: `-2` below the 1st percentile, `-1` below the 5th, `0` between, `1` above the 95th, `2` above the 99th. */
export type Place = -2 | -1 | 0 | 1 | 2;

/** Where a digit's measure lies among those of MNIST's. */
export function placeAmongMnist(measure: keyof ShapeMeasures, value: number): Place {
  const [p1, p5, , p95, p99] = MNIST_SHAPE[measure];
  if (value < p1) return -2;
  if (value < p5) return -1;
  if (value > p99) return 2;
  return value > p95 ? 1 : 0;
}
