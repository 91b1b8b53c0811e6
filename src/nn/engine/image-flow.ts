/**
 * How images lie in a flow: pixel by pixel, each with its channels (NHWC). Behind every layer a pixel's channels are
 * padded with zeros to a multiple of 8, so that no kernel has a scalar tail; what comes in from outside is not padded.
 * Examples with two axes, or more than three, lie alike: the last axis are the channels.
 */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { Arena } from "./arena.ts";
import { declareDense } from "./declare-dense.ts";
import { Flow, type FlowOptions } from "./flow.ts";
import type { PlanContext, Stage } from "./stage.ts";

/** Floats from one pixel to the next behind a layer. */
export function paddedPixel(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}

/** The number of pixels of images of a shape: of all axes but the last. */
export function pixelsOf(shape: Shape): number {
  return sizeOf(shape.slice(0, -1));
}

/** Floats from one pixel to the next in a flow of images. */
export function pixelOf(flow: Flow, shape: Shape): number {
  return flow.width / pixelsOf(shape);
}

/** A flow for images of a shape, padded. */
export function imageFlow(
  { arena, rows }: Pick<PlanContext, "arena" | "rows">,
  shape: Shape,
  options: FlowOptions,
): Flow {
  return new Flow(arena, rows, pixelsOf(shape) * paddedPixel(shape[shape.length - 1]), options);
}

/** The input as padded images, and the stage in front that does the padding where it is needed. */
export function paddedImage(context: PlanContext): { input: Flow; repack: Stage[] } {
  const { input, inputShape, gradients } = context;
  if (pixelOf(input, inputShape) === paddedPixel(inputShape[inputShape.length - 1])) {
    return { input, repack: [] };
  }
  const { sparse, differentiable } = input;
  const output = imageFlow(context, inputShape, { sparse, differentiable, blanksOf: input });
  const stage = repackStage({ input, output, shape: inputShape, training: gradients !== undefined });
  return { input: output, repack: [stage] };
}

/**
 * A stage that takes the padding out of a flow, so that an example's numbers lie as in its shape; undefined where
 * there is none.
 */
export function compactImage(
  arena: Arena,
  rows: number,
  input: Flow,
  shape: Shape,
  training: boolean,
): Stage | undefined {
  if (input.width === sizeOf(shape)) return undefined;
  const { sparse, differentiable } = input;
  const output = new Flow(arena, rows, sizeOf(shape), { sparse, differentiable });
  return repackStage({ input, output, shape, training });
}

/** Copies pixels between two flows whose pixels may differ in their padding. */
export function repackStage({
  input,
  output,
  shape,
  training,
}: {
  input: Flow;
  output: Flow;
  shape: Shape;
  training: boolean;
}): Stage {
  const pixels = pixelsOf(shape);
  const channels = shape[shape.length - 1];
  const backward = training && input.differentiable;
  declareDense(input, output, backward);
  const [inPixel, outPixel] = [input.width / pixels, output.width / pixels];
  return {
    output,
    forward(kernels, from, to) {
      const [target, source] = [output.values(), input.values()];
      const places = [target, outPixel, output.stride, source, inPixel, input.stride];
      kernels.repackChannels(...places, channels, pixels, from, to);
      if (output.hasLists) output.fillLists(kernels, from, to);
    },
    backward(kernels, from, to) {
      if (!backward) return;
      const [target, source] = [input.delta(), output.delta()];
      const places = [target, inPixel, input.stride, source, outPixel, output.stride];
      kernels.repackChannels(...places, channels, pixels, from, to);
    },
  };
}
