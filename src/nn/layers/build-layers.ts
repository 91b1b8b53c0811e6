/** Layers from Keras's serialised forms, named and checked as a chain. */
import { InklingError, rangeError } from "../../base/errors.ts";
import { nearestName } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Json, JsonObject, KerasObject } from "../model-record.ts";
import { Conv2D } from "./conv2d.ts";
import { Dense } from "./dense.ts";
import { Dropout } from "./dropout.ts";
import { Flatten } from "./flatten.ts";
import { defaultLayerName, type Layer, type LayerOptions } from "./layer.ts";
import { Rescaling } from "./rescaling.ts";

type Config = Record<string, never>;

const LAYERS: Record<string, (config: Config, options: LayerOptions) => Layer> = {
  Conv2D: (c, options) =>
    new Conv2D(c["filters"], c["kernel_size"], {
      ...options,
      strides: c["strides"],
      padding: c["padding"],
      activation: c["activation"] ?? "linear",
      useBias: c["use_bias"],
      kernelInitializer: c["kernel_initializer"],
      biasInitializer: c["bias_initializer"],
    }),
  Dense: (c, options) =>
    new Dense(c["units"], {
      ...options,
      activation: c["activation"] ?? "linear",
      useBias: c["use_bias"],
      kernelInitializer: c["kernel_initializer"],
      biasInitializer: c["bias_initializer"],
    }),
  Dropout: (c, options) => new Dropout(c["rate"], { ...options, seed: c["seed"] }),
  Flatten: (_, options) => new Flatten(options),
  Rescaling: (c, options) => new Rescaling(c["scale"], { ...options, offset: c["offset"] }),
};

/** Options of Keras's layers that Inkling does not have; they must be null. */
const UNSUPPORTED = [
  "kernel_regularizer",
  "bias_regularizer",
  "activity_regularizer",
  "kernel_constraint",
  "bias_constraint",
  "noise_shape",
];

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
    if ((config[option] ?? null) === null) continue;
    throw new InklingError({
      what: `layer "${String(config["name"])}" (${className}) uses ${option}, which Inkling does not have`,
      expected: "null",
      received: JSON.stringify(config[option]),
      mend: "Save the model again without it.",
    });
  }
}

function shapeOf(batchShape: Json | undefined): Shape | undefined {
  if (!Array.isArray(batchShape)) return undefined;
  return batchShape.slice(1).map(Number);
}
