/** What the layers that are nothing but an activation share. */
import type { Shape } from "../../base/shapes.ts";
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
    return planActivation(context, this.activation);
  }
}
