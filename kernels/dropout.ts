/**
 * Inverted dropout whose mask is a function of (key, row, column) alone: it needs no storage, comes out the same
 * in the backward pass, and does not depend on how the batch is cut.
 * Method: a multiply-xorshift hash of the position, compared with the rate.
 */

/** out = input / (1 - rate) where the mask keeps, else 0. `out` may be `input`; `threshold` = rate * 2^32. */
export function dropout(
  out: usize, input: usize, // (N, stride)
  key: u32, threshold: u32, scale: f32, stride: i32, from: i32, to: i32,
): void {
  const steps = i32x4(0, 1, 2, 3);
  // Unsigned comparison by signed: both sides are shifted by 2^31.
  const bar = i32x4.splat(<i32>(threshold ^ 0x80000000));
  const scales = f32x4.splat(scale);
  for (let at = from * stride, end = to * stride; at < end; at += 4) {
    let z = v128.xor(i32x4.mul(i32x4.add(i32x4.splat(at), steps), i32x4.splat(0x9e3779b1)), i32x4.splat(<i32>key));
    z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 16)), i32x4.splat(0x21f0aaad));
    z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 15)), i32x4.splat(0x735a2d97));
    z = v128.xor(v128.xor(z, i32x4.shr_u(z, 15)), i32x4.splat(0x80000000));
    const shift = <usize>at << 2;
    v128.store(out + shift, v128.and(f32x4.mul(v128.load(input + shift), scales), i32x4.ge_s(z, bar)));
  }
}
