/** What an activation function is to the engine. */
import type { Kernels } from "../engine/kernels.ts";

/** Rows of values and what belongs to them: a flow, or the pixels of one image. */
export interface ActivationRows {
  readonly width: number;
  /** Floats from one row to the next, a multiple of 8. */
  readonly stride: number;
  /** Addresses. */
  values(): number;
  delta(): number;
  /** Whether the values before the activation are kept, which only training needs. */
  readonly hasPreActivation: boolean;
  preActivation(): number;
}

/** An element-wise or row-wise function, applied in place. */
export interface Activation {
  /** Keras's name. */
  readonly name: string;
  /** Whether many results are exactly zero, so that the next layer should walk sparse lists. */
  readonly sparse: boolean;
  /**
   * Whether the derivative needs the values before the activation. `forward` then copies them to `preActivation()`,
   * where there is one: a layer that trains asks for it while it is planned.
   */
  readonly keepsInput?: boolean;
  /**
   * Whether images are taken pixel by pixel, because the function mixes the numbers of a row, or because it does not
   * leave the zeros of a pixel's padding zero. See pixelwise.ts.
   */
  readonly pixelwise?: boolean;
  /** Values become activations, rows `from` to `to`. */
  forward(kernels: Kernels, rows: ActivationRows, from: number, to: number): void;
  /** The delta of the activations becomes the delta of the values before them. */
  backward(kernels: Kernels, rows: ActivationRows, from: number, to: number): void;
}
