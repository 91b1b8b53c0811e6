/** What the layers that are nothing but an activation share. */
import { rangeError } from "../../base/errors.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";
import type { Activation } from "../activations/activation.ts";
import { planActivation } from "../engine/activation-stage.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { Layer } from "./layer.ts";

export abstract class ActivationLayer extends Layer {
  abstract readonly activation: Activation;

  override get outputActivation(): Activation {
    return this.activation;
  }

  outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  plan(context: PlanContext): Stage[] {
    const { inputShape, deferActivation } = context;
    if (deferActivation && inputShape.length > 1 && this.activation.name === "softmax") {
      throw rangeError({
        what: "a softmax of images cannot be a model's last layer",
        expected: "examples with one axis, such as (10,)",
        received: formatShape(inputShape),
        mend: "Put a Flatten or GlobalAveragePooling2D layer before it.",
      });
    }
    return planActivation(context, this.activation);
  }
}
