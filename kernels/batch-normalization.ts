/**
 * Batch normalization, channel by channel: the mean and variance of a batch, what they do to its values, and the way
 * back. Source: S. Ioffe, C. Szegedy, ICML 2015.
 *
 * An example is `pixels` pixels of `columns` channels, a multiple of 8; features without pixels are one pixel. Each
 * example's moments are found on their own, then those of all examples are put together in the order of the rows, in
 * double precision (T. Chan et al., 1979, for parts of equal size): no sum depends on how the rows are cut.
 * Buffers named (k, columns) hold k rows of one float a channel. Strides of examples are in floats.
 */
import { RUN, sumPixels } from "./channel-sums";

/** Each example's channel means, and the sums of its squared differences from them. */
export function channelMoments(
  means: usize, squares: usize, // (N, columns) each, overwritten
  input: usize, // (N, stride)
  columns: i32, pixels: i32, stride: i32, from: i32, to: i32,
): void {
  const bytes = <usize>columns << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let n = from; n < to; n++) {
    const mean = means + <usize>n * bytes;
    const image = input + (<usize>n * <usize>stride << 2);
    sumPixels(mean, image, bytes, pixels);
    for (let c: usize = 0; c < bytes; c += 16) v128.store(mean + c, f32x4.div(v128.load(mean + c), count));
    sumSquares(squares + <usize>n * bytes, image, mean, bytes, pixels);
  }
}

// @ts-ignore: decorator
@inline
function sumSquares(sums: usize, image: usize, means: usize, pixelBytes: usize, pixels: i32): void {
  memory.fill(sums, 0, pixelBytes);
  for (let first = 0; first < pixels; first += RUN) {
    const run = min(RUN, pixels - first);
    for (let c: usize = 0; c < pixelBytes; c += 32) {
      const mean0 = v128.load(means + c), mean1 = v128.load(means + c, 16);
      let low = f32x4.splat(0), high = low;
      let at = image + c;
      for (let p = 0; p < run; p++) {
        const d0 = f32x4.sub(v128.load(at), mean0), d1 = f32x4.sub(v128.load(at, 16), mean1);
        low = f32x4.add(low, f32x4.mul(d0, d0));
        high = f32x4.add(high, f32x4.mul(d1, d1));
        at += pixelBytes;
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), low));
      v128.store(sums + c, f32x4.add(v128.load(sums + c, 16), high), 16);
    }
    image += <usize>run * pixelBytes;
  }
}

/** The batch's means and biased variances from those of its examples; `squares` is 0 where an example is one pixel. */
export function batchMoments(
  moments: usize, // (2, columns): means, variances; overwritten
  means: usize, squares: usize, // (rows, columns) each, from channelMoments
  columns: i32, rows: i32, pixels: i32,
): void {
  const bytes = <usize>columns << 2;
  const count = f64x2.splat(<f64>rows), size = f64x2.splat(<f64>pixels);
  for (let c: usize = 0; c < bytes; c += 16) {
    let low = f64x2.splat(0), high = low;
    for (let n = 0, at = means + c; n < rows; n++, at += bytes) {
      const mean = v128.load(at);
      low = f64x2.add(low, lowDoubles(mean));
      high = f64x2.add(high, highDoubles(mean));
    }
    low = f64x2.div(low, count);
    high = f64x2.div(high, count);
    let between0 = f64x2.splat(0), between1 = between0, within0 = between0, within1 = between0;
    for (let n = 0, at = c; n < rows; n++, at += bytes) {
      const mean = v128.load(means + at);
      const d0 = f64x2.sub(lowDoubles(mean), low), d1 = f64x2.sub(highDoubles(mean), high);
      between0 = f64x2.add(between0, f64x2.mul(d0, d0));
      between1 = f64x2.add(between1, f64x2.mul(d1, d1));
      if (squares == 0) continue;
      const square = v128.load(squares + at);
      within0 = f64x2.add(within0, lowDoubles(square));
      within1 = f64x2.add(within1, highDoubles(square));
    }
    const variance0 = f64x2.div(f64x2.add(between0, f64x2.div(within0, size)), count);
    const variance1 = f64x2.div(f64x2.add(between1, f64x2.div(within1, size)), count);
    v128.store(moments + c, toFloats(low, high));
    v128.store(moments + bytes + c, toFloats(variance0, variance1));
  }
}

