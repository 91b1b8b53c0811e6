/** Average-pooling: the mean of each window, channel by channel. Padding does not count, as in TensorFlow. */
import { planBlankWindows } from "../engine/blank-windows.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { imageFlow, paddedImage, pixelOf } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { windowGeometry } from "../engine/window.ts";
import { Pooling2D } from "./pooling2d.ts";

/** `new AveragePooling2D(2)`, `new AveragePooling2D([3, 2], { strides: 2, padding: "same" })`. */
export class AveragePooling2D extends Pooling2D {
  readonly className = "AveragePooling2D";

  plan(context: PlanContext): Stage[] {
    const { inputShape, outputShape, gradients } = context;
    const { input, repack } = paddedImage(context);
    const { differentiable } = input;
    const output = imageFlow(context, outputShape, {
      sparse: false,
      differentiable,
      blankPixels: input.blankPixels && "alike",
    });
    const backward = gradients !== undefined && differentiable;
    declareDense(input, output, backward);
    const window = this.window(inputShape);
    const markBlanks = planBlankWindows(input, output, window);
    const facts = [pixelOf(input, inputShape), ...windowGeometry(window)];
    return [
      ...repack,
      {
        output,
        forward(kernels, from, to, stepFacts) {
          markBlanks?.(kernels, from, to, stepFacts);
          const places = [output.values(), output.stride, input.values(), input.stride];
          kernels.averagePool(...places, ...facts, from, to);
          if (output.hasLists) output.fillLists(kernels, from, to);
        },
        backward(kernels, from, to) {
          if (!backward) return;
          const places = [input.delta(), input.stride, output.delta(), output.stride];
          kernels.averagePoolBackward(...places, ...facts, from, to);
        },
      },
    ];
  }
}
