/**
 * Activations of a whole matrix, in place, and their derivatives from the activations themselves.
 * `count` is the number of floats, a multiple of 8.
 */
import { exp4 } from "./math";

/** values = 1 / (1 + e^-values). Turns the zeros of padding into 0.5: see `clearPadding`. */
export function sigmoid(values: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  // Two at a time, so that one's arithmetic fills the other's waits.
  for (const end = values + (<usize>count << 2); values < end; values += 32) {
    const low = exp4(f32x4.neg(v128.load(values))), high = exp4(f32x4.neg(v128.load(values, 16)));
    v128.store(values, f32x4.div(one, f32x4.add(one, low)));
    v128.store(values, f32x4.div(one, f32x4.add(one, high)), 16);
  }
}

/** delta *= y (1 - y). */
export function sigmoidBackward(delta: usize, outputs: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const y = v128.load(outputs + i);
    v128.store(delta + i, f32x4.mul(v128.load(delta + i), f32x4.mul(y, f32x4.sub(one, y))));
  }
}

/**
 * values = tanh(values): for |x| < 0.625 Lambert's continued fraction (error under 1e-9, no cancellation), beyond
 * it 1 - 2 / (e^2|x| + 1) with the sign of x.
 */
export function tanh(values: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  for (const end = values + (<usize>count << 2); values < end; values += 16) {
    const x = v128.load(values);
    const magnitude = f32x4.abs(x);
    const s = f32x4.mul(x, x);
    let top = f32x4.add(s, f32x4.splat(378.0));
    top = f32x4.add(f32x4.mul(top, s), f32x4.splat(17325.0));
    top = f32x4.add(f32x4.mul(top, s), f32x4.splat(135135.0));
    let bottom = f32x4.add(f32x4.mul(f32x4.splat(28.0), s), f32x4.splat(3150.0));
    bottom = f32x4.add(f32x4.mul(bottom, s), f32x4.splat(62370.0));
    bottom = f32x4.add(f32x4.mul(bottom, s), f32x4.splat(135135.0));
    const near = f32x4.div(f32x4.mul(x, top), bottom);
    const e = exp4(f32x4.add(magnitude, magnitude));
    const far = f32x4.sub(one, f32x4.div(f32x4.splat(2.0), f32x4.add(e, one)));
    const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
    v128.store(values, v128.bitselect(near, signed, f32x4.lt(magnitude, f32x4.splat(0.625))));
  }
}

/** delta *= 1 - y^2. */
export function tanhBackward(delta: usize, outputs: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const y = v128.load(outputs + i);
    v128.store(delta + i, f32x4.mul(v128.load(delta + i), f32x4.sub(one, f32x4.mul(y, y))));
  }
}

/** values = max(values, 0). */
export function relu(values: usize, count: i32): void {
  const zero = f32x4.splat(0.0);
  for (const end = values + (<usize>count << 2); values < end; values += 16) {
    v128.store(values, f32x4.pmax(v128.load(values), zero));
  }
}

/** delta = 0 where y is 0. */
export function reluBackward(delta: usize, outputs: usize, count: i32): void {
  const zero = f32x4.splat(0.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    v128.store(delta + i, v128.and(v128.load(delta + i), f32x4.gt(v128.load(outputs + i), zero)));
  }
}