/** moving = moving * keep + batch * take: `keep` is the momentum, `take` one minus it, each rounded once. */
export function moveMoments(moving: usize, batch: usize, keep: f32, take: f32, columns: i32): void {
  const kept = f32x4.splat(keep), taken = f32x4.splat(take);
  for (let i: usize = 0, bytes = <usize>columns << 2; i < bytes; i += 16) {
    const blend = f32x4.add(f32x4.mul(v128.load(moving + i), kept), f32x4.mul(v128.load(batch + i), taken));
    v128.store(moving + i, blend);
  }
}

/** The multiply-add that normalises: scale = gamma / sqrt(variance + epsilon), offset = beta - mean * scale. */
export function foldNormalisation(
  transform: usize, // (2, columns): scales, offsets; overwritten
  gamma: usize, beta: usize, // (columns) each, or 0 for ones and for zeros
  mean: usize, variance: usize, epsilon: f32, columns: i32,
): void {
  const zero = f32x4.splat(0.0), one = f32x4.splat(1.0), eps = f32x4.splat(epsilon);
  for (let c: usize = 0, bytes = <usize>columns << 2; c < bytes; c += 16) {
    const deviation = f32x4.sqrt(f32x4.add(v128.load(variance + c), eps));
    const scale = f32x4.div(gamma == 0 ? one : v128.load(gamma + c), deviation);
    v128.store(transform + c, scale);
    const shift = f32x4.mul(v128.load(mean + c), scale);
    v128.store(transform + bytes + c, f32x4.sub(beta == 0 ? zero : v128.load(beta + c), shift));
  }
}

/** out = input * scale + offset of its channel. */
export function scaleChannels(
  out: usize, input: usize, // (N, stride); out is overwritten
  transform: usize, // (2, columns): scales, offsets
  columns: i32, pixels: i32, stride: i32, from: i32, to: i32,
): void {
  const bytes = <usize>columns << 2;
  for (let n = from; n < to; n++) {
    let at = <usize>n * <usize>stride << 2;
    for (let p = 0; p < pixels; p++) {
      for (let c: usize = 0; c < bytes; c += 32) {
        const y0 = f32x4.add(f32x4.mul(v128.load(input + at), v128.load(transform + c)), v128.load(transform + bytes + c));
        const y1 = f32x4.add(
          f32x4.mul(v128.load(input + at, 16), v128.load(transform + c, 16)), v128.load(transform + bytes + c, 16),
        );
        v128.store(out + at, y0);
        v128.store(out + at, y1, 16);
        at += 32;
      }
    }
  }
}

/** Each example's sums, over its pixels, of delta and of delta (x - mean). */
export function channelProducts(
  sums: usize, // (N, 2, columns), overwritten
  delta: usize, input: usize, mean: usize, // (N, stride) both, (columns)
  columns: i32, pixels: i32, stride: i32, from: i32, to: i32,
): void {
  const bytes = <usize>columns << 2;
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    sumProducts(sums + <usize>n * 2 * bytes, delta + shift, input + shift, mean, bytes, pixels);
  }
}

// @ts-ignore: decorator
@inline
function sumProducts(sums: usize, delta: usize, image: usize, means: usize, pixelBytes: usize, pixels: i32): void {
  const products = sums + pixelBytes;
  memory.fill(sums, 0, 2 * pixelBytes);
  for (let first = 0; first < pixels; first += RUN) {
    const run = min(RUN, pixels - first);
    for (let c: usize = 0; c < pixelBytes; c += 32) {
      const mean0 = v128.load(means + c), mean1 = v128.load(means + c, 16);
      let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0;
      let at = c;
      for (let p = 0; p < run; p++) {
        const d0 = v128.load(delta + at), d1 = v128.load(delta + at, 16);
        a0 = f32x4.add(a0, d0);
        a1 = f32x4.add(a1, d1);
        b0 = f32x4.add(b0, f32x4.mul(d0, f32x4.sub(v128.load(image + at), mean0)));
        b1 = f32x4.add(b1, f32x4.mul(d1, f32x4.sub(v128.load(image + at, 16), mean1)));
        at += pixelBytes;
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), a0));
      v128.store(sums + c, f32x4.add(v128.load(sums + c, 16), a1), 16);
      v128.store(products + c, f32x4.add(v128.load(products + c), b0));
      v128.store(products + c, f32x4.add(v128.load(products + c, 16), b1), 16);
    }
    delta += <usize>run * pixelBytes;
    image += <usize>run * pixelBytes;
  }
}

/** out[c] = sum over the rows of values[:, c], in double precision and rounded once. */
export function exactColumnSums(out: usize, values: usize, columns: i32, rows: i32): void {
  const bytes = <usize>columns << 2;
  for (let c: usize = 0; c < bytes; c += 16) {
    let low = f64x2.splat(0), high = low;
    for (let n = 0, at = values + c; n < rows; n++, at += bytes) {
      const value = v128.load(at);
      low = f64x2.add(low, lowDoubles(value));
      high = f64x2.add(high, highDoubles(value));
    }
    v128.store(out + c, toFloats(low, high));
  }
}

