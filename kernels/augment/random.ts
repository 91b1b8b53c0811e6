/**
 * Random numbers that are a function of (key, index) alone: no state, so any pixel of any image can be drawn by anybody
 * in any order.
 * Method: dropout's multiply-xorshift hash (kernels/dropout.ts). Keys form a tree: a step's key and the image's row give
 * the image's key, that and a stream give a stream's key. So what one family draws moves no other's numbers.
 */

/** Families that draw more than the parameters of their slots; beyond every slot's number. */
export const enum Stream {
  Elastic = 1024,
  Line = 1025,
  Noise = 1026,
  SaltAndPepper = 1027,
}

/** Keeps an image's key apart from dropout's bits of the same step. */
const SALT: u32 = 0x6a09e667;

/** 32 random bits. */
export function hash(index: u32, key: u32): u32 {
  let z = (index * 0x9e3779b1) ^ key;
  z = (z ^ (z >>> 16)) * 0x21f0aaad;
  z = (z ^ (z >>> 15)) * 0x735a2d97;
  return z ^ (z >>> 15);
}

/** The same of four indices. */
// @ts-ignore: decorator
@inline
export function hash4(indices: v128, key: v128): v128 {
  let z = v128.xor(i32x4.mul(indices, i32x4.splat(0x9e3779b1)), key);
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 16)), i32x4.splat(0x21f0aaad));
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(z, i32x4.shr_u(z, 15));
}

/** The key of the image in row `n` of a batch. */
export function imageKey(key: u32, n: i32): u32 {
  return hash(n, key ^ SALT);
}

/** Uniform in [0, 1), 24 bits. */
export function uniform(index: u32, key: u32): f32 {
  return <f32>(<i32>(hash(index, key) >>> 8)) * <f32>(1.0 / 16777216.0);
}

/** Uniform between two bounds. */
export function between(low: f32, high: f32, index: u32, key: u32): f32 {
  return low + (high - low) * uniform(index, key);
}

/** The image's value of a parameter: uniform between the bounds in its slot and the next. */
export function draw(settings: usize, slot: i32, key: u32): f32 {
  const at = settings + (<usize>slot << 2);
  return between(load<f32>(at), load<f32>(at, 4), slot, key);
}

/** Whether the image is among the share that the slot names. */
export function happens(settings: usize, slot: i32, key: u32): bool {
  return uniform(slot, key) < load<f32>(settings + (<usize>slot << 2));
}

/**
 * Four nearly normal numbers of four random words: each is the sum of its word's four bytes (Irwin and Hall), less its
 * mean 510, over its deviation sqrt(4 (256^2 - 1) / 12). Mean 0 and variance 1 are exact; no value lies beyond 3.46; the
 * excess of the kurtosis is -0.3.
 */
// @ts-ignore: decorator
@inline
export function normal4(words: v128): v128 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(words));
  const centred = f32x4.sub(f32x4.convert_i32x4_s(sums), f32x4.splat(510.0));
  return f32x4.mul(centred, f32x4.splat(<f32>(1.0 / 147.80054127099805)));
}
