/** An activation that is a layer of its own: the flow is copied, and the copy becomes the activations. */
import type { Activation } from "../activations/activation.ts";
import { getActivation } from "../activations/get-activation.ts";
import { activationOn } from "../activations/pixelwise.ts";
import { declareDense } from "./declare-dense.ts";
import { Flow } from "./flow.ts";
import { paddedImage } from "./image-flow.ts";
import type { Kernels } from "./kernels.ts";
import type { PlanContext, Stage } from "./stage.ts";

/** The last layer's activation is left to the network, so there the stage only copies. */
export function planActivation(context: PlanContext, given: Activation): Stage[] {
  const { arena, rows, inputShape, gradients, deferActivation } = context;
  const activation = deferActivation ? getActivation("linear") : given;
  const pixelwise = activation.pixelwise === true && inputShape.length > 1;
  const { input, repack } = pixelwise ? paddedImage(context) : { input: context.input, repack: [] };
  const { differentiable } = input;
  // Where zero stays zero, what was blank is blank still.
  const sparse = activation.sparse || (input.sparse && activation.pixelwise !== true);
  const output = new Flow(arena, rows, input.width, { sparse, differentiable, blanksOf: input });
  const backward = gradients !== undefined && differentiable;
  declareDense(input, output, backward);
  const applied = activationOn(inputShape, activation);
  // The values before the activation need no copy: they are the input's.
  const back = {
    width: output.width,
    stride: output.stride,
    values: () => output.values(),
    delta: () => output.delta(),
    hasPreActivation: true,
    preActivation: () => input.values(),
  };
  return [
    ...repack,
    {
      output,
      forward(kernels, from, to) {
        copyRows(kernels, output.values(), input.values(), output.stride, from, to);
        applied.forward(kernels, output, from, to);
        if (output.hasLists) output.fillLists(kernels, from, to);
      },
      backward(kernels, from, to) {
        if (!backward) return;
        applied.backward(kernels, back, from, to);
        copyRows(kernels, input.delta(), output.delta(), output.stride, from, to);
      },
    },
  ];
}

function copyRows(
  kernels: Kernels,
  out: number,
  input: number,
  stride: number,
  from: number,
  to: number,
): void {
  kernels.repackChannels(out, stride, stride, input, stride, stride, stride, 1, from, to);
}
