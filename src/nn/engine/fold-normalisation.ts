/**
 * For prediction, a batch normalization directly behind a convolution or a dense layer is folded into its weights: with the
 * moving moments it is one multiply-add a channel, so kernel * scale and bias * scale + offset do both layers' work at once.
 */
import { sizeOf } from "../../base/shapes.ts";
import type { BatchNormalization } from "../layers/batch-normalization.ts";
import { strideOf, weightPanels, type Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { ParameterView } from "./parameters.ts";

/** A layer's weights with the normalization behind it folded in. */
export interface FoldedWeights {
  /** Addresses of the kernel and of the bias, which there now is. */
  weights: [kernel: number, bias: number];
  /** When the parameters have changed. */
  fold: (kernels: Kernels) => void;
}

/**
 * @param views the weights of the layer in front, its kernel first, then its bias, if it has one
 * @param weights addresses of those, and of the normalization's
 */
export function foldNormalisation(
  arena: Arena,
  views: readonly ParameterView[],
  normalisation: BatchNormalization,
  weights: { layer: readonly number[]; normalisation: readonly number[] },
): FoldedWeights {
  const { shape } = views[0];
  const columns = strideOf(shape[shape.length - 1]);
  const rows = strideOf(sizeOf(shape.slice(0, -1)));
  const [kernel, bias = 0] = weights.layer;
  const { gamma, beta, movingMean, movingVariance } = normalisation.named(weights.normalisation);
  const transform = arena.allocate(2 * columns * 4);
  const foldedKernel = arena.allocate(rows * columns * 4);
  const foldedBias = arena.allocate(columns * 4);
  const { rowBytes, panelBytes } = weightPanels(0, rows, columns);
  return {
    weights: [foldedKernel, foldedBias],
    fold(kernels) {
      const moments = [movingMean, movingVariance, normalisation.epsilon];
      kernels.foldNormalisation(transform, gamma, beta, ...moments, columns);
      kernels.scaleColumns(foldedKernel, kernel, rowBytes, panelBytes, transform, columns, rows);
      kernels.foldBias(foldedBias, bias, transform, columns);
    },
  };
}
