/**
 * Batch normalization over the last axis: y = gamma (x - mean) / sqrt(variance + epsilon) + beta, in training with the
 * batch's moments, otherwise with the moving ones. Source: S. Ioffe, C. Szegedy, ICML 2015.
 */
import { rangeError } from "../../base/errors.ts";
import { checkInteger, checkNumber } from "../../base/guards.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";
import { strideOf } from "../engine/arena.ts";
import { normalisationStage } from "../engine/batch-normalization.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { Flow } from "../engine/flow.ts";
import { paddedImage, pixelOf, pixelsOf } from "../engine/image-flow.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { getInitializer, type InitializerName } from "../initializers/get-initializer.ts";
import { serialiseInitializer, type Initializer } from "../initializers/initializer.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions, type WeightSpec } from "./layer.ts";

/** Options of `BatchNormalization`. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis of the channels, counted with the batch's; only the last one is offered. @default -1 */
  axis?: number;
  /** What the moving moments keep of themselves at each step. @default 0.99 */
  momentum?: number;
  /** Added to the variance. @default 0.001 */
  epsilon?: number;
  /** Whether beta is added. @default true */
  center?: boolean;
  /** Whether gamma is multiplied by. @default true */
  scale?: boolean;
  /** @default "zeros" */
  betaInitializer?: InitializerName | Initializer;
  /** @default "ones" */
  gammaInitializer?: InitializerName | Initializer;
  /** @default "zeros" */
  movingMeanInitializer?: InitializerName | Initializer;
  /** @default "ones" */
  movingVarianceInitializer?: InitializerName | Initializer;
}

/** Weights gamma, beta, moving_mean, moving_variance, one number a channel each; the last two are not trained. */
export class BatchNormalization extends Layer {
  readonly className = "BatchNormalization";
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #initializers: Record<"beta" | "gamma" | "movingMean" | "movingVariance", Initializer>;

  /** @throws RangeError if `momentum` is not in [0, 1], `epsilon` is negative, or a name is unknown */
  constructor(options: BatchNormalizationOptions = {}) {
    super(options);
    this.axis = checkInteger("axis", options.axis ?? -1, -1);
    this.momentum = checkNumber("momentum", options.momentum ?? 0.99, 0, 1);
    this.epsilon = checkNumber("epsilon", options.epsilon ?? 1e-3, 0);
    this.center = options.center ?? true;
    this.scale = options.scale ?? true;
    this.#initializers = {
      beta: getInitializer(options.betaInitializer ?? "zeros"),
      gamma: getInitializer(options.gammaInitializer ?? "ones"),
      movingMean: getInitializer(options.movingMeanInitializer ?? "zeros"),
      movingVariance: getInitializer(options.movingVarianceInitializer ?? "ones"),
    };
  }

  outputShape(inputShape: Shape): Shape {
    if (this.axis !== -1 && this.axis !== inputShape.length) {
      throw rangeError({
        what: "BatchNormalization normalises the last axis only",
        expected: `axis -1 or ${inputShape.length} for examples of shape ${formatShape(inputShape)}`,
        received: String(this.axis),
      });
    }
    return inputShape;
  }

  override weightSpecs(inputShape: Shape): WeightSpec[] {
    const shape = [inputShape[inputShape.length - 1]];
    const { beta, gamma, movingMean, movingVariance } = this.#initializers;
    return [
      ...(this.scale ? [{ name: "gamma", shape, initializer: gamma }] : []),
      ...(this.center ? [{ name: "beta", shape, initializer: beta }] : []),
      { name: "moving_mean", shape, initializer: movingMean, trainable: false },
      { name: "moving_variance", shape, initializer: movingVariance, trainable: false },
    ];
  }

  plan(context: PlanContext): Stage[] {
    const { arena, rows, threads, inputShape, weights, gradients } = context;
    const isImage = inputShape.length > 1;
    const { input, repack } = isImage ? paddedImage(context) : { input: context.input, repack: [] };
    const channels = inputShape[inputShape.length - 1];
    const differentiable = input.differentiable || this.scale || this.center;
    const output = new Flow(arena, rows, input.width, { sparse: false, differentiable, blanksOf: input });
    declareDense(input, output, false);
    if (gradients !== undefined) {
      output.delta();
      if (input.differentiable) input.delta();
    }
    const stage = normalisationStage({
      arena,
      rows,
      threads,
      input,
      output,
      pixels: isImage ? pixelsOf(inputShape) : 1,
      columns: isImage ? pixelOf(input, inputShape) : input.stride,
      momentum: this.momentum,
      epsilon: this.epsilon,
      weights: { ...this.named(weights), floats: strideOf(channels) },
      gradients: gradients === undefined ? undefined : this.named(gradients),
    });
    return [...repack, stage];
  }

  /** Addresses of all four weights by name, 0 where there is none, from those that there are. */
  named(given: readonly number[]): Record<"gamma" | "beta" | "movingMean" | "movingVariance", number> {
    const rest = [...given];
    const gamma = this.scale ? (rest.shift() ?? 0) : 0;
    const beta = this.center ? (rest.shift() ?? 0) : 0;
    const [movingMean = 0, movingVariance = 0] = rest;
    return { gamma, beta, movingMean, movingVariance };
  }

  protected ownConfig(): JsonObject {
    const { beta, gamma, movingMean, movingVariance } = this.#initializers;
    return {
      axis: this.axis,
      momentum: this.momentum,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      beta_initializer: { ...serialiseInitializer(beta) },
      gamma_initializer: { ...serialiseInitializer(gamma) },
      moving_mean_initializer: { ...serialiseInitializer(movingMean) },
      moving_variance_initializer: { ...serialiseInitializer(movingVariance) },
      beta_regularizer: null,
      gamma_regularizer: null,
      beta_constraint: null,
      gamma_constraint: null,
      synchronized: false,
      renorm: false,
      renorm_clipping: null,
      renorm_momentum: 0.99,
    };
  }
}
