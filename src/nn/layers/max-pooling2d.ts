/**
 * Max-pooling: the largest value of each window, channel by channel. The gradient goes to the first of a window's largest
 * values, row by row, as in TensorFlow.
 */
import { planBlankWindows } from "../engine/blank-windows.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { imageFlow, paddedImage, pixelOf } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { windowGeometry } from "../engine/window.ts";
import { Pooling2D, type Pooling2DOptions } from "./pooling2d.ts";
import type { SizePair } from "./size-pair.ts";

/** Options of `MaxPooling2D`. */
export interface MaxPooling2DOptions extends Pooling2DOptions {
  /** Size of the window: one number for both axes, or [vertical, horizontal]. @default 2 */
  poolSize?: SizePair;
}

/** `new MaxPooling2D()` halves images; `new MaxPooling2D({ poolSize: 3, strides: 2, padding: "same" })`. */
export class MaxPooling2D extends Pooling2D {
  readonly className = "MaxPooling2D";

  /** @throws RangeError if a number is not a whole number of at least 1, or the padding is unknown */
  constructor({ poolSize = 2, ...options }: MaxPooling2DOptions = {}) {
    super(poolSize, options);
  }

  plan(context: PlanContext): Stage[] {
    const { inputShape, outputShape, gradients } = context;
    const { input, repack } = paddedImage(context);
    const { sparse, differentiable } = input;
    // A window of zeros behind a ReLU gives a zero, through which no gradient passes.
    const output = imageFlow(context, outputShape, {
      sparse,
      differentiable,
      blankPixels: input.blankPixels && "alike",
    });
    const backward = gradients !== undefined && differentiable;
    declareDense(input, output, backward);
    const window = this.window(inputShape);
    if (2 * window.outHeight * window.outWidth <= window.height * window.width) input.markDeltaSparse();
    const markBlanks = planBlankWindows(input, output, window);
    const facts = [pixelOf(input, inputShape), ...windowGeometry(window)];
    return [
      ...repack,
      {
        output,
        forward(kernels, from, to, stepFacts) {
          markBlanks?.(kernels, from, to, stepFacts);
          const places = [output.values(), output.stride, input.values(), input.stride];
          kernels.maxPool(...places, ...facts, from, to);
          if (output.hasLists) output.fillLists(kernels, from, to);
        },
        backward(kernels, from, to) {
          if (!backward) return;
          const deltas = [input.delta(), input.stride, output.delta()];
          const values = [output.values(), output.stride, input.values()];
          kernels.maxPoolBackward(...deltas, ...values, ...facts, from, to);
        },
      },
    ];
  }
}
