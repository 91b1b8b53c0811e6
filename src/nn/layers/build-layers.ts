/** Layers from Keras's serialised forms, named and checked as a chain. */
import { InklingError, rangeError } from "../../base/errors.ts";
import { nearestName } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Json, JsonObject, KerasObject } from "../model-record.ts";
import { Activation } from "./activation.ts";
import { AveragePooling2D } from "./average-pooling2d.ts";
import { BatchNormalization } from "./batch-normalization.ts";
import { Conv2D } from "./conv2d.ts";
import { Dense } from "./dense.ts";
import { DepthwiseConv2D } from "./depthwise-conv2d.ts";
import { Dropout } from "./dropout.ts";
import { Flatten } from "./flatten.ts";
import { GlobalAveragePooling2D } from "./global-average-pooling2d.ts";
import { defaultLayerName, type Layer, type LayerOptions } from "./layer.ts";
import { LeakyReLU } from "./leaky-relu.ts";
import { MaxPooling2D } from "./max-pooling2d.ts";
import type { Pooling2DOptions } from "./pooling2d.ts";
import { ReLU } from "./relu.ts";
import { Rescaling } from "./rescaling.ts";
import { Reshape } from "./reshape.ts";
import { Softmax } from "./softmax.ts";

type Config = Record<string, never>;

const LAYERS: Record<string, (config: Config, options: LayerOptions) => Layer> = {
  Activation: (c, options) => new Activation(c["activation"], options),
  AveragePooling2D: (c, options) => new AveragePooling2D(c["pool_size"], poolingOptions(c, options)),
  BatchNormalization: (c, options) =>
    new BatchNormalization({
      ...options,
      axis: c["axis"],
      momentum: c["momentum"],
      epsilon: c["epsilon"],
      center: c["center"],
      scale: c["scale"],
      betaInitializer: c["beta_initializer"],
      gammaInitializer: c["gamma_initializer"],
      movingMeanInitializer: c["moving_mean_initializer"],
      movingVarianceInitializer: c["moving_variance_initializer"],
    }),
  Conv2D: (c, options) =>
    new Conv2D(c["filters"], c["kernel_size"], {
      ...options,
      strides: c["strides"],
      padding: c["padding"],
      activation: c["activation"] ?? "linear",
      useBias: c["use_bias"],
      kernelInitializer: c["kernel_initializer"],
      biasInitializer: c["bias_initializer"],
      kernelRegularizer: c["kernel_regularizer"],
      biasRegularizer: c["bias_regularizer"],
    }),
  Dense: (c, options) =>
    new Dense(c["units"], {
      ...options,
      activation: c["activation"] ?? "linear",
      useBias: c["use_bias"],
      kernelInitializer: c["kernel_initializer"],
      biasInitializer: c["bias_initializer"],
      kernelRegularizer: c["kernel_regularizer"],
      biasRegularizer: c["bias_regularizer"],
    }),
  DepthwiseConv2D: (c, options) =>
    new DepthwiseConv2D(c["kernel_size"], {
      ...options,
      strides: c["strides"],
      padding: c["padding"],
      depthMultiplier: c["depth_multiplier"],
      activation: c["activation"] ?? "linear",
      useBias: c["use_bias"],
      depthwiseInitializer: c["depthwise_initializer"],
      biasInitializer: c["bias_initializer"],
    }),
  Dropout: (c, options) => new Dropout(c["rate"], { ...options, seed: c["seed"] }),
  Flatten: (_, options) => new Flatten(options),
  GlobalAveragePooling2D: (c, options) => new GlobalAveragePooling2D({ ...options, keepdims: c["keepdims"] }),
  LeakyReLU: (c, options) => new LeakyReLU({ ...options, negativeSlope: c["negative_slope"] }),
  MaxPooling2D: (c, options) => new MaxPooling2D({ ...poolingOptions(c, options), poolSize: c["pool_size"] }),
  ReLU: (c, options) =>
    new ReLU({
      ...options,
      maxValue: c["max_value"],
      negativeSlope: c["negative_slope"],
      threshold: c["threshold"],
    }),
  Rescaling: (c, options) => new Rescaling(c["scale"], { ...options, offset: c["offset"] }),
  Reshape: (c, options) => new Reshape(c["target_shape"], options),
  Softmax: (_, options) => new Softmax(options),
};

function poolingOptions(c: Config, options: LayerOptions): Pooling2DOptions {
  return { ...options, strides: c["strides"], padding: c["padding"] };
}

/** Options of Keras's layers that Inkling's do not have; they must be null. */
const UNSUPPORTED = [
  "kernel_regularizer",
  "bias_regularizer",
  "activity_regularizer",
  "kernel_constraint",
  "bias_constraint",
  "depthwise_regularizer",
  "depthwise_constraint",
  "beta_regularizer",
  "gamma_regularizer",
  "beta_constraint",
  "gamma_constraint",
  "noise_shape",
];

