/**
 * Activations whose derivative needs the value before them: silu and gelu. Forward works in place and keeps a copy of
 * that value; backward reads the copy. elu, whose derivative its result tells, is here for its exponential.
 * `count` is the number of floats, a multiple of 8. All of them leave the zeros of padding zero.
 */
import { exp4 } from "./math";

/** values = x / (1 + e^-x), also called swish; x is copied to `kept`, unless that is 0. */
export function silu(values: usize, kept: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const x = v128.load(values + i);
    if (kept != 0) v128.store(kept + i, x);
    v128.store(values + i, f32x4.div(x, f32x4.add(one, exp4(f32x4.neg(x)))));
  }
}

/** delta *= s (1 + x (1 - s)), where s is the sigmoid of x, and 1 - s = e^-x s, which does not cancel. */
export function siluBackward(delta: usize, kept: usize, count: i32): void {
  const one = f32x4.splat(1.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const x = v128.load(kept + i);
    const e = exp4(f32x4.neg(x));
    const s = f32x4.div(one, f32x4.add(one, e));
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.mul(e, s))));
    v128.store(delta + i, f32x4.mul(v128.load(delta + i), slope));
  }
}

/** values = x P(x), where P is the normal distribution's; x is copied to `kept`, unless that is 0. */
export function gelu(values: usize, kept: usize, count: i32): void {
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const x = v128.load(values + i);
    if (kept != 0) v128.store(kept + i, x);
    v128.store(values + i, f32x4.mul(x, normalShare(x, bell(x))));
  }
}

/** delta *= P(x) + x e^(-x^2 / 2) / sqrt(2 pi). */
export function geluBackward(delta: usize, kept: usize, count: i32): void {
  const height = f32x4.splat(0.3989422804014327);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const x = v128.load(kept + i);
    const e = bell(x);
    const slope = f32x4.add(normalShare(x, e), f32x4.mul(x, f32x4.mul(e, height)));
    v128.store(delta + i, f32x4.mul(v128.load(delta + i), slope));
  }
}

/** values = x where positive, else e^x - 1: for x > -0.5 by the Taylor series, which does not cancel. */
export function elu(values: usize, count: i32): void {
  const zero = f32x4.splat(0.0), one = f32x4.splat(1.0);
  for (const end = values + (<usize>count << 2); values < end; values += 16) {
    const x = v128.load(values);
    const low = f32x4.pmin(x, zero);
    // x (1 + x/2 (1 + x/3 (... (1 + x/8)))): the rest is under 1e-8 of the result.
    let series = f32x4.add(one, f32x4.mul(low, f32x4.splat(1.0 / 8.0)));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 7.0)), series));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 6.0)), series));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 5.0)), series));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 4.0)), series));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 3.0)), series));
    series = f32x4.add(one, f32x4.mul(f32x4.mul(low, f32x4.splat(1.0 / 2.0)), series));
    const far = f32x4.sub(exp4(low), one);
    const negative = v128.bitselect(f32x4.mul(low, series), far, f32x4.gt(low, f32x4.splat(-0.5)));
    v128.store(values, v128.bitselect(negative, x, f32x4.lt(x, zero)));
  }
}

/** delta *= 1 where y is positive, y + 1 elsewhere. */
export function eluBackward(delta: usize, outputs: usize, count: i32): void {
  const zero = f32x4.splat(0.0), one = f32x4.splat(1.0);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const slope = f32x4.add(one, f32x4.pmin(v128.load(outputs + i), zero));
    v128.store(delta + i, f32x4.mul(v128.load(delta + i), slope));
  }
}

/** e^(-x^2 / 2). */
// @ts-ignore: decorator
@inline
function bell(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/**
 * P(x), the share of the normal distribution below x, error under 1e-7 (that of erf(x / sqrt 2) is twice as much).
 * For |x| < 1 the Taylor series of P(x) - 1/2, closed-form coefficients; beyond, the tail P(-|x|) is e^(-x^2 / 2) times a
 * polynomial in t = 1 / (1 + 0.4 |x|) that scripts/fit-normal-tail.py fitted, to 1e-7 of the tail.
 */
// @ts-ignore: decorator
@inline
function normalShare(x: v128, e: v128): v128 {
  const one = f32x4.splat(1.0);
  const magnitude = f32x4.abs(x);
  // Horner's scheme of the sum over n of (-1)^n x^2n / (2^n n! (2n + 1)); the term n = 8 is under 6e-9.
  const s = f32x4.mul(x, x);
  let near = f32x4.splat(-1.0 / 9676800.0);
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(1.0 / 599040.0));
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(-1.0 / 42240.0));
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(1.0 / 3456.0));
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(-1.0 / 336.0));
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(1.0 / 40.0));
  near = f32x4.add(f32x4.mul(near, s), f32x4.splat(-1.0 / 6.0));
  near = f32x4.add(f32x4.mul(near, s), one);
  near = f32x4.mul(f32x4.mul(near, x), f32x4.splat(0.3989422804014327));
  near = f32x4.add(near, f32x4.splat(0.5));
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(magnitude, f32x4.splat(0.4))));
  let tail = f32x4.splat(0.06788006);
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(-0.18582284));
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(0.104755916));
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(0.055851273));
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(0.13891721));
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(0.15911177));
  tail = f32x4.add(f32x4.mul(tail, t), f32x4.splat(0.15959515));
  tail = f32x4.mul(f32x4.mul(tail, t), e);
  const far = v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0.0)));
  return v128.bitselect(near, far, f32x4.lt(magnitude, one));
}
