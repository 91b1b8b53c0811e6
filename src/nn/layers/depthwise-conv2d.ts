/**
 * Depthwise convolution over images: each channel is convolved with kernels of its own, `depthMultiplier` of them.
 * Source: F. Chollet, CVPR 2017.
 */
import { checkInteger } from "../../base/guards.ts";
import { sizeOf, type Shape } from "../../base/shapes.ts";
import { getActivation, type ActivationName } from "../activations/get-activation.ts";
import type { Activation } from "../activations/activation.ts";
import { activationOn } from "../activations/pixelwise.ts";
import { strideOf, weightPanels } from "../engine/arena.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { DepthwiseProducts } from "../engine/depthwise-products.ts";
import type { Flow } from "../engine/flow.ts";
import { imageFlow, paddedImage, pixelOf, pixelsOf } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { planWindow, type Padding, type Window } from "../engine/window.ts";
import { getInitializer, type InitializerName } from "../initializers/get-initializer.ts";
import { serialiseInitializer, type Initializer } from "../initializers/initializer.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions, type WeightSpec } from "./layer.ts";
import { checkPadding, sizePair, type SizePair } from "./size-pair.ts";

/** Options of `DepthwiseConv2D`. */
export interface DepthwiseConv2DOptions extends LayerOptions {
  /** Steps of the window: one number for both axes, or [vertical, horizontal]. @default 1 */
  strides?: SizePair;
  /** "valid" keeps the window inside the image; "same" pads with zeros so that stride 1 keeps its size. @default "valid" */
  padding?: Padding;
  /** Channels of the output for each of the input. @default 1 */
  depthMultiplier?: number;
  /** @default "linear" */
  activation?: ActivationName;
  /** Whether a bias is added. @default true */
  useBias?: boolean;
  /** @default "glorot_uniform" */
  depthwiseInitializer?: InitializerName | Initializer;
  /** @default "zeros" */
  biasInitializer?: InitializerName | Initializer;
}

/** `new DepthwiseConv2D(3, { padding: "same" })`; kernel (kernel height, kernel width, I, M), bias (I * M). */
export class DepthwiseConv2D extends Layer {
  readonly className = "DepthwiseConv2D";
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly depthMultiplier: number;
  readonly activation: Activation;
  readonly useBias: boolean;
  readonly depthwiseInitializer: Initializer;
  readonly biasInitializer: Initializer;

  /**
   * @param kernelSize one number for both axes, or [height, width]
   * @throws RangeError if a number is not a whole number of at least 1, or a name is unknown
   */
  constructor(kernelSize: SizePair, options: DepthwiseConv2DOptions = {}) {
    super(options);
    this.kernelSize = sizePair("kernelSize", kernelSize);
    this.strides = sizePair("strides", options.strides ?? 1);
    this.padding = checkPadding(options.padding ?? "valid");
    this.depthMultiplier = checkInteger("depthMultiplier", options.depthMultiplier ?? 1, 1);
    this.activation = getActivation(options.activation ?? "linear");
    this.useBias = options.useBias ?? true;
    this.depthwiseInitializer = getInitializer(options.depthwiseInitializer ?? "glorot_uniform");
    this.biasInitializer = getInitializer(options.biasInitializer ?? "zeros");
  }

  override get outputActivation(): Activation {
    return this.activation;
  }

  outputShape(inputShape: Shape): Shape {
    const { outHeight, outWidth } = this.#window(inputShape);
    return [outHeight, outWidth, inputShape[2] * this.depthMultiplier];
  }

  override weightSpecs(inputShape: Shape): WeightSpec[] {
    const shape = [...this.kernelSize, inputShape[2], this.depthMultiplier];
    const kernel = { name: "kernel", shape, initializer: this.depthwiseInitializer };
    const channels = inputShape[2] * this.depthMultiplier;
    const bias = { name: "bias", shape: [channels], initializer: this.biasInitializer };
    return this.useBias ? [kernel, bias] : [kernel];
  }

