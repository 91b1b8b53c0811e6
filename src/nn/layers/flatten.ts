/** Flattens each example to one axis. Rows are flat in memory already, so nothing is computed. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer } from "./layer.ts";

export class Flatten extends Layer {
  readonly className = "Flatten";

  outputShape(inputShape: Shape): Shape {
    return [sizeOf(inputShape)];
  }

  plan(): undefined {
    return undefined;
  }

  protected ownConfig(): JsonObject {
    return { data_format: "channels_last" };
  }
}
