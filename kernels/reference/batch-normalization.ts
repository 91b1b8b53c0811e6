/**
 * References of kernels/batch-normalization.ts. An example is an array of pixels, each an array of channels; in float32 but
 * for the sums over the batch, which are in double precision.
 */
import { sumPixels } from "./channel-sums.ts";
import { f32, type Matrix } from "./matrix.ts";

/** Means and biased variances, one of each a channel. */
export interface Moments {
  mean: number[];
  variance: number[];
}

/** One example's channel means and sums of squared differences from them. */
export function channelMoments(pixels: Matrix): { mean: number[]; squares: number[] } {
  const mean = sumPixels(pixels).map((sum) => f32(sum / pixels.length));
  const squares = pixels.map((pixel) => pixel.map((x, c) => f32(f32(x - mean[c]) * f32(x - mean[c]))));
  return { mean, squares: sumPixels(squares) };
}

/** The batch's moments from those of its examples, which have `pixels` pixels each. */
export function batchMoments(means: Matrix, squares: Matrix | undefined, pixels: number): Moments {
  const rows = means.length;
  const mean = means[0].map((_, c) => means.reduce((sum, row) => sum + row[c], 0) / rows);
  const variance = mean.map((centre, c) => {
    const between = means.reduce((sum, row) => sum + (row[c] - centre) * (row[c] - centre), 0);
    const within = (squares ?? []).reduce((sum, row) => sum + row[c], 0);
    return f32((between + within / pixels) / rows);
  });
  return { mean: mean.map(f32), variance };
}

export function moveMoments(moving: number[], batch: number[], momentum: number): number[] {
  return moving.map((old, c) => f32(f32(old * f32(momentum)) + f32(batch[c] * f32(1 - momentum))));
}

/** Scale and offset of each channel. */
export function foldNormalisation(
  gamma: number[] | undefined,
  beta: number[] | undefined,
  { mean, variance }: Moments,
  epsilon: number,
): { scale: number[]; offset: number[] } {
  const scale = variance.map((v, c) => f32((gamma?.[c] ?? 1) / deviation(v, epsilon)));
  return { scale, offset: scale.map((s, c) => f32((beta?.[c] ?? 0) - f32(mean[c] * s))) };
}

export function scaleChannels(pixels: Matrix, scale: number[], offset: number[]): Matrix {
  return pixels.map((pixel) => pixel.map((x, c) => f32(f32(x * scale[c]) + offset[c])));
}

/** One example's sums of delta and of delta (x - mean). */
export function channelProducts(delta: Matrix, pixels: Matrix, mean: number[]): [number[], number[]] {
  const products = delta.map((row, p) => row.map((d, c) => f32(d * f32(pixels[p][c] - mean[c]))));
  return [sumPixels(delta), sumPixels(products)];
}

export function exactColumnSums(values: Matrix): number[] {
  return values[0].map((_, c) => f32(values.reduce((sum, row) => sum + row[c], 0)));
}

/** Factors of delta and of x - mean, and a constant, for each channel. */
export function normalisationSlopes(
  [sums, products]: [number[], number[]],
  gamma: number[] | undefined,
  variance: number[],
  epsilon: number,
  count: number,
): [number[], number[], number[]] {
  const inverse = variance.map((v) => f32(1 / deviation(v, epsilon)));
  const slope = inverse.map((i, c) => (gamma === undefined ? i : f32(gamma[c] * i)));
  return [
    slope,
    slope.map((s, c) => -f32(s * f32(f32(inverse[c] * inverse[c]) * f32(products[c] / count)))),
    slope.map((s, c) => -f32(s * f32(sums[c] / count))),
  ];
}

export function normaliseBackward(
  delta: Matrix,
  pixels: Matrix,
  mean: number[],
  [slope, centred, constant]: [number[], number[], number[]],
): Matrix {
  return delta.map((row, p) =>
    row.map((d, c) => {
      const rest = f32(f32(f32(pixels[p][c] - mean[c]) * centred[c]) + constant[c]);
      return f32(f32(d * slope[c]) + rest);
    }),
  );
}

export function gammaGradient(products: number[], variance: number[], epsilon: number): number[] {
  return products.map((product, c) => f32(product / deviation(variance[c], epsilon)));
}

function deviation(variance: number, epsilon: number): number {
  return f32(Math.sqrt(f32(variance + f32(epsilon))));
}
