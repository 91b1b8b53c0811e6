/**
 * Augmentation of uint8 images, ink bright on dark as in MNIST. Every image is moved (affine and elastic, one resampling);
 * a share of them also gets what scans suffer from: thicker or thinner strokes, a stray line, blur, paler ink, grey paper,
 * noise, salt and pepper, in this order.
 *
 * What comes out is a function of (key, row of the batch, settings, image) alone, never of the range: work may be
 * cut over threads anywhere. A new effect is a file with its slots and its stream, and a line in `reshape` or `retone`.
 */
import { exp1 } from "../math";
import { blur, blurRadius } from "./blur";
import { drawFields, LARGEST_GRID, spreadWeights } from "./elastic";
import { Affine, drawAffine } from "./geometry";
import { strayLine } from "./line";
import { thicken } from "./morphology";
import { REACH, spreadBytes, storeBytes, strideOf } from "./plane";
import { draw, happens, imageKey } from "./random";
import { Slot } from "./settings";
import { gamma, levels, noise, saltAndPepper } from "./tone";
import { warp } from "./warp";

/** out[n] = source[rows[n]], augmented, for the rows `from` to `to` of a batch. See scratch's size in src/nn/engine/augmenting.ts. */
export function augment(
  out: usize, // (N, height * width) u8, overwritten
  source: usize, rows: usize, settings: usize, // (any, height * width) u8, (N) u32, see Slot
  scratch: usize, // one for each thread, overwritten
  key: u32, height: i32, width: i32, from: i32, to: i32,
): void {
  const stride = strideOf(width), paddedStride = strideOf(width + 3);
  const planeBytes = <usize>(height * stride) << 2;
  const paddedBytes = <usize>((height + 3) * paddedStride) << 2;
  const fieldBytes = <usize>(LARGEST_GRID * stride) << 2;
  const affine = scratch, nodes = affine + Affine.Bytes;
  const weights = nodes + (<usize>(LARGEST_GRID * LARGEST_GRID) << 3);
  const fields = weights + fieldBytes;
  const padded = fields + 2 * fieldBytes;
  const row = padded + paddedBytes, bell = row + (<usize>(stride + 2 * REACH) << 2);
  const plane = bell + (<usize>REACH << 2), spare = plane + planeBytes;
  const grid = <i32>load<f32>(settings, Slot.ElasticGrid << 2);
  // The border of the padded plane stays zero; every image fills its middle.
  memory.fill(padded, 0, paddedBytes);
  spreadWeights(weights, grid, width, stride);
  const pixels = <usize>(height * width);
  for (let n = from; n < to; n++) {
    const own = imageKey(key, n);
    spreadBytes(padded, source + <usize>load<u32>(rows + (<usize>n << 2)) * pixels, height, width, paddedStride);
    drawAffine(affine, settings, own);
    const amplitude = draw(settings, Slot.Elastic, own);
    if (amplitude > 0) drawFields(fields, nodes, weights, amplitude, own, grid, stride);
    warp(plane, padded, affine, amplitude > 0 ? fields : 0, grid, height, width, stride, paddedStride);
    let result = plane;
    if (happens(settings, Slot.RobustShare, own)) {
      result = reshape(plane, spare, row, bell, settings, own, height, width, stride);
      retone(result, settings, own, height * stride);
    }
    storeBytes(out + <usize>n * pixels, result, height, width, stride);
  }
}

/** Effects on neighbourhoods, back and forth between two planes; returns the one with the result. */
function reshape(
  plane: usize, spare: usize, row: usize, bell: usize, settings: usize, key: u32, height: i32, width: i32, stride: i32,
): usize {
  const amount = draw(settings, Slot.Stroke, key);
  if (amount != 0) {
    thicken(spare, plane, row, amount, height, width, stride);
    const swapped = plane;
    plane = spare;
    spare = swapped;
  }
  if (happens(settings, Slot.LineShare, key)) strayLine(plane, key, height, width, stride);
  const deviation = draw(settings, Slot.Blur, key);
  if (blurRadius(deviation) == 0) return plane;
  blur(spare, plane, row, bell, deviation, height, width, stride);
  return spare;
}

/** Effects on single pixels, in place. */
function retone(plane: usize, settings: usize, key: u32, floats: i32): void {
  const logarithm = draw(settings, Slot.Gamma, key);
  if (logarithm != 0) gamma(plane, exp1(logarithm), floats);
  const contrast = draw(settings, Slot.Contrast, key);
  const background: f32 = happens(settings, Slot.BackgroundShare, key) ? draw(settings, Slot.Background, key) : 0.0;
  if (contrast != 1 || background != 0) levels(plane, contrast, background, floats);
  const deviation: f32 = happens(settings, Slot.NoiseShare, key) ? draw(settings, Slot.Noise, key) : 0.0;
  if (deviation != 0) noise(plane, deviation, key, floats);
  const share: f32 = happens(settings, Slot.SaltAndPepperShare, key) ? draw(settings, Slot.SaltAndPepper, key) : 0.0;
  if (share != 0) saltAndPepper(plane, share, key, floats);
}
