/**
 * Convolution over images: y = activation(x * kernel + bias), where * is the cross-correlation, as in Keras.
 * Images are (height, width, channels).
 */
import { checkInteger } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
import { getActivation, type ActivationName } from "../activations/get-activation.ts";
import type { Activation } from "../activations/activation.ts";
import { activationOn } from "../activations/pixelwise.ts";
import { strideOf, weightPanels } from "../engine/arena.ts";
import { ConvolutionBackward } from "../engine/convolution-backward.ts";
import { ConvolutionForward } from "../engine/convolution-forward.ts";
import { ConvolutionGradient } from "../engine/convolution-gradient.ts";
import type { ConvolutionPlan } from "../engine/convolution-plan.ts";
import { imageFlow, paddedImage, pixelOf } from "../engine/image-flow.ts";
import { share } from "../engine/part.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { planWindow, type Padding, type Window } from "../engine/window.ts";
import { getInitializer, type InitializerName } from "../initializers/get-initializer.ts";
import { serialiseInitializer, type Initializer } from "../initializers/initializer.ts";
import type { JsonObject } from "../model-record.ts";
import {
  getRegularizer,
  serialiseRegularizer,
  type RegularizerName,
} from "../regularizers/get-regularizer.ts";
import type { Regularizer } from "../regularizers/regularizer.ts";
import { Layer, type LayerOptions, type WeightSpec } from "./layer.ts";
import { checkPadding, sizePair, type SizePair } from "./size-pair.ts";

/** Options of `Conv2D`. */
export interface Conv2DOptions extends LayerOptions {
  /** Steps of the window: one number for both axes, or [vertical, horizontal]. @default 1 */
  strides?: SizePair;
  /** "valid" keeps the window inside the image; "same" pads with zeros so that stride 1 keeps its size. @default "valid" */
  padding?: Padding;
  /** @default "linear" */
  activation?: ActivationName;
  /** Whether a bias is added. @default true */
  useBias?: boolean;
  /** @default "glorot_uniform" */
  kernelInitializer?: InitializerName | Initializer;
  /** @default "zeros" */
  biasInitializer?: InitializerName | Initializer;
  /** Penalty on the kernel. @default null */
  kernelRegularizer?: RegularizerName | Regularizer | null;
  /** Penalty on the bias. @default null */
  biasRegularizer?: RegularizerName | Regularizer | null;
}

/** `new Conv2D(32, 3, { activation: "relu", inputShape: [28, 28, 1] })`; kernel (kernel height, kernel width, I, O), bias (O). */
export class Conv2D extends Layer {
  readonly className = "Conv2D";
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly activation: Activation;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | undefined;
  readonly biasRegularizer: Regularizer | undefined;

  /**
   * @param filters channels of the output
   * @param kernelSize one number for both axes, or [height, width]
   * @throws RangeError if a number is not a whole number of at least 1, or a name is unknown
   */
  constructor(filters: number, kernelSize: SizePair, options: Conv2DOptions = {}) {
    super(options);
    this.filters = checkInteger("filters", filters, 1);
    this.kernelSize = sizePair("kernelSize", kernelSize);
    this.strides = sizePair("strides", options.strides ?? 1);
    this.padding = checkPadding(options.padding ?? "valid");
    this.activation = getActivation(options.activation ?? "linear");
    this.useBias = options.useBias ?? true;
    this.kernelInitializer = getInitializer(options.kernelInitializer ?? "glorot_uniform");
    this.biasInitializer = getInitializer(options.biasInitializer ?? "zeros");
    this.kernelRegularizer = getRegularizer(options.kernelRegularizer);
    this.biasRegularizer = getRegularizer(options.biasRegularizer);
  }

  override get outputActivation(): Activation {
    return this.activation;
  }

  override get foldsNormalisation(): boolean {
    return this.activation.name === "linear";
  }

  outputShape(inputShape: Shape): Shape {
    const { outHeight, outWidth } = this.#window(inputShape);
    return [outHeight, outWidth, this.filters];
  }

  override weightSpecs(inputShape: Shape): WeightSpec[] {
    const shape = [...this.kernelSize, inputShape[2], this.filters];
    const { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer } = this;
    const kernel = { name: "kernel", shape, initializer: kernelInitializer, regularizer: kernelRegularizer };
    const bias = {
      name: "bias",
      shape: [this.filters],
      initializer: biasInitializer,
      regularizer: biasRegularizer,
    };
    return this.useBias ? [kernel, bias] : [kernel];
  }

