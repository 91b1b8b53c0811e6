/**
 * exp and log from arithmetic alone, so that every platform gives the same bits.
 * Method: argument reduction by powers of two, then the Taylor series of the rest (closed-form coefficients).
 */

const LOG2_E: f32 = 1.44269504088896341;
/** ln 2 in two parts; the high one has few enough bits that n * LN2_HIGH is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
/** Beyond these exp would leave the normal float32 numbers. */
const EXP_MIN: f32 = -87.33654;
const EXP_MAX: f32 = 88.37626;

/** 1.5 * 2^23: adding it leaves a float's nearest whole number in the low bits of the sum. */
const ROUND: f32 = 12582912.0;

/** e^x of four floats; relative error under 2e-7. Arguments beyond [-87.3, 88.3] are clamped, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax are one instruction each, and keep a NaN in their first argument.
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(EXP_MAX)), f32x4.splat(EXP_MIN));
  const shifted = f32x4.add(f32x4.mul(clamped, f32x4.splat(LOG2_E)), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  // Horner's scheme of the series 1 + r + r^2/2! + ... + r^7/7!; |r| <= ln(2)/2 leaves an error of 5e-9.
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  // 2^n: n stands in the low bits of `shifted`; moved up and added to the bits of 1.0 it becomes the exponent.
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return f32x4.mul(p, power);
}

/** e^x of one float, by the same steps. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** ln x of a positive normal number, error under 1e-15: 2 atanh((m-1)/(m+1)) of the mantissa m in [0.7, 1.42). */
export function log1(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1.0) / (mantissa + 1.0);
  const s2 = s * s;
  let sum: f64 = 0.0;
  for (let k = 19; k >= 1; k -= 2) sum = sum * s2 + 1.0 / <f64>k;
  return 2.0 * s * sum + <f64>exponent * 0.6931471805599453;
}
