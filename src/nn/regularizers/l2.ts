/** L2: the loss grows by l2 times the sum of a weight's squares, as in Keras (not by half of it). */
import { checkNumber } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject } from "../model-record.ts";
import { Regularizer } from "./regularizer.ts";

/** Options of `L2`. */
export interface L2Options {
  /** Factor of the sum of squares. @default 0.01 */
  l2?: number;
}

/** `new Dense(32, { kernelRegularizer: new L2({ l2: 1e-4 }) })`. */
export class L2 extends Regularizer {
  readonly className = "L2";
  readonly l2: number;

  /** @throws RangeError if `l2` is negative */
  constructor({ l2 = 0.01 }: L2Options = {}) {
    super();
    this.l2 = checkNumber("l2", l2, 0);
  }

  addGradient(kernels: Kernels, gradients: number, weights: number, count: number): void {
    kernels.addScaled(gradients, weights, 2 * this.l2, count);
  }

  penalty(kernels: Kernels, weights: number, count: number): number {
    return this.l2 * kernels.sumOfSquares(weights, count);
  }

  protected ownConfig(): JsonObject {
    return { l2: this.l2 };
  }
}
