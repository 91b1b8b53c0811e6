/**
 * AssemblyScript, compiled by limits.mjs: what one thread of WebAssembly can do at most with SIMD128. Multiplications
 * and additions that never leave the registers, and loops over memory that do nothing but move it.
 */

/**
 * `turns` times 96 float operations: twelve sums of four lanes, each multiplied and added to. Twelve are enough to hide
 * the latency of both, and leave registers for the two factors: 44 GFLOP/s, where eight make 35 and fourteen 41
 * (measured). Each sum settles at d / (1 - c): no overflow, nothing that a compiler may leave out.
 */
export function multiplyAdd(turns: i32, c: f32, d: f32): f32 {
  const x = f32x4.splat(c);
  const y = f32x4.splat(d);
  let a0 = y,
    a1 = y,
    a2 = y,
    a3 = y,
    a4 = y,
    a5 = y;
  let b0 = x,
    b1 = x,
    b2 = x,
    b3 = x,
    b4 = x,
    b5 = x;
  for (let i = 0; i < turns; i++) {
    a0 = f32x4.add(f32x4.mul(a0, x), y);
    a1 = f32x4.add(f32x4.mul(a1, x), y);
    a2 = f32x4.add(f32x4.mul(a2, x), y);
    a3 = f32x4.add(f32x4.mul(a3, x), y);
    a4 = f32x4.add(f32x4.mul(a4, x), y);
    a5 = f32x4.add(f32x4.mul(a5, x), y);
    b0 = f32x4.add(f32x4.mul(b0, x), y);
    b1 = f32x4.add(f32x4.mul(b1, x), y);
    b2 = f32x4.add(f32x4.mul(b2, x), y);
    b3 = f32x4.add(f32x4.mul(b3, x), y);
    b4 = f32x4.add(f32x4.mul(b4, x), y);
    b5 = f32x4.add(f32x4.mul(b5, x), y);
  }
  a0 = f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3));
  b0 = f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3));
  a0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(f32x4.add(a4, a5), f32x4.add(b4, b5)));
  return f32x4.extract_lane(a0, 0);
}

/** Reads `bytes` (a multiple of 128) `times` times. */
export function read(from: usize, bytes: usize, times: i32): i32 {
  let a = i32x4.splat(0),
    b = a,
    c = a,
    d = a;
  for (let turn = 0; turn < times; turn++) {
    for (let at = from, end = from + bytes; at < end; at += 128) {
      a = v128.or(a, v128.load(at));
      b = v128.or(b, v128.load(at, 16));
      c = v128.or(c, v128.load(at, 32));
      d = v128.or(d, v128.load(at, 48));
      a = v128.or(a, v128.load(at, 64));
      b = v128.or(b, v128.load(at, 80));
      c = v128.or(c, v128.load(at, 96));
      d = v128.or(d, v128.load(at, 112));
    }
  }
  return i32x4.extract_lane(v128.or(v128.or(a, b), v128.or(c, d)), 0);
}

/** Copies `bytes` (a multiple of 128) `times` times. */
export function copy(to: usize, from: usize, bytes: usize, times: i32): void {
  for (let turn = 0; turn < times; turn++) {
    let out = to;
    for (let at = from, end = from + bytes; at < end; at += 128) {
      v128.store(out, v128.load(at));
      v128.store(out, v128.load(at, 16), 16);
      v128.store(out, v128.load(at, 32), 32);
      v128.store(out, v128.load(at, 48), 48);
      v128.store(out, v128.load(at, 64), 64);
      v128.store(out, v128.load(at, 80), 80);
      v128.store(out, v128.load(at, 96), 96);
      v128.store(out, v128.load(at, 112), 112);
      out += 128;
    }
  }
}

/**
 * The inner loop of a matrix product at its best: a tile of 4 by 8 sums in registers, both matrices packed and in the
 * first-level cache. 64 float operations for each of `depth` steps, `times` times.
 */
export function product(out: usize, a: usize, b: usize, depth: usize, times: i32): void {
  let c00 = f32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00;
  for (let turn = 0; turn < times; turn++) {
    let y = b;
    for (let x = a, end = a + (depth << 4); x < end; x += 16) {
      const b0 = v128.load(y),
        b1 = v128.load(y, 16);
      const x0 = v128.load_splat<f32>(x);
      c00 = f32x4.add(c00, f32x4.mul(x0, b0));
      c01 = f32x4.add(c01, f32x4.mul(x0, b1));
      const x1 = v128.load_splat<f32>(x, 4);
      c10 = f32x4.add(c10, f32x4.mul(x1, b0));
      c11 = f32x4.add(c11, f32x4.mul(x1, b1));
      const x2 = v128.load_splat<f32>(x, 8);
      c20 = f32x4.add(c20, f32x4.mul(x2, b0));
      c21 = f32x4.add(c21, f32x4.mul(x2, b1));
      const x3 = v128.load_splat<f32>(x, 12);
      c30 = f32x4.add(c30, f32x4.mul(x3, b0));
      c31 = f32x4.add(c31, f32x4.mul(x3, b1));
      y += 32;
    }
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out, c10, 32);
  v128.store(out, c11, 48);
  v128.store(out, c20, 64);
  v128.store(out, c21, 80);
  v128.store(out, c30, 96);
  v128.store(out, c31, 112);
}
