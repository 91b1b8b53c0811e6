/** The mean of each channel over a whole image. */
import { rangeError } from "../../base/errors.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { Flow } from "../engine/flow.ts";
import { paddedImage, paddedPixel, pixelOf, pixelsOf } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** Options of `GlobalAveragePooling2D`. */
export interface GlobalAveragePooling2DOptions extends LayerOptions {
  /** Whether the output is an image of one pixel, (1, 1, channels), instead of (channels). @default false */
  keepdims?: boolean;
}

export class GlobalAveragePooling2D extends Layer {
  readonly className = "GlobalAveragePooling2D";
  readonly keepdims: boolean;

  constructor({ keepdims = false, ...options }: GlobalAveragePooling2DOptions = {}) {
    super(options);
    this.keepdims = keepdims;
  }

  outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      throw rangeError({
        what: "GlobalAveragePooling2D takes images",
        expected: "an input shape (height, width, channels), such as (7, 7, 64)",
        received: formatShape(inputShape),
      });
    }
    return this.keepdims ? [1, 1, inputShape[2]] : [inputShape[2]];
  }

  plan(context: PlanContext): Stage[] {
    const { arena, rows, inputShape, gradients } = context;
    const { input, repack } = paddedImage(context);
    const { differentiable } = input;
    const width = this.keepdims ? paddedPixel(inputShape[2]) : inputShape[2];
    const output = new Flow(arena, rows, width, { sparse: false, differentiable });
    const backward = gradients !== undefined && differentiable;
    declareDense(input, output, backward);
    const facts = [pixelOf(input, inputShape), pixelsOf(inputShape)];
    return [
      ...repack,
      {
        output,
        forward(kernels, from, to) {
          const places = [output.values(), output.stride, input.values(), input.stride];
          kernels.globalAverage(...places, ...facts, from, to);
          if (output.hasLists) output.fillLists(kernels, from, to);
        },
        backward(kernels, from, to) {
          if (!backward) return;
          const places = [input.delta(), input.stride, output.delta(), output.stride];
          kernels.globalAverageBackward(...places, ...facts, from, to);
        },
      },
    ];
  }

  protected ownConfig(): JsonObject {
    return { data_format: "channels_last", keepdims: this.keepdims };
  }
}
