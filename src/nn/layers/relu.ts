/** Rectified linear unit: y = min(x, maxValue) where x > threshold, negativeSlope (x - threshold) elsewhere. */
import { rangeError } from "../../base/errors.ts";
import { checkNumber } from "../../base/guards.ts";
import type { Activation } from "../activations/activation.ts";
import { rectifier } from "../activations/rectifier.ts";
import type { JsonObject } from "../model-record.ts";
import { ActivationLayer } from "./activation-layer.ts";
import type { LayerOptions } from "./layer.ts";

/** Options of `ReLU`. */
export interface ReLUOptions extends LayerOptions {
  /** Above it nothing grows. @default null, for no limit */
  maxValue?: number | null;
  /** @default 0 */
  negativeSlope?: number;
  /** @default 0 */
  threshold?: number;
}

export class ReLU extends ActivationLayer {
  readonly className = "ReLU";
  readonly activation: Activation;
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  /** @throws RangeError if `maxValue` is not above zero, or another option is negative */
  constructor({ maxValue = null, negativeSlope = 0, threshold = 0, ...options }: ReLUOptions = {}) {
    super(options);
    this.maxValue = maxValue === null ? null : checkNumber("maxValue", maxValue, 0);
    if (maxValue === 0) {
      throw rangeError({
        what: "maxValue is 0, which lets nothing through",
        expected: "a number above 0, or null",
      });
    }
    this.negativeSlope = checkNumber("negativeSlope", negativeSlope, 0);
    this.threshold = checkNumber("threshold", threshold, 0);
    this.activation = rectifier("relu", { maxValue, negativeSlope, threshold });
  }

  protected ownConfig(): JsonObject {
    return { max_value: this.maxValue, negative_slope: this.negativeSlope, threshold: this.threshold };
  }
}
