/** Gives each example another shape with the same numbers in the same order. At most channel padding is dropped. */
import { rangeError } from "../../base/errors.ts";
import { checkInteger } from "../../base/guards.ts";
import { formatShape, sizeOf, type Shape } from "../../base/shapes.ts";
import { Flow } from "../engine/flow.ts";
import { compactImage, repackStage } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** `new Reshape([28, 28, 1], { inputShape: [784] })`; one axis may be -1, which makes it what is left. */
export class Reshape extends Layer {
  readonly className = "Reshape";
  readonly targetShape: Shape;

  /**
   * @param targetShape without the batch axis
   * @throws RangeError if more than one axis is -1, or another is not a whole number of at least 1
   */
  constructor(targetShape: Shape, options: LayerOptions = {}) {
    super(options);
    const open = targetShape.filter((axis) => axis === -1);
    targetShape.forEach((axis, i) => axis === -1 || checkInteger(`targetShape[${i}]`, axis, 1));
    if (open.length > 1) {
      throw rangeError({
        what: "targetShape leaves several axes open",
        expected: "at most one axis of -1",
        received: formatShape(targetShape),
      });
    }
    this.targetShape = [...targetShape];
  }

  outputShape(inputShape: Shape): Shape {
    const size = sizeOf(inputShape);
    const known = sizeOf(this.targetShape.filter((axis) => axis !== -1));
    const shape = this.targetShape.map((axis) => (axis === -1 ? size / known : axis));
    if (sizeOf(shape) !== size || !shape.every(Number.isInteger)) {
      throw rangeError({
        what: "Reshape cannot give its input the target shape",
        expected: `examples of ${known} numbers${this.targetShape.includes(-1) ? ", or a multiple of it" : ""}`,
        received: `${size}, of shape ${formatShape(inputShape)}`,
      });
    }
    return shape;
  }

  plan({ arena, rows, input, inputShape, outputShape, gradients }: PlanContext): Stage | undefined {
    const training = gradients !== undefined;
    const otherPixels = inputShape.length !== 3 || inputShape[2] !== outputShape[2];
    if (input.blankPixels === undefined || outputShape.length !== 3 || !otherPixels) {
      return compactImage(arena, rows, input, inputShape, training);
    }
    // What the input tells of blank pixels, it tells of the pixels as they were; of a copy nothing is told.
    const { sparse, differentiable } = input;
    const output = new Flow(arena, rows, sizeOf(inputShape), { sparse, differentiable });
    return repackStage({ input, output, shape: inputShape, training });
  }

  protected ownConfig(): JsonObject {
    return { target_shape: [...this.targetShape] };
  }
}
