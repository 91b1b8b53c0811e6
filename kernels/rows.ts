/** Whole rows: fetching a shuffled batch, scaling, clearing padding, summing columns. */

/** out[n, :width] = source[rows[n], :] * scale, from uint8. Padding is left as it is. */
export function gatherBytes(
  out: usize, // (N, stride), overwritten
  source: usize, rows: usize, scale: f32, // (any, width) u8, (N) u32
  width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const row = source + <usize>load<u32>(rows + (<usize>n << 2)) * <usize>width;
    const target = out + (<usize>n * <usize>stride << 2);
    for (let k = 0; k < width; k++) {
      store<f32>(target + (<usize>k << 2), <f32>(<i32>load<u8>(row + k)) * scale);
    }
  }
}

/** out[n, :width] = source[rows[n], :], from floats without padding. Padding is left as it is. */
export function gatherFloats(
  out: usize, // (N, stride), overwritten
  source: usize, rows: usize, // (any, width), (N) u32
  width: i32, stride: i32, from: i32, to: i32,
): void {
  const bytes = <usize>width << 2;
  for (let n = from; n < to; n++) {
    memory.copy(out + (<usize>n * <usize>stride << 2), source + <usize>load<u32>(rows + (<usize>n << 2)) * bytes, bytes);
  }
}

/** out = input * scale + offset in the first `width` columns. `out` may be `input`. */
export function rescale(
  out: usize, input: usize, scale: f32, offset: f32, width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      store<f32>(out + at, load<f32>(input + at) * scale + offset);
    }
  }
}

/** Sets the columns from `width` to `stride` to zero. */
export function clearPadding(values: usize, width: i32, stride: i32, from: i32, to: i32): void {
  const bytes = <usize>(stride - width) << 2;
  for (let n = from; n < to; n++) memory.fill(values + (<usize>n * <usize>stride + <usize>width << 2), 0, bytes);
}

/** out[k] = sum over the rows of delta[:, k]: the gradient of a bias. Columns in multiples of 8. */
export function columnSums(
  out: usize, // (stride), overwritten
  delta: usize, // (N, stride)
  rows: i32, stride: i32, from: i32, to: i32,
): void {
  const rowBytes = <usize>stride << 2;
  for (let column = from; column < to; column += 8) {
    let at = delta + (<usize>column << 2);
    let low = f32x4.splat(0), high = low;
    for (let n = 0; n < rows; n++) {
      low = f32x4.add(low, v128.load(at));
      high = f32x4.add(high, v128.load(at, 16));
      at += rowBytes;
    }
    v128.store(out + (<usize>column << 2), low);
    v128.store(out + (<usize>column << 2), high, 16);
  }
}
