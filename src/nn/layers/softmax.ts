/** Softmax over the last axis, as a layer of its own. */
import type { Activation } from "../activations/activation.ts";
import { softmax } from "../activations/softmax.ts";
import type { JsonObject } from "../model-record.ts";
import { ActivationLayer } from "./activation-layer.ts";

export class Softmax extends ActivationLayer {
  readonly className = "Softmax";
  readonly activation: Activation = softmax;

  protected ownConfig(): JsonObject {
    return { axis: -1 };
  }
}
