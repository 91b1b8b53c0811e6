/**
 * Configurations of models as Keras 1, 2 and 3 wrote them, brought to Keras 3's form.
 *
 * What differs: Keras 2 has no `module`, calls `batch_shape` `batch_input_shape`, may hang it on the first layer and
 * leave the InputLayer out; Keras 1 lists the layers bare and names options its own way. A Functional model that is a
 * plain chain becomes the Sequential that it is.
 */
import { InklingError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import type { Json, JsonObject, KerasObject } from "../nn/model-record.ts";
import { chainOfFunctional } from "./functional-chain.ts";
import { expectList, expectObject, expectText, isJsonObject, wrongJson } from "./json.ts";
import { namedInitializer } from "./keras-initializers.ts";

/** Options that Keras 1 and 2 called otherwise, by class. */
const OLD_OPTIONS: Record<string, Record<string, string>> = {
  Dense: {
    output_dim: "units",
    init: "kernel_initializer",
    bias: "use_bias",
    W_regularizer: "kernel_regularizer",
    b_regularizer: "bias_regularizer",
    W_constraint: "kernel_constraint",
    b_constraint: "bias_constraint",
  },
  Dropout: { p: "rate" },
  LeakyReLU: { alpha: "negative_slope" },
};

/** Where old layers kept the shape of their input; Keras 3 has the InputLayer for it. */
const INPUT_OPTIONS = [
  "batch_input_shape",
  "batch_shape",
  "input_shape",
  "input_dim",
  "input_dtype",
  "input_length",
];

/**
 * A model's configuration in Keras 3's form, always a Sequential whose first layer is an InputLayer (where the file
 * says what the input is).
 * @throws InklingError if it is no Sequential nor a plain chain, or is not understood
 */
export function normaliseModelConfig(raw: Json, what: string): KerasObject {
  const model = expectObject(raw, what);
  const className = expectText(model["class_name"], `class_name in ${what}`);
  const config: JsonObject = Array.isArray(model["config"])
    ? { name: "sequential", layers: model["config"] }
    : expectObject(model["config"], `config in ${what}`);
  let layers = expectList(config["layers"], `the layers in ${what}`);
  if (className === "Functional" || className === "Model") {
    layers = chainOfFunctional(config, what);
  } else if (className !== "Sequential") {
    throw new InklingError({
      what: `${what} is a ${className}`,
      expected: "a Sequential model, or a Functional one that is a plain chain of layers",
      mend: "Rebuild it in Keras as keras.Sequential([...]), copy the weights over, and save that.",
    });
  }
  const objects = layers.map((layer, i) => normaliseLayer(layer, `layer ${i} of ${what}`));
  checkNames(objects, what);
  return {
    module: "keras",
    class_name: "Sequential",
    config: {
      name: typeof config["name"] === "string" ? config["name"] : "sequential",
      trainable: config["trainable"] ?? true,
      ...(config["dtype"] === undefined ? {} : { dtype: normaliseDtype(config["dtype"], what) }),
      layers: withInputLayer(objects, layers, config["build_input_shape"], what) as unknown as Json[],
      ...(config["build_input_shape"] === undefined
        ? {}
        : { build_input_shape: config["build_input_shape"] }),
    },
    registered_name: null,
  };
}

/** Keras 2 allowed slashes in layers' names (`block/dense`); Keras 3 and Inkling do not. */
export function layerName(name: string): string {
  return name.replaceAll("/", "_");
}

/** A layer in Keras 3's form. */
function normaliseLayer(raw: Json, what: string): KerasObject {
  const layer = expectObject(raw, what);
  const className = expectText(layer["class_name"], `class_name of ${what}`).replace(/^Custom>/, "");
  const { ...config } = expectObject(layer["config"], `config of ${what}`);
  const name = layerName(expectText(config["name"] ?? layer["name"], `name of ${what}`));
  const shape = config["batch_shape"] ?? config["batch_input_shape"];
  for (const option of INPUT_OPTIONS) delete config[option];
  if (className === "InputLayer") {
    const inputs = {
      batch_shape: checkBatchShape(shape, name),
      dtype: "float32",
      sparse: false,
      ragged: false,
    };
    return layerObject(className, { ...inputs, name, optional: false });
  }
  for (const [old, current] of Object.entries(OLD_OPTIONS[className] ?? {})) {
    if (Object.hasOwn(config, old)) config[current] = config[old];
    delete config[old];
  }
  for (const option of Object.keys(config)) {
    if (option.endsWith("_initializer")) config[option] = namedInitializer(config[option]);
  }
  // Keras 2 wrote the axis of a BatchNormalization as a list of one.
  if (Array.isArray(config["axis"]) && config["axis"].length === 1) config["axis"] = config["axis"][0];
  if (isJsonObject(config["activation"]) && typeof config["activation"]["config"] === "string") {
    config["activation"] = config["activation"]["config"];
  }
  if (config["dtype"] !== undefined)
    config["dtype"] = normaliseDtype(config["dtype"], `layer "${name}" of ${what}`);
  return layerObject(className, { ...config, name }, layer);
}

function layerObject(className: string, config: JsonObject, source: JsonObject = {}): KerasObject {
  return {
    module: typeof source["module"] === "string" ? source["module"] : "keras.layers",
    class_name: className,
    config,
    registered_name: typeof source["registered_name"] === "string" ? source["registered_name"] : null,
    ...(isJsonObject(source["build_config"]) ? { build_config: source["build_config"] } : {}),
  };
}

/** Puts an InputLayer in front if there is none and the first layer, or the model, says what its input is. */
function withInputLayer(
  objects: KerasObject[],
  layers: Json[],
  buildShape: Json | undefined,
  what: string,
): KerasObject[] {
  if (objects.length === 0) throw wrongJson(`the list of layers in ${what}`, "at least one layer", "none");
  if (objects[0].class_name === "InputLayer") return objects;
  const config = (layers[0] as JsonObject)["config"] as JsonObject;
  const shape =
    config["batch_input_shape"] ??
    config["batch_shape"] ??
    (Array.isArray(config["input_shape"]) ? [null, ...config["input_shape"]] : undefined) ??
    (typeof config["input_dim"] === "number" ? [null, config["input_dim"]] : undefined) ??
    buildShape;
  if (shape === undefined || shape === null) return objects;
  const name = `${String(objects[0].config["name"])}_input`;
  const input = normaliseLayer({ class_name: "InputLayer", config: { name, batch_shape: shape } }, what);
  return [input, ...objects];
}

function checkBatchShape(shape: Json | undefined, layer: string): Json[] {
  const axisIsValid = (axis: Json): boolean =>
    axis === null || (Number.isInteger(axis) && (axis as number) > 0);
  if (Array.isArray(shape) && shape.length > 0 && shape.every(axisIsValid)) return shape;
  throw wrongJson(`the input shape of layer "${layer}"`, "a list such as [null, 784]", show(shape));
}

function checkNames(layers: KerasObject[], what: string): void {
  const names = layers.map((layer) => layer.config["name"]);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined)
    throw wrongJson(`the names of layers in ${what}`, "each once", `${show(repeated)} twice`);
}

/** A dtype policy in Keras 3's form. Inkling computes in float32, so it takes no other. */
function normaliseDtype(dtype: Json, what: string): JsonObject {
  const name = isJsonObject(dtype) ? expectObject(dtype["config"], `dtype of ${what}`)["name"] : dtype;
  if (name !== "float32") {
    throw new InklingError({
      what: `${what} computes in ${String(name)}`,
      expected: "float32",
      mend: 'Rebuild the model in Keras with dtype="float32", copy the weights over, and save that.',
    });
  }
  return { module: "keras", class_name: "DTypePolicy", config: { name }, registered_name: null };
}