/** What normaliseBackward multiplies by. `count` is the batch's number of pixels. */
export function normalisationSlopes(
  slopes: usize, // (3, columns): of delta, of x - mean, constant; overwritten
  sums: usize, gamma: usize, variance: usize, // (2, columns): of delta, of delta (x - mean); (columns) or 0; (columns)
  epsilon: f32, count: f32, columns: i32,
): void {
  const one = f32x4.splat(1.0), eps = f32x4.splat(epsilon), all = f32x4.splat(count);
  for (let c: usize = 0, bytes = <usize>columns << 2; c < bytes; c += 16) {
    const inverse = f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(variance + c), eps)));
    const slope = gamma == 0 ? inverse : f32x4.mul(v128.load(gamma + c), inverse);
    const products = f32x4.div(v128.load(sums + bytes + c), all);
    v128.store(slopes + c, slope);
    v128.store(slopes + bytes + c, f32x4.neg(f32x4.mul(slope, f32x4.mul(f32x4.mul(inverse, inverse), products))));
    v128.store(slopes + 2 * bytes + c, f32x4.neg(f32x4.mul(slope, f32x4.div(v128.load(sums + c), all))));
  }
}

/** dInput = delta * slope[0] + ((x - mean) * slope[1] + slope[2]). */
export function normaliseBackward(
  dInput: usize, delta: usize, input: usize, // (N, stride); dInput is overwritten
  mean: usize, slopes: usize, // (columns), (3, columns)
  columns: i32, pixels: i32, stride: i32, from: i32, to: i32,
): void {
  const bytes = <usize>columns << 2;
  for (let n = from; n < to; n++) {
    let at = <usize>n * <usize>stride << 2;
    for (let p = 0; p < pixels; p++) {
      for (let c: usize = 0; c < bytes; c += 16) {
        const centred = f32x4.sub(v128.load(input + at), v128.load(mean + c));
        const rest = f32x4.add(f32x4.mul(centred, v128.load(slopes + bytes + c)), v128.load(slopes + 2 * bytes + c));
        v128.store(dInput + at, f32x4.add(f32x4.mul(v128.load(delta + at), v128.load(slopes + c)), rest));
        at += 16;
      }
    }
  }
}

/** dGamma = sum of delta (x - mean) / sqrt(variance + epsilon), dBeta = sum of delta. */
export function normalisationGradients(
  dGamma: usize, dBeta: usize, // (columns) each, overwritten, or 0 where there is no such weight
  sums: usize, variance: usize, epsilon: f32, columns: i32, // (2, columns): of delta, of delta (x - mean); (columns)
): void {
  const eps = f32x4.splat(epsilon);
  for (let c: usize = 0, bytes = <usize>columns << 2; c < bytes; c += 16) {
    const deviation = f32x4.sqrt(f32x4.add(v128.load(variance + c), eps));
    if (dGamma != 0) v128.store(dGamma + c, f32x4.div(v128.load(sums + bytes + c), deviation));
    if (dBeta != 0) v128.store(dBeta + c, v128.load(sums + c));
  }
}

// @ts-ignore: decorator
@inline
function lowDoubles(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

// @ts-ignore: decorator
@inline
function highDoubles(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

// @ts-ignore: decorator
@inline
function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** out = weights * scale of its column, for weights whose columns are channels; both lie alike, as in `gemm`. */
export function scaleColumns(
  out: usize, weights: usize, rowBytes: i32, panelBytes: i32, // out is overwritten
  transform: usize, columns: i32, rows: i32,
): void {
  for (let column = 0; column < columns; column += 4) {
    const scale = v128.load(transform + (<usize>column << 2));
    let at = <usize>(column >> 4) * <usize>panelBytes + (<usize>(column & 15) << 2);
    for (let row = 0; row < rows; row++, at += <usize>rowBytes) {
      v128.store(out + at, f32x4.mul(v128.load(weights + at), scale));
    }
  }
}

/** out = bias * scale + offset of its channel; `bias` is 0 for none. */
export function foldBias(out: usize, bias: usize, transform: usize, columns: i32): void {
  const bytes = <usize>columns << 2;
  for (let c: usize = 0; c < bytes; c += 16) {
    const offset = v128.load(transform + bytes + c);
    const folded = bias == 0 ? offset : f32x4.add(f32x4.mul(v128.load(bias + c), v128.load(transform + c)), offset);
    v128.store(out + c, folded);
  }
}
