/**
 * Elastic displacement: a coarse grid of normal numbers over the image, one for x and one for y, and cubic convolution
 * between its nodes. The corner nodes lie on the corner pixels; beyond the edge the edge's nodes are repeated.
 * Source: P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual document
 * analysis", ICDAR (2003), for the use; R. Keys, IEEE Trans. ASSP 29 (1981), a = -1/2, for the interpolation.
 */
import { hash, hash4, normal4, Stream } from "./random";

/** The most nodes along a side. */
export const LARGEST_GRID: i32 = 16;

/** Weights (grid, stride) of each node of a grid's row at each pixel of an image's row. The same for all images. */
export function spreadWeights(weights: usize, grid: i32, width: i32, stride: i32): void { // overwritten
  memory.fill(weights, 0, <usize>(grid * stride) << 2);
  for (let x = 0; x < width; x++) {
    const place = nodePlace(x, width, grid);
    const node = nodeBefore(place, grid);
    for (let k = 0; k < 4; k++) {
      const column = max(0, min(grid - 1, node + k - 1));
      const at = weights + (<usize>(column * stride + x) << 2);
      store<f32>(at, load<f32>(at) + cubicWeight(k, place - <f32>node));
    }
  }
}

/**
 * Draws an image's nodes and spreads each row of them over the width: displacements in pixels at the grid's rows.
 * `fields` gets two planes of (grid, stride), x and then y; `nodes` is room for 2 * grid * grid floats, rounded up to 4.
 */
export function drawFields(
  fields: usize, nodes: usize, // overwritten
  weights: usize, amplitude: f32, key: u32, grid: i32, stride: i32,
): void {
  const count = grid * grid * 2;
  const keys = i32x4.splat(<i32>hash(Stream.Elastic, key));
  const pixels = f32x4.splat(amplitude);
  for (let i = 0; i < count; i += 4) {
    const words = hash4(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), keys);
    v128.store(nodes + (<usize>i << 2), f32x4.mul(normal4(words), pixels));
  }
  const rowBytes = <usize>stride << 2;
  for (let row = 0; row < grid * 2; row++) {
    const node = nodes + (<usize>(row * grid) << 2);
    const field = fields + <usize>row * rowBytes;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      let sum = f32x4.splat(0);
      for (let column = 0; column < grid; column++) {
        const weight = v128.load(weights + <usize>column * rowBytes + x);
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(node + (<usize>column << 2)), weight));
      }
      v128.store(field + x, sum);
    }
  }
}

/** Where pixel `x` of `size` lies among `grid` nodes. */
export function nodePlace(x: i32, size: i32, grid: i32): f32 {
  return size < 2 ? 0.0 : <f32>(x * (grid - 1)) / <f32>(size - 1);
}

/** The node before a place. */
export function nodeBefore(place: f32, grid: i32): i32 {
  return min(grid - 2, <i32>place);
}

/** Weight of the node `k` - 1 steps from the one before, at a fraction 0..1 of the way to the next. */
export function cubicWeight(k: i32, f: f32): f32 {
  switch (k) {
    case 0: return ((-0.5 * f + 1.0) * f - 0.5) * f;
    case 1: return (1.5 * f - 2.5) * f * f + 1.0;
    case 2: return ((-1.5 * f + 2.0) * f + 0.5) * f;
    default: return (0.5 * f - 0.5) * f * f;
  }
}