/** Those of the options above that some layers do have. */
const OFFERED: Record<string, readonly string[]> = {
  Conv2D: ["kernel_regularizer", "bias_regularizer"],
  Dense: ["kernel_regularizer", "bias_regularizer"],
};

/** Options that Inkling has only one value for, as Keras writes that value. */
const FIXED: Record<string, Json> = {
  data_format: "channels_last",
  dilation_rate: [1, 1],
  groups: 1,
  renorm: false,
  synchronized: false,
};

/**
 * Layers from their serialised forms. An InputLayer gives the next layer its shape.
 * @throws InklingError if a layer's class, or an option that changes what it computes, is not known; it is named
 */
export function buildLayers(objects: readonly KerasObject[]): Layer[] {
  const layers: Layer[] = [];
  let inputShape: Shape | undefined;
  for (const { class_name: className, config } of objects) {
    if (className === "InputLayer") {
      inputShape = shapeOf(config["batch_shape"]);
      continue;
    }
    const make = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
    if (make === undefined) throw unknownLayer(className, config);
    checkSupported(className, config);
    const name = typeof config["name"] === "string" ? config["name"] : undefined;
    layers.push(make(config as Config, { name, inputShape: inputShape ?? shapeOf(config["batch_shape"]) }));
    inputShape = undefined;
  }
  return layers;
}

/** Gives every unnamed layer Keras's name: its class in snake case, with `_1`, `_2` behind the second and third. */
export function nameLayers(layers: readonly Layer[]): void {
  const taken = new Set<string>();
  for (const layer of layers) {
    if (layer.name === undefined) continue;
    if (taken.has(layer.name)) {
      throw rangeError({
        what: "two layers of a model have the same name",
        expected: "names that differ",
        received: `"${layer.name}" twice`,
      });
    }
    taken.add(layer.name);
  }
  for (const layer of layers) {
    if (layer.name !== undefined) continue;
    const base = defaultLayerName(layer.className);
    let name = base;
    for (let i = 1; taken.has(name); i++) name = `${base}_${i}`;
    layer.name = name;
    taken.add(name);
  }
}

/** The shape of one example before each layer, and behind the last: one more than there are layers. */
export function chainShapes(layers: readonly Layer[], inputShape: Shape): Shape[] {
  const shapes = [inputShape];
  for (const layer of layers) shapes.push(layer.outputShape(shapes[shapes.length - 1]));
  return shapes;
}

function unknownLayer(className: string, config: JsonObject): InklingError {
  const known = Object.keys(LAYERS);
  const nearest = nearestName(className, known);
  return new InklingError({
    what: `the model has a layer that Inkling does not know, ${className} ("${String(config["name"])}")`,
    expected: `layers of class ${known.join(", ")}`,
    received: className,
    mend: nearest === undefined ? "Build the model from those layers." : `Did you mean ${nearest}?`,
  });
}

function checkSupported(className: string, config: JsonObject): void {
  if (config["trainable"] === false) {
    throw new InklingError({
      what: `layer "${String(config["name"])}" (${className}) is frozen, which Inkling does not have`,
      expected: "trainable: true",
      received: "trainable: false",
      mend: "Set layer.trainable = True in Keras and save the model again.",
    });
  }
  for (const option of UNSUPPORTED) {
    if ((config[option] ?? null) === null || OFFERED[className]?.includes(option) === true) continue;
    throw new InklingError({
      what: `layer "${String(config["name"])}" (${className}) uses ${option}, which Inkling does not have`,
      expected: "null",
      received: JSON.stringify(config[option]),
      mend: "Save the model again without it.",
    });
  }
  for (const option of Object.keys(FIXED)) {
    const value = config[option] ?? null;
    if (value === null || isFixed(option, value)) continue;
    throw new InklingError({
      what: `layer "${String(config["name"])}" (${className}) has a ${option} that Inkling does not have`,
      expected: JSON.stringify(FIXED[option]),
      received: JSON.stringify(value),
    });
  }
  if (className === "Softmax" && ![-1, undefined].includes(config["axis"] as number | undefined)) {
    throw new InklingError({
      what: `layer "${String(config["name"])}" (Softmax) is over another axis than the last`,
      expected: "axis -1",
      received: JSON.stringify(config["axis"]),
    });
  }
}

/** An option that Inkling has only one value for has it; 1 for both axes is [1, 1]. */
function isFixed(option: string, value: Json): boolean {
  const given = value === 1 && Array.isArray(FIXED[option]) ? [1, 1] : value;
  return JSON.stringify(given) === JSON.stringify(FIXED[option]);
}

function shapeOf(batchShape: Json | undefined): Shape | undefined {
  if (!Array.isArray(batchShape)) return undefined;
  return batchShape.slice(1).map(Number);
}
