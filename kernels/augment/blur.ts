/**
 * Gaussian blur: the bell curve's values at whole pixels out to the next one beyond 3 standard deviations, made to sum to
 * one; first down the columns, then along the rows. Beyond the edge the edge's pixels are repeated.
 */
import { exp1 } from "../math";
import { repeatEnds, REACH, rowAt } from "./plane";

/** Pixels to each side; at most 6 for the largest deviation allowed, 2. */
export function blurRadius(deviation: f32): i32 {
  return min(REACH - 2, <i32>ceil<f32>(3.0 * deviation));
}

export function blur(
  out: usize, // (height, stride), overwritten
  input: usize, row: usize, weights: usize, // (height, stride), room for (REACH + stride + REACH), for REACH floats
  deviation: f32, height: i32, width: i32, stride: i32,
): void {
  const radius = blurRadius(deviation);
  bellWeights(weights, deviation, radius);
  const middle = row + (<usize>REACH << 2);
  const bytes = <usize>stride << 2;
  for (let y = 0; y < height; y++) {
    const here = rowAt(input, y, height, stride);
    for (let x: usize = 0; x < bytes; x += 16) {
      v128.store(middle + x, f32x4.mul(v128.load32_splat(weights), v128.load(here + x)));
    }
    for (let k = 1; k <= radius; k++) {
      const weight = v128.load32_splat(weights + (<usize>k << 2));
      const above = rowAt(input, y - k, height, stride), below = rowAt(input, y + k, height, stride);
      for (let x: usize = 0; x < bytes; x += 16) {
        const pair = f32x4.add(v128.load(above + x), v128.load(below + x));
        v128.store(middle + x, f32x4.add(v128.load(middle + x), f32x4.mul(weight, pair)));
      }
    }
    repeatEnds(middle, width, radius);
    blurRow(rowAt(out, y, height, stride), middle, weights, radius, bytes);
  }
}

function blurRow(out: usize, row: usize, weights: usize, radius: i32, bytes: usize): void {
  for (let x: usize = 0; x < bytes; x += 16) {
    const at = row + x;
    let sum = f32x4.mul(v128.load32_splat(weights), v128.load(at));
    for (let k: usize = 4, end = <usize>radius << 2; k <= end; k += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights + k), f32x4.add(v128.load(at - k), v128.load(at + k))));
    }
    v128.store(out + x, sum);
  }
}

/** Weights of the pixels 0 to `radius` steps away. */
function bellWeights(weights: usize, deviation: f32, radius: i32): void {
  const slope: f32 = -0.5 / (deviation * deviation);
  let sum: f32 = 1.0;
  store<f32>(weights, 1.0);
  for (let k = 1; k <= radius; k++) {
    const weight = exp1(slope * <f32>(k * k));
    store<f32>(weights + (<usize>k << 2), weight);
    sum += 2.0 * weight;
  }
  for (let k = 0; k <= radius; k++) {
    const at = weights + (<usize>k << 2);
    store<f32>(at, load<f32>(at) / sum);
  }
}
