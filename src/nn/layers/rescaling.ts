/** Rescales each value: y = x * scale + offset. */
import { checkNumber } from "../../base/guards.ts";
import { sizeOf, type Shape } from "../../base/shapes.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { Flow } from "../engine/flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** Options of `Rescaling`. */
export interface RescalingOptions extends LayerOptions {
  /** Added after scaling. @default 0 */
  offset?: number;
}

/** `new Rescaling(1 / 255)` turns pixels 0..255 into 0..1. */
export class Rescaling extends Layer {
  readonly className = "Rescaling";
  readonly scale: number;
  readonly offset: number;

  constructor(scale: number, { offset = 0, ...options }: RescalingOptions = {}) {
    super(options);
    this.scale = checkNumber("scale", scale);
    this.offset = checkNumber("offset", offset);
  }

  outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  plan({ arena, rows, input, inputShape, gradients }: PlanContext): Stage {
    const { scale, offset } = this;
    const { differentiable, width, stride } = input;
    // An offset would not leave the padding of pixels zero, so there pixel after pixel is taken.
    const isPadded = offset !== 0 && width !== sizeOf(inputShape);
    const channels = inputShape[inputShape.length - 1];
    const pixels = sizeOf(inputShape) / channels;
    // Zeros stay zeros only without an offset.
    const output = new Flow(arena, rows, width, {
      sparse: input.sparse && offset === 0,
      differentiable,
      blanksOf: input,
    });
    declareDense(input, output, gradients !== undefined && differentiable);
    return {
      output,
      forward(kernels, from, to) {
        const [out, source] = [output.values(), input.values()];
        if (isPadded) {
          for (let n = from; n < to; n++) {
            const places = [out + n * stride * 4, source + n * stride * 4];
            kernels.rescale(...places, scale, offset, channels, width / pixels, 0, pixels);
          }
        } else kernels.rescale(out, source, scale, offset, width, stride, from, to);
        if (output.hasLists) output.fillLists(kernels, from, to);
      },
      backward(kernels, from, to) {
        if (differentiable) kernels.rescale(input.delta(), output.delta(), scale, 0, width, stride, from, to);
      },
    };
  }

  protected ownConfig(): JsonObject {
    return { scale: this.scale, offset: this.offset };
  }
}
