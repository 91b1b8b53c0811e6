/** Configurations of old Keras, brought to Keras 3's form. */
import { expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { normaliseCompileConfig } from "../../src/formats/keras-compile.ts";
import { normaliseModelConfig } from "../../src/formats/keras-config.ts";
import type { Json, JsonObject, KerasObject } from "../../src/nn/model-record.ts";

const dense = (config: JsonObject): Json => ({
  class_name: "Dense",
  config: { name: "dense", units: 4, ...config },
});
const sequential = (...layers: Json[]): Json => ({ class_name: "Sequential", config: { name: "s", layers } });

function layersOf(raw: Json): KerasObject[] {
  return normaliseModelConfig(raw, "the model in x.h5").config["layers"] as unknown as KerasObject[];
}

test.each<[string, JsonObject]>([
  ["batch_input_shape", { batch_input_shape: [null, 3] }],
  ["batch_shape", { batch_shape: [null, 3] }],
  ["input_shape", { input_shape: [3] }],
  ["input_dim", { input_dim: 3 }],
])("a first layer with %s gets an InputLayer in front", (option, config) => {
  const [input, layer] = layersOf(sequential(dense(config)));
  expect(input.class_name).toBe("InputLayer");
  expect(input.config["batch_shape"]).toEqual([null, 3]);
  expect(layer.config).not.toHaveProperty(option);
});

test("a model built later has its input's shape beside the layers", () => {
  const model = {
    class_name: "Sequential",
    config: { name: "s", layers: [dense({})], build_input_shape: [null, 7] },
  };
  expect(layersOf(model)[0].config["batch_shape"]).toEqual([null, 7]);
});

test("a bare list of layers is a Sequential", () => {
  const layers = layersOf({ class_name: "Sequential", config: [dense({ batch_input_shape: [null, 3] })] });
  expect(layers.map(({ class_name }) => class_name)).toEqual(["InputLayer", "Dense"]);
});

test("Keras 1's names of options become today's", () => {
  const old = { output_dim: 8, init: "he_normal", bias: false, W_regularizer: null, b_constraint: null };
  const raw = { class_name: "Dense", config: { name: "d", ...old } };
  const [{ config }] = layersOf(sequential(raw));
  expect(config).toMatchObject({
    units: 8,
    use_bias: false,
    kernel_regularizer: null,
    bias_constraint: null,
  });
  expect(config["kernel_initializer"]).toMatchObject({
    class_name: "HeNormal",
    module: "keras.initializers",
  });
  expect(Object.keys(config).filter((name) => Object.hasOwn(old, name))).toEqual([]);
});

test("Keras 2's list of one axis, its alpha and its nameless initializers become today's", () => {
  const zeros = { class_name: "Zeros", config: {} };
  const [normalisation, leaky] = layersOf(
    sequential(
      {
        class_name: "BatchNormalization",
        config: { name: "n", axis: [3], momentum: 0.99, epsilon: 0.001, beta_initializer: zeros },
      },
      { class_name: "LeakyReLU", config: { name: "l", alpha: 0.25 } },
    ),
  );
  expect(normalisation.config["axis"]).toBe(3);
  expect(normalisation.config["beta_initializer"]).toMatchObject({ ...zeros, module: "keras.initializers" });
  expect(leaky.config).toMatchObject({ negative_slope: 0.25 });
  expect(leaky.config).not.toHaveProperty("alpha");
});

test("a slash in a layer's name, which Keras 2 allowed, becomes an underscore", () => {
  expect(layersOf(sequential(dense({ name: "block/dense" })))[0].config["name"]).toBe("block_dense");
});

test.each([
  [1, "fan_avg", "uniform", "GlorotUniform"],
  [1, "fan_avg", "truncated_normal", "GlorotNormal"],
  [2, "fan_in", "uniform", "HeUniform"],
  [2, "fan_in", "normal", "HeNormal"],
])("VarianceScaling of scale %d, %s, %s is %s", (scale, mode, distribution, named) => {
  const initializer = { class_name: "VarianceScaling", config: { scale, mode, distribution, seed: 3 } };
  const [{ config }] = layersOf(sequential(dense({ kernel_initializer: initializer })));
  expect(config["kernel_initializer"]).toMatchObject({ class_name: named, config: { seed: 3 } });
});

test.each<[string, Json, RegExp]>([
  ["no object", 3, /expected an object, received 3/],
  ["another class", { class_name: "Graph", config: { layers: [] } }, /is a Graph: expected a Sequential/],
  ["no layers", sequential(), /at least one layer/],
  ["two layers of one name", sequential(dense({}), dense({})), /"dense" twice/],
  ["a layer without a name", sequential({ class_name: "Dense", config: {} }), /name of layer 0/],
  ["a bad input shape", sequential(dense({ batch_input_shape: [null, -3] })), /input shape of layer/],
  ["another dtype", sequential(dense({ dtype: "float16" })), /computes in float16: expected float32/],
])("%s is refused", (_, raw, message) => {
  expect(() => normaliseModelConfig(raw, "the model in x.h5")).toThrow(InklingError);
  expect(() => normaliseModelConfig(raw, "the model in x.h5")).toThrow(message);
});

const optimizer = {
  class_name: "Custom>Adam",
  config: { lr: 0.01, decay: 0, epsilon: null, is_legacy_optimizer: false },
};

function compiled(config: JsonObject) {
  return normaliseCompileConfig({ optimizer_config: optimizer, ...config }, "x");
}

test("an old optimizer gets Keras 3's name and options", () => {
  expect(compiled({ loss: "mse" })?.optimizer).toEqual({
    module: "keras.optimizers",
    class_name: "Adam",
    config: { learning_rate: 0.01 },
    registered_name: null,
  });
});

test.each<[Json, string]>([
  ["mse", "mse"],
  [{ class_name: "MeanSquaredError", config: { reduction: "auto" } }, "mean_squared_error"],
  [{ class_name: "function", config: "binary_crossentropy" }, "binary_crossentropy"],
  [{ class_name: "LossFunctionWrapper", config: { fn: "binary_crossentropy" } }, "binary_crossentropy"],
  [["categorical_crossentropy"], "categorical_crossentropy"],
  [{ dense_1: "categorical_crossentropy" }, "categorical_crossentropy"],
])("the loss %j is %s", (loss, name) => {
  expect(compiled({ loss })?.loss).toBe(name);
});

test.each<[Json, string[]]>([
  [null, []],
  [["acc"], ["accuracy"]],
  [[["accuracy"]], ["accuracy"]],
  [{ dense_1: ["accuracy"] }, ["accuracy"]],
  [
    [[{ class_name: "MeanMetricWrapper", config: { name: "accuracy", fn: "categorical_accuracy" } }]],
    ["accuracy"],
  ],
])("the metrics %j are %j", (metrics, names) => {
  expect(compiled({ loss: "mse", metrics })?.metrics).toEqual(names);
});

test("a model without a loss is not compiled", () => {
  expect(compiled({ loss: null })).toBeUndefined();
});

test.each<[string, JsonObject, RegExp]>([
  [
    "a loss from logits",
    { loss: { class_name: "BinaryCrossentropy", config: { from_logits: true } } },
    /from_logits/,
  ],
  ["two losses", { loss: ["mse", "mse"] }, /expected one loss/],
  ["no optimizer", { loss: "mse", optimizer_config: null }, /the optimizer in x/],
])("%s is refused", (_, config, message) => {
  expect(() => compiled(config)).toThrow(InklingError);
  expect(() => compiled(config)).toThrow(message);
});
