/**
 * Thickness of strokes: a blend from the image toward its grey dilation (the brightest of 3 by 3 pixels) or its grey
 * erosion (the darkest). Ink is bright, as in MNIST. Beyond the edge there are no neighbours. After thinning, the darkest ink
 * is made as dark as it was: the thinnest strokes, of which erosion leaves nothing, would fade out of sight.
 * Source: J. Serra, "Image Analysis and Mathematical Morphology" (1982); the 3 by 3 square is a row's window of a column's.
 */
import { brightest, repeatEnds, REACH, rowAt } from "./plane";
import { levels } from "./tone";

/** Thicker strokes for amounts 0..1, thinner ones for -1..0. */
export function thicken(
  out: usize, input: usize, row: usize, amount: f32, height: i32, width: i32, stride: i32, // as below
): void {
  blendExtreme(out, input, row, amount, height, width, stride);
  if (amount > 0) return;
  const before = brightest(input, height, width, stride), after = brightest(out, height, width, stride);
  if (after > 0) levels(out, before / after, 0.0, height * stride);
}

/** out = input + |amount| (extreme - input): above 0 toward the brightest neighbour, below toward the darkest. */
function blendExtreme(
  out: usize, // (height, stride), overwritten
  input: usize, row: usize, // (height, stride), room for (REACH + stride + REACH)
  amount: f32, height: i32, width: i32, stride: i32,
): void {
  const middle = row + (<usize>REACH << 2);
  const share = f32x4.splat(abs<f32>(amount));
  const bytes = <usize>stride << 2;
  for (let y = 0; y < height; y++) {
    const here = rowAt(input, y, height, stride);
    const above = rowAt(input, y - 1, height, stride), below = rowAt(input, y + 1, height, stride);
    const target = rowAt(out, y, height, stride);
    for (let x: usize = 0; x < bytes; x += 16) {
      v128.store(middle + x, extreme(v128.load(above + x), v128.load(here + x), v128.load(below + x), amount));
    }
    repeatEnds(middle, width, 1);
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = middle + x;
      const level = v128.load(here + x);
      const found = extreme(v128.load(at - 4), v128.load(at), v128.load(at + 4), amount);
      v128.store(target + x, f32x4.add(level, f32x4.mul(share, f32x4.sub(found, level))));
    }
  }
}

// @ts-ignore: decorator
@inline
function extreme(a: v128, b: v128, c: v128, amount: f32): v128 {
  return amount > 0 ? f32x4.pmax(f32x4.pmax(a, b), c) : f32x4.pmin(f32x4.pmin(a, b), c);
}
