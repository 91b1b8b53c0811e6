/** Flattens each example to one axis. Rows are flat in memory already: at most channel padding is dropped. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import { compactImage } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer } from "./layer.ts";

export class Flatten extends Layer {
  readonly className = "Flatten";

  outputShape(inputShape: Shape): Shape {
    return [sizeOf(inputShape)];
  }

  plan({ arena, rows, input, inputShape, gradients }: PlanContext): Stage | undefined {
    return compactImage(arena, rows, input, inputShape, gradients !== undefined);
  }

  protected ownConfig(): JsonObject {
    return { data_format: "channels_last" };
  }
}
