/** Grey levels: gamma, contrast and paper, Gaussian noise, salt and pepper. All in place, over a whole plane. */
import { exp4 } from "../math";
import { hash, hash4, normal4, Stream } from "./random";

/** Below this an ink of 0..1 is taken for it: the logarithm needs a normal number above 0. */
const FAINTEST: f32 = 1e-30;

/** level = 255 (level / 255)^exponent. `floats` is a multiple of 4, here and below. */
export function gamma(plane: usize, exponent: f32, floats: i32): void {
  const power = f32x4.splat(exponent);
  for (const end = plane + (<usize>floats << 2); plane < end; plane += 16) {
    const ink = f32x4.mul(v128.load(plane), f32x4.splat(<f32>(1.0 / 255.0)));
    const raised = exp4(f32x4.mul(power, log4(f32x4.pmax(ink, f32x4.splat(FAINTEST)))));
    v128.store(plane, f32x4.mul(raised, f32x4.splat(255.0)));
  }
}

/** level = background + (1 - background) contrast level, the background being a share of 255. */
export function levels(plane: usize, contrast: f32, background: f32, floats: i32): void {
  const factor = f32x4.splat(contrast * (1.0 - background)), paper = f32x4.splat(background * 255.0);
  for (const end = plane + (<usize>floats << 2); plane < end; plane += 16) {
    v128.store(plane, f32x4.add(f32x4.mul(v128.load(plane), factor), paper));
  }
}

/** Adds nearly normal numbers, see normal4; `deviation` is a share of 255. */
export function noise(plane: usize, deviation: f32, key: u32, floats: i32): void {
  const keys = i32x4.splat(<i32>hash(Stream.Noise, key));
  const size = f32x4.splat(deviation * 255.0);
  let index = i32x4(0, 1, 2, 3);
  for (const end = plane + (<usize>floats << 2); plane < end; plane += 16) {
    const draws = normal4(hash4(index, keys));
    v128.store(plane, f32x4.add(v128.load(plane), f32x4.mul(draws, size)));
    index = i32x4.add(index, i32x4.splat(4));
  }
}

/** Makes a share of the pixels 0 or 255, as often the one as the other. */
export function saltAndPepper(plane: usize, share: f32, key: u32, floats: i32): void {
  const keys = i32x4.splat(<i32>hash(Stream.SaltAndPepper, key));
  // The upper 24 bits decide whether, the lowest one which.
  const bar = i32x4.splat(<i32>(share * 16777216.0));
  let index = i32x4(0, 1, 2, 3);
  for (const end = plane + (<usize>floats << 2); plane < end; plane += 16) {
    const bits = hash4(index, keys);
    const hit = i32x4.lt_s(i32x4.shr_u(bits, 8), bar);
    const grain = f32x4.mul(f32x4.convert_i32x4_s(v128.and(bits, i32x4.splat(1))), f32x4.splat(255.0));
    v128.store(plane, v128.bitselect(grain, v128.load(plane), hit));
    index = i32x4.add(index, i32x4.splat(4));
  }
}

/**
 * ln of four positive normal numbers, absolute error under 1e-6 for those in 1e-30..1: the exponent times ln 2, and
 * 2 atanh((m - 1) / (m + 1)) of the mantissa m in [0.7, 1.42), whose series stops before a term of 3e-8.
 */
// @ts-ignore: decorator
@inline
function log4(x: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(exponent, 23));
  const s = f32x4.div(f32x4.sub(m, f32x4.splat(1.0)), f32x4.add(m, f32x4.splat(1.0)));
  const s2 = f32x4.mul(s, s);
  let p = f32x4.add(f32x4.mul(s2, f32x4.splat(<f32>(2.0 / 7.0))), f32x4.splat(<f32>(2.0 / 5.0)));
  p = f32x4.add(f32x4.mul(p, s2), f32x4.splat(<f32>(2.0 / 3.0)));
  p = f32x4.add(f32x4.mul(p, s2), f32x4.splat(2.0));
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(<f32>0.6931471805599453)), f32x4.mul(p, s));
}
