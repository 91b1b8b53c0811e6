/**
 * The whole family of rectified linear units, in place: leaky, shifted, bounded. `relu` itself is in activations.ts.
 * `count` is the number of floats, a multiple of 8.
 */

/**
 * values = min(x, limit) where x is above the threshold, slope (x - threshold) elsewhere. `limit` may be infinite. With a
 * slope and a threshold the zeros of padding become -slope * threshold: see `clearPadding`.
 */
export function rectify(values: usize, slope: f32, threshold: f32, limit: f32, count: i32): void {
  const bar = f32x4.splat(threshold), most = f32x4.splat(limit), slopes = f32x4.splat(slope);
  for (const end = values + (<usize>count << 2); values < end; values += 16) {
    const x = v128.load(values);
    // Without a slope infinity must not become 0 times infinity.
    const low = slope == 0.0 ? f32x4.splat(0.0) : f32x4.mul(slopes, f32x4.sub(x, bar));
    v128.store(values, v128.bitselect(low, f32x4.pmin(x, most), f32x4.le(x, bar)));
  }
}

/** delta *= 1 where 0 < y < limit, 0 where y is the limit, `slope` elsewhere. The limit is above zero. */
export function rectifyBackward(delta: usize, outputs: usize, slope: f32, limit: f32, count: i32): void {
  const zero = f32x4.splat(0.0), most = f32x4.splat(limit), slopes = f32x4.splat(slope);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const y = v128.load(outputs + i), d = v128.load(delta + i);
    const inside = v128.and(d, f32x4.lt(y, most));
    v128.store(delta + i, v128.bitselect(inside, f32x4.mul(d, slopes), f32x4.gt(y, zero)));
  }
}