  plan(context: PlanContext): Stage[] {
    const { outputShape, gradients, deferActivation } = context;
    const { input, repack } = paddedImage(context);
    const repeat = this.depthMultiplier === 1 ? [] : [repeatStage(context, input, this.depthMultiplier)];
    const repeated = repeat[0]?.output ?? input;
    const own = deferActivation ? getActivation("linear") : this.activation;
    const output = imageFlow(context, outputShape, { sparse: own.sparse, differentiable: true });
    declareDense(repeated, output, false);
    if (gradients !== undefined) {
      output.delta();
      if (input.differentiable) repeated.delta();
      if (own.keepsInput === true) output.preActivation();
    }
    const activation = activationOn(outputShape, own);
    const products = this.#products(context, repeated, output);
    return [
      ...repack,
      ...repeat,
      {
        output,
        prepare(kernels, part) {
          if (part.index === 0) products.prepare(kernels);
        },
        forward(kernels, from, to) {
          products.forward(kernels, from, to);
          activation.forward(kernels, output, from, to);
          if (output.hasLists) output.fillLists(kernels, from, to);
        },
        backward(kernels, from, to) {
          activation.backward(kernels, output, from, to);
          products.backward(kernels, from, to);
        },
        gradient(kernels, { rows, part }, update) {
          if (part.index === 0) products.gradient(kernels, rows, update);
        },
      },
    ];
  }

  #products(context: PlanContext, input: Flow, output: Flow): DepthwiseProducts {
    const { arena, rows, inputShape, outputShape, weights, gradients } = context;
    const [kernel, bias = 0] = weights;
    const depth = strideOf(sizeOf(this.kernelSize) * inputShape[2]);
    const stride = strideOf(this.depthMultiplier);
    return new DepthwiseProducts({
      arena,
      rows,
      window: this.#window(inputShape),
      channels: inputShape[2],
      multiplier: this.depthMultiplier,
      input,
      output,
      pixel: pixelOf(output, outputShape),
      kernel: { ...weightPanels(kernel, depth, stride), floats: depth * stride },
      bias: { address: bias, floats: strideOf(outputShape[2]) },
      gradients: gradients === undefined ? undefined : { kernel: gradients[0], bias: gradients[1] ?? 0 },
    });
  }

  #window(inputShape: Shape): Window {
    const { kernelSize: size, strides, padding } = this;
    return planWindow(this.className, inputShape, { size, strides, padding });
  }

  protected ownConfig(): JsonObject {
    return {
      depth_multiplier: this.depthMultiplier,
      kernel_size: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
      data_format: "channels_last",
      dilation_rate: [1, 1],
      activation: this.activation.name,
      use_bias: this.useBias,
      depthwise_initializer: { ...serialiseInitializer(this.depthwiseInitializer) },
      bias_initializer: { ...serialiseInitializer(this.biasInitializer) },
      depthwise_regularizer: null,
      bias_regularizer: null,
      activity_regularizer: null,
      depthwise_constraint: null,
      bias_constraint: null,
    };
  }
}

/** Repeats each channel, so that a kernel with a multiplier becomes one without. */
function repeatStage(context: PlanContext, input: Flow, times: number): Stage {
  const { inputShape, gradients } = context;
  const [height, width, channels] = inputShape;
  const shape = [height, width, channels * times];
  const { sparse, differentiable } = input;
  const output = imageFlow(context, shape, { sparse, differentiable });
  const backward = gradients !== undefined && differentiable;
  declareDense(input, output, backward);
  const [inPixel, outPixel] = [pixelOf(input, inputShape), pixelOf(output, shape)];
  const sizes = [channels, times, pixelsOf(inputShape)];
  return {
    output,
    forward(kernels, from, to) {
      const target = [output.values(), outPixel, output.stride];
      kernels.repeatChannels(...target, input.values(), inPixel, input.stride, ...sizes, from, to);
    },
    backward(kernels, from, to) {
      if (!backward) return;
      const target = [input.delta(), inPixel, input.stride];
      kernels.sumRepeated(...target, output.delta(), outPixel, output.stride, ...sizes, from, to);
    },
  };
}
