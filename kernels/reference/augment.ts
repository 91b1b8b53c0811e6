/**
 * Reference of kernels/augment/augment.ts, in float64 between bytes and bytes: the kernel, in float32, may be one grey level
 * away.
 */
import { blur, gamma, levels, noise, saltAndPepper, strayLine, thicken } from "./augment-effects.ts";
import { Draws, SLOT } from "./augment-random.ts";
import { warp } from "./augment-warp.ts";
import type { Matrix } from "./matrix.ts";

/** The image (height, width) of bytes in row `n` of a batch, augmented. */
export function augment(image: Matrix, settings: readonly number[], key: number, n: number): Matrix {
  const draws = new Draws(settings, key, n);
  let result = warp(image, draws, settings[SLOT.elasticGrid]);
  if (draws.happens("robustShare")) result = retone(reshape(result, draws), draws);
  return result.map((row) => row.map((level) => Math.round(Math.max(0, Math.min(255, level)))));
}

/** Effects on neighbourhoods. */
function reshape(image: Matrix, draws: Draws): Matrix {
  let result = thicken(image, draws.value("stroke"));
  if (draws.happens("lineShare")) result = strayLine(result, draws.stream("line"));
  return blur(result, draws.value("blur"));
}

/** Effects on single pixels. */
function retone(image: Matrix, draws: Draws): Matrix {
  const background = draws.happens("backgroundShare") ? draws.value("background") : 0;
  const deviation = draws.happens("noiseShare") ? draws.value("noise") : 0;
  const share = draws.happens("saltAndPepperShare") ? draws.value("saltAndPepper") : 0;
  let result = gamma(image, draws.value("gamma"));
  result = levels(result, draws.value("contrast"), background);
  result = noise(result, deviation, draws.stream("noise"));
  return saltAndPepper(result, share, draws.stream("saltAndPepper"));
}
