/**
 * Fully connected layer: y = activation(x W + b).
 *
 * Where the input is mostly zeros (an MNIST image, activations behind a ReLU) its non-zero entries are walked;
 * elsewhere the product is a dense one. Both add the same products in the same order, so the choice never shows.
 */
import { rangeError } from "../../base/errors.ts";
import { checkInteger } from "../../base/guards.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";
import { getActivation, type ActivationName } from "../activations/get-activation.ts";
import type { Activation } from "../activations/activation.ts";
import { DenseProducts } from "../engine/dense-products.ts";
import { Flow } from "../engine/flow.ts";
import { share } from "../engine/part.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
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

/** Options of `Dense`. */
export interface DenseOptions extends LayerOptions {
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

/** `new Dense(32, { activation: "sigmoid", inputShape: [784] })`; kernel (I, O), bias (O). */
export class Dense extends Layer {
  readonly className = "Dense";
  readonly units: number;
  readonly activation: Activation;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | undefined;
  readonly biasRegularizer: Regularizer | undefined;

  /** @throws RangeError if `units` is not a whole number of at least 1, or a name is unknown */
  constructor(units: number, options: DenseOptions = {}) {
    super(options);
    this.units = checkInteger("units", units, 1);
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
    if (inputShape.length !== 1) {
      throw rangeError({
        what: "Dense takes examples with one axis",
        expected: "an input shape such as (784,)",
        received: formatShape(inputShape),
        mend: "Put a Flatten layer before it.",
      });
    }
    return [this.units];
  }

  override weightSpecs([inputs]: Shape): WeightSpec[] {
    const kernel = {
      name: "kernel",
      shape: [inputs, this.units],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
    };
    const bias = {
      name: "bias",
      shape: [this.units],
      initializer: this.biasInitializer,
      regularizer: this.biasRegularizer,
    };
    return this.useBias ? [kernel, bias] : [kernel];
  }

  plan(context: PlanContext): Stage {
    const { arena, rows, threads, input, weights, gradients, deferActivation } = context;
    const activation = deferActivation ? getActivation("linear") : this.activation;
    const output = new Flow(arena, rows, this.units, { sparse: activation.sparse, differentiable: true });
    if (gradients !== undefined && activation.keepsInput === true) output.preActivation();
    const [kernel, bias = 0] = weights;
    const [kernelGradient, biasGradient = 0] = gradients ?? [];
    const weightAddresses = { kernel, bias, training: gradients !== undefined };
    const products = new DenseProducts(arena, input, output, weightAddresses, { rows, threads });
    return {
      output,
      takesAllRows: true,
      prepare: gradients === undefined ? undefined : (kernels, part) => products.prepare(kernels, part),
      forward(kernels, from, to, facts) {
        products.forward(kernels, from, to, facts);
        activation.forward(kernels, output, from, to);
        if (output.hasLists) output.fillLists(kernels, from, to);
      },
      backward(kernels, from, to) {
        activation.backward(kernels, output, from, to);
        products.backward(kernels, from, to);
      },
      gradient(kernels, facts, update) {
        products.gradient(kernels, kernelGradient, facts, update);
        if (bias === 0) return;
        const [from, to] = share(output.stride, 8, facts.part);
        if (from === to) return;
        kernels.columnSums(biasGradient, output.delta(), facts.rows, output.stride, from, to);
        update(bias + from * 4, to - from);
      },
    };
  }

  protected ownConfig(): JsonObject {
    return {
      units: this.units,
      activation: this.activation.name,
      use_bias: this.useBias,
      kernel_initializer: { ...serialiseInitializer(this.kernelInitializer) },
      bias_initializer: { ...serialiseInitializer(this.biasInitializer) },
      kernel_regularizer: serialiseRegularizer(this.kernelRegularizer),
      bias_regularizer: serialiseRegularizer(this.biasRegularizer),
      kernel_constraint: null,
      bias_constraint: null,
      quantization_config: null,
    };
  }
}
