/**
 * Resizing by area: every output pixel is the mean of the source area that it covers.
 *
 * The area under a shrunk pixel is a rectangle, so its mean separates into one weighted sum along x and one along y.
 * An axis that grows instead is interpolated linearly between pixel centres; the two axes choose on their own.
 */
import { checkInteger } from "../base/guards.ts";
import { checkGrayImage } from "./gray-image.ts";
import type { GrayImage } from "./gray-image.ts";

/** How one axis is resampled: output `i` is the sum over `k < taps` of `weights[i * taps + k] * input[starts[i] + k]`. */
interface AxisWeights {
  taps: number;
  starts: Int32Array;
  weights: Float32Array;
}

/**
 * The image at `width` × `height` pixels: exact area averages where it shrinks, linear interpolation where it grows.
 * The aspect ratio is the caller's business.
 * @throws RangeError if a side is not a whole number of at least 1.
 */
export function resizeArea(image: GrayImage, width: number, height: number): GrayImage {
  checkGrayImage(image);
  checkInteger("width", width, 1);
  checkInteger("height", height, 1);
  const rows = resampleRows(image, axisWeights(image.width, width), width);
  return { width, height, data: resampleColumns(rows, axisWeights(image.height, height), width, height) };
}

/** The weights of one axis; every output's weights add up to one. */
function axisWeights(from: number, to: number): AxisWeights {
  const step = from / to;
  // An output pixel that starts inside a source pixel touches one more of them than it is wide.
  const taps = to > from ? 2 : Math.min(from, Math.ceil(step) + 1);
  const starts = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const row = weights.subarray(i * taps, (i + 1) * taps);
    starts[i] =
      to > from ? linearWeights((i + 0.5) * step - 0.5, from, row) : areaWeights(i * step, step, from, row);
  }
  return { taps, starts, weights };
}

/** Writes the shares of the source pixels in [left, left + step); returns the first one's index. */
function areaWeights(left: number, step: number, from: number, weights: Float32Array): number {
  const start = Math.min(Math.floor(left), from - weights.length);
  for (let k = 0; k < weights.length; k++) {
    const covered = Math.min(start + k + 1, left + step) - Math.max(start + k, left);
    weights[k] = Math.max(0, covered) / step;
  }
  return start;
}

/** Writes the weights of the two pixels around `position`, held at the image's edges; returns the first one's index. */
function linearWeights(position: number, from: number, weights: Float32Array): number {
  const held = Math.min(Math.max(position, 0), from - 1);
  // A source one pixel wide has no second pixel: its weight is zero and it is never read (see `weightedSum`).
  const start = Math.max(0, Math.min(Math.floor(held), from - 2));
  weights[0] = 1 - (held - start);
  weights[1] = held - start;
  return start;
}

/** Resamples along x only: (height, width) of the image to (height, to). */
function resampleRows({ width, height, data }: GrayImage, axis: AxisWeights, to: number): Float32Array {
  const resampled = new Float32Array(height * to);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++)
      resampled[y * to + x] = weightedSum(data, y * width + axis.starts[x], 1, axis, x);
  }
  return resampled;
}

/** Resamples along y only: (…, width) to (to, width), rounded to bytes. */
function resampleColumns(rows: Float32Array, axis: AxisWeights, width: number, to: number): Uint8Array {
  const resampled = new Uint8Array(to * width);
  for (let y = 0; y < to; y++) {
    for (let x = 0; x < width; x++) {
      resampled[y * width + x] = Math.round(weightedSum(rows, axis.starts[y] * width + x, width, axis, y));
    }
  }
  return resampled;
}

function weightedSum(
  values: Uint8Array | Float32Array,
  start: number,
  stride: number,
  { taps, weights }: AxisWeights,
  output: number,
): number {
  let sum = 0;
  for (let k = 0; k < taps; k++) {
    const weight = weights[output * taps + k];
    // Skipping zeros also keeps the sum inside the image, where a last tap may lie one pixel beyond it.
    if (weight !== 0) sum += weight * values[start + k * stride];
  }
  return sum;
}
