/** Leaky rectified linear unit: y = x where x is positive, negativeSlope x elsewhere. Source: A. Maas et al., ICML 2013. */
import { checkNumber } from "../../base/guards.ts";
import type { Activation } from "../activations/activation.ts";
import { rectifier } from "../activations/rectifier.ts";
import type { JsonObject } from "../model-record.ts";
import { ActivationLayer } from "./activation-layer.ts";
import type { LayerOptions } from "./layer.ts";

/** Options of `LeakyReLU`. */
export interface LeakyReLUOptions extends LayerOptions {
  /** @default 0.3, unlike the activation "leaky_relu", whose slope is 0.2 */
  negativeSlope?: number;
}

export class LeakyReLU extends ActivationLayer {
  readonly className = "LeakyReLU";
  readonly activation: Activation;
  readonly negativeSlope: number;

  /** @throws RangeError if the slope is negative */
  constructor({ negativeSlope = 0.3, ...options }: LeakyReLUOptions = {}) {
    super(options);
    this.negativeSlope = checkNumber("negativeSlope", negativeSlope, 0);
    this.activation = rectifier("leaky_relu", { negativeSlope });
  }

  protected ownConfig(): JsonObject {
    return { negative_slope: this.negativeSlope };
  }
}
