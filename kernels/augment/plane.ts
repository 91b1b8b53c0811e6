/**
 * Planes: an image as float32 grey levels 0..255, (height, stride). `stride` is the width rounded up to whole vectors; what
 * stands beyond the width is never read as a neighbour and never stored.
 */

/** Floats before the first pixel, and behind the last, of a row with its ends repeated: the widest blur's radius, and more. */
export const REACH: i32 = 8;

/** Floats from one row of a plane to the next. */
export function strideOf(width: i32): i32 {
  return (width + 3) & ~3;
}

/** Address of row y; a row beyond the edge is the edge's. */
// @ts-ignore: decorator
@inline
export function rowAt(plane: usize, y: i32, height: i32, stride: i32): usize {
  const inside = max(0, min(height - 1, y));
  return plane + (<usize>(inside * stride) << 2);
}

/** Repeats a row's first and last pixel `reach` times. `row` is the first pixel's address. */
export function repeatEnds(row: usize, width: i32, reach: i32): void {
  const end = row + (<usize>width << 2);
  const first = load<f32>(row);
  const last = load<f32>(end - 4);
  for (let k = 1; k <= reach; k++) {
    store<f32>(row - (<usize>k << 2), first);
    store<f32>(end + (<usize>(k - 1) << 2), last);
  }
}

/** Puts a uint8 image into the middle of a zeroed plane of (height + 3, paddedStride): one row above, one column before. */
export function spreadBytes(padded: usize, image: usize, height: i32, width: i32, paddedStride: i32): void {
  const whole = width & ~3;
  for (let y = 0; y < height; y++) {
    const source = image + <usize>(y * width);
    const target = padded + (<usize>((y + 1) * paddedStride + 1) << 2);
    let x = 0;
    for (; x < whole; x += 4) {
      const words = i16x8.extend_low_i8x16_u(v128.load32_zero(source + <usize>x));
      v128.store(target + (<usize>x << 2), f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)));
    }
    for (; x < width; x++) store<f32>(target + (<usize>x << 2), <f32>(<i32>load<u8>(source + <usize>x)));
  }
}

/** The brightest pixel. */
export function brightest(plane: usize, height: i32, width: i32, stride: i32): f32 {
  const whole = <usize>(width & ~3) << 2, bytes = <usize>width << 2;
  let four = f32x4.splat(0.0);
  let rest: f32 = 0.0;
  for (let y = 0; y < height; y++) {
    const row = rowAt(plane, y, height, stride);
    let x: usize = 0;
    for (; x < whole; x += 16) four = f32x4.pmax(four, v128.load(row + x));
    for (; x < bytes; x += 4) rest = max<f32>(rest, load<f32>(row + x));
  }
  const two = f32x4.pmax(four, v128.shuffle<i64>(four, four, 1, 1));
  return max<f32>(rest, max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1)));
}

/** A plane to bytes: rounded to the nearest (of two, the even one), held within 0..255. */
export function storeBytes(out: usize, plane: usize, height: i32, width: i32, stride: i32): void {
  const whole = width & ~3;
  for (let y = 0; y < height; y++) {
    const source = plane + (<usize>(y * stride) << 2);
    const target = out + <usize>(y * width);
    let x = 0;
    for (; x < whole; x += 4) v128.store32_lane(target + <usize>x, toBytes(v128.load(source + (<usize>x << 2))), 0);
    if (x == width) continue;
    let rest = i32x4.extract_lane(toBytes(v128.load(source + (<usize>x << 2))), 0);
    for (; x < width; x++, rest >>= 8) store<u8>(target + <usize>x, rest);
  }
}

/** Four floats to four bytes, in the lowest lane. */
// @ts-ignore: decorator
@inline
function toBytes(levels: v128): v128 {
  const words = i32x4.trunc_sat_f32x4_s(f32x4.nearest(levels));
  const halves = i16x8.narrow_i32x4_s(words, words);
  return i8x16.narrow_i16x8_u(halves, halves);
}
