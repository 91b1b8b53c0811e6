/** The family of rectified linear units: leaky, shifted, bounded. */
import type { Activation } from "./activation.ts";
import { relu } from "./relu.ts";

/** f(x) = min(x, maxValue) where x > threshold, negativeSlope (x - threshold) elsewhere. */
export interface RectifierOptions {
  /** @default 0 */
  negativeSlope?: number;
  /** @default 0 */
  threshold?: number;
  /** Above zero. @default null, for none */
  maxValue?: number | null;
}

/** @param name Keras's name of the function */
export function rectifier(
  name: string,
  { negativeSlope = 0, threshold = 0, maxValue = null }: RectifierOptions,
): Activation {
  if (negativeSlope === 0 && threshold === 0 && maxValue === null) return relu;
  const limit = maxValue ?? Infinity;
  const zeroStays = negativeSlope === 0 || threshold === 0;
  return {
    name,
    sparse: negativeSlope === 0,
    pixelwise: !zeroStays,
    forward(kernels, rows, from, to) {
      const [values, count] = [rows.values() + from * rows.stride * 4, (to - from) * rows.stride];
      kernels.rectify(values, negativeSlope, threshold, limit, count);
      if (!zeroStays) kernels.clearPadding(rows.values(), rows.width, rows.stride, from, to);
    },
    backward(kernels, rows, from, to) {
      const shift = from * rows.stride * 4;
      const [delta, outputs] = [rows.delta() + shift, rows.values() + shift];
      kernels.rectifyBackward(delta, outputs, negativeSlope, limit, (to - from) * rows.stride);
    },
  };
}
