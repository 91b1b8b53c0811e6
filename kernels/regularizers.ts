/** Penalties on weights: what they add to gradients and to the loss. `count` is a multiple of 8; padding holds zeros. */

/** target += source * factor. */
export function addScaled(target: usize, source: usize, factor: f32, count: i32): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    v128.store(target + i, f32x4.add(v128.load(target + i), f32x4.mul(v128.load(source + i), f)));
  }
}

/**
 * The sum of all values' squares, in double precision: eight sums, of the values modulo 8, and then these by halves. The
 * square of a float is exact in a double.
 */
export function sumOfSquares(values: usize, count: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let at = values, end = values + (<usize>count << 2); at < end; at += 32) {
    const low = v128.load(at), high = v128.load(at, 16);
    const p = f64x2.promote_low_f32x4(low), q = f64x2.promote_low_f32x4(upperHalf(low));
    const r = f64x2.promote_low_f32x4(high), s = f64x2.promote_low_f32x4(upperHalf(high));
    a = f64x2.add(a, f64x2.mul(p, p));
    b = f64x2.add(b, f64x2.mul(q, q));
    c = f64x2.add(c, f64x2.mul(r, r));
    d = f64x2.add(d, f64x2.mul(s, s));
  }
  const sum = f64x2.add(f64x2.add(a, c), f64x2.add(b, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** The upper two floats of a vector, moved down. */
// @ts-ignore: decorator
@inline
function upperHalf(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 1);
}