  plan(context: PlanContext): Stage | Stage[] {
    // A delta goes back pixel by padded pixel; images from outside get none, and are read as they lie.
    if (!context.input.differentiable) return this.#plan(context);
    const { input, repack } = paddedImage(context);
    return [...repack, this.#plan({ ...context, input })];
  }

  #window(inputShape: Shape): Window {
    const { kernelSize: size, strides, padding } = this;
    return planWindow(this.className, inputShape, { size, strides, padding });
  }

  #plan(context: PlanContext): Stage {
    const { arena, rows, threads, input, inputShape, outputShape, weights, gradients } = context;
    const own = context.deferActivation ? getActivation("linear") : this.activation;
    const activation = activationOn(outputShape, own);
    const output = imageFlow(context, outputShape, {
      sparse: activation.sparse,
      differentiable: true,
      blankPixels: input.blankPixels && "alike",
    });
    if (gradients !== undefined && activation.keepsInput === true) output.preActivation();
    const [kernel, bias = 0] = weights;
    const channels = inputShape[2];
    const depth = this.kernelSize[0] * this.kernelSize[1] * channels;
    const plan: ConvolutionPlan = {
      arena,
      rows,
      threads,
      window: this.#window(inputShape),
      channels,
      filters: this.filters,
      input,
      output,
      inPixel: pixelOf(input, inputShape),
      outPixel: pixelOf(output, outputShape),
      kernel: weightPanels(kernel, strideOf(depth), strideOf(this.filters)),
      bias,
      gradient: gradients?.[0],
    };
    const forward = new ConvolutionForward(plan);
    const stage: Stage = {
      output,
      forward(kernels, from, to, facts) {
        forward.run(kernels, from, to, facts);
        activation.forward(kernels, output, from, to);
        if (output.hasLists) output.fillLists(kernels, from, to);
      },
      prepare: () => forward.prepare(),
      backward: () => undefined,
    };
    return gradients === undefined
      ? stage
      : { ...stage, ...backwardStage(plan, forward, activation, gradients[1] ?? 0) };
  }

  protected ownConfig(): JsonObject {
    return {
      filters: this.filters,
      kernel_size: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
      data_format: "channels_last",
      dilation_rate: [1, 1],
      groups: 1,
      activation: this.activation.name,
      use_bias: this.useBias,
      kernel_initializer: { ...serialiseInitializer(this.kernelInitializer) },
      bias_initializer: { ...serialiseInitializer(this.biasInitializer) },
      kernel_regularizer: serialiseRegularizer(this.kernelRegularizer),
      bias_regularizer: serialiseRegularizer(this.biasRegularizer),
      activity_regularizer: null,
      kernel_constraint: null,
      bias_constraint: null,
    };
  }
}

/** The parts of the stage that training adds. They are planned last, when the output's reader is known. */
function backwardStage(
  plan: ConvolutionPlan,
  forward: ConvolutionForward,
  activation: Activation,
  biasGradient: number,
): Pick<Stage, "finishPlan" | "prepare" | "backward" | "gradient"> {
  const { arena, rows, window, output, outPixel, bias } = plan;
  const sumStride = strideOf(plan.filters);
  const sums = bias === 0 ? 0 : arena.allocate(rows * sumStride * 4);
  let back: ConvolutionBackward;
  let gradient: ConvolutionGradient;
  output.delta();
  return {
    finishPlan() {
      back = new ConvolutionBackward(plan, output.deltaSparse && ConvolutionGradient.canList(plan));
      gradient = new ConvolutionGradient(plan, forward.bordered, back.channelLists);
    },
    prepare(kernels, part) {
      forward.prepare();
      for (const [from, to] of gradient.ranges(part)) back.prepare(kernels, from, to);
    },
    backward(kernels, from, to, facts) {
      activation.backward(kernels, output, from, to);
      if (bias !== 0) {
        const pixels = window.outHeight * window.outWidth;
        const deltas = [output.delta(), outPixel, output.stride];
        kernels.channelSums(sums, sumStride, ...deltas, pixels, from, to);
      }
      back.run(kernels, from, to, facts);
    },
    gradient(kernels, facts, update) {
      gradient.run(kernels, plan.gradient ?? 0, facts, update);
      if (bias === 0) return;
      const [from, to] = share(sumStride, 8, facts.part);
      if (from === to) return;
      kernels.columnSums(biasGradient, sums, facts.rows, sumStride, from, to);
      update(bias + from * 4, to - from);
    },
  };
}
