/** An activation as a layer of its own. */
import type { Activation as ActivationFunction } from "../activations/activation.ts";
import { getActivation, type ActivationName } from "../activations/get-activation.ts";
import type { JsonObject } from "../model-record.ts";
import { ActivationLayer } from "./activation-layer.ts";
import type { LayerOptions } from "./layer.ts";

/** `new Activation("relu")`. */
export class Activation extends ActivationLayer {
  readonly className = "Activation";
  readonly activation: ActivationFunction;

  /** @throws RangeError if the name is unknown; it lists the known ones */
  constructor(activation: ActivationName, options: LayerOptions = {}) {
    super(options);
    this.activation = getActivation(activation);
  }

  protected ownConfig(): JsonObject {
    return { activation: this.activation.name };
  }
}
