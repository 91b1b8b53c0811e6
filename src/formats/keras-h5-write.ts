/**
 * Writes Keras's legacy HDF5 layout, as Keras 3.15's `model.save("x.h5")` does, so that Keras loads the model, predicts
 * the same and goes on training. The layout, and what differs about the optimizer's state, is in keras-h5-read.ts.
 */
import type { Group } from "h5wasm";
import type {
  JsonObject,
  KerasObject,
  LayerWeights,
  ModelRecord,
  OptimizerRecord,
} from "../nn/model-record.ts";
import { writeArray, writeText, writeTexts } from "./hdf5-parts.ts";
import { writeHdf5 } from "./hdf5.ts";
import { KERAS_VERSION } from "./keras-version.ts";
import { OPTIMIZER_GROUP } from "./keras-h5-read.ts";
import { OTHER_COMPILE_OPTIONS } from "./keras-compile.ts";
import { kerasJson } from "./keras-json.ts";
import { trainableWeights } from "./keras-optimizer-state.ts";

const BACKEND = "tensorflow";

/** The bytes of an .h5 file that holds the whole record. */
export async function writeKerasH5(record: ModelRecord): Promise<Uint8Array> {
  return writeHdf5((root) => {
    writeText(root, "backend", BACKEND);
    writeText(root, "keras_version", KERAS_VERSION);
    writeText(root, "model_config", kerasJson(legacyModelConfig(record.model)));
    if (record.compile !== undefined) {
      writeText(root, "training_config", kerasJson(trainingConfig(record.compile)));
    }
    writeWeights(root.create_group("model_weights"), record);
    if (record.compile !== undefined && record.optimizer !== undefined) {
      writeOptimizer(root.create_group(OPTIMIZER_GROUP), record, record.compile.optimizer, record.optimizer);
    }
  });
}

/** Keras leaves `module` and `registered_name` out of the model and its layers in this layout. */
function legacyModelConfig({ class_name, config }: KerasObject): JsonObject {
  const layers = (config["layers"] as unknown as KerasObject[]).map((layer) => ({
    class_name: layer.class_name,
    config: layer.config,
  }));
  return { class_name, config: { ...config, layers } };
}

function trainingConfig({ optimizer, loss, metrics }: NonNullable<ModelRecord["compile"]>): JsonObject {
  return {
    loss: typeof loss === "string" ? loss : { class_name: loss.class_name, config: loss.config },
    metrics,
    ...OTHER_COMPILE_OPTIONS,
    optimizer_config: {
      class_name: optimizer.class_name,
      config: optimizer.config,
      ...(optimizer.inkling === undefined ? {} : { inkling: optimizer.inkling }),
    },
  };
}

function writeWeights(group: Group, { model, weights }: ModelRecord): void {
  const layers = (model.config["layers"] as unknown as KerasObject[]).filter(
    (layer) => layer.class_name !== "InputLayer",
  );
  const layerNames = layers.map((layer) => String(layer.config["name"]));
  const ofLayer = new Map(weights.map((entry) => [entry.layer, entry]));
  writeTexts(group, "layer_names", layerNames);
  writeText(group, "backend", BACKEND);
  writeText(group, "keras_version", KERAS_VERSION);
  for (const layer of layerNames) {
    const layerGroup = group.create_group(layer);
    const entry: LayerWeights = ofLayer.get(layer) ?? { layer, weights: [] };
    const paths = entry.weights.map(({ name }) => `${String(model.config["name"])}/${layer}/${name}`);
    writeTexts(layerGroup, "weight_names", paths);
    entry.weights.forEach(({ shape, data }, i) => writeArray(layerGroup, paths[i], data, shape));
  }
  writeTexts(group.create_group("top_level_model_weights"), "weight_names", []);
}

/** Keras reads the variables back by their order; the names are those that it gives them itself. */
function writeOptimizer(
  group: Group,
  record: ModelRecord,
  optimizer: KerasObject,
  state: OptimizerRecord,
): void {
  const prefix = String(optimizer.config["name"] ?? optimizer.class_name.toLowerCase());
  const trainable = new Set(trainableWeights(record.model, record.weights));
  const weightNames = record.weights.flatMap(({ layer, weights }) =>
    weights.filter((weight) => trainable.has(weight)).map(({ name }) => `${layer}_${name}`),
  );
  // The first variable of a slot belongs to the first weight, the second to the second, in every optimizer.
  const seen = new Map<string, number>();
  const paths = state.variables.map(({ name }) => {
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    return `${prefix}/${String(record.model.config["name"])}_${weightNames[index]}_${name}`;
  });
  const iteration = `${prefix}/iteration`;
  const learningRate = state.learningRate === undefined ? [] : [`${prefix}/learning_rate`];
  writeTexts(group, "weight_names", [iteration, ...learningRate, ...paths]);
  writeArray(group, iteration, BigInt64Array.of(BigInt(state.iterations)), []);
  for (const path of learningRate) writeArray(group, path, Float32Array.of(state.learningRate as number), []);
  state.variables.forEach(({ shape, data }, i) => writeArray(group, paths[i], data, shape));
}
