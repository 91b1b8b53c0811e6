/**
 * Reads Keras's legacy HDF5 layout (`model.save("x.h5")`) as written by Keras 3, tf.keras 2 and Keras 1.
 *
 *     attributes          model_config, training_config (JSON), keras_version
 *     model_weights/      layer_names; one group a layer with weight_names, and a float32 dataset for each of them
 *     optimizer_weights/  weight_names and datasets: the optimizer's variables
 *
 * Inkling itself writes the last group, alike inside, as `inkling_optimizer_weights`. Keras 3.15 restores optimizer_weights
 * for no variables at all, after which `fit` fails ("Unknown variable") on every file that has the group, its own
 * included. A file without it goes on training in Keras, with fresh slots; Inkling finds the state in either group.
 *
 * Source: keras/src/legacy/saving/legacy_h5_format.py of Keras 3.15.
 */
import { InklingError } from "../base/errors.ts";
import type { LayerWeights, ModelRecord, WeightRecord } from "../nn/model-record.ts";
import { checkWeights } from "./check-weights.ts";
import { type Hdf5Group, isHdf5, readHdf5 } from "./hdf5.ts";
import { parseJson } from "./json.ts";
import { normaliseCompileConfig } from "./keras-compile.ts";
import { layerName, normaliseModelConfig } from "./keras-config.ts";
import {
  normaliseOptimizerState,
  type RawOptimizerState,
  trainableWeights,
} from "./keras-optimizer-state.ts";

/** What the file holds, before it is understood. */
interface RawModel {
  modelConfig: string;
  trainingConfig?: string;
  weights: LayerWeights[];
  optimizer?: RawOptimizerState;
}

/** Where Inkling keeps the optimizer's variables; Keras passes over it. */
export const OPTIMIZER_GROUP = "inkling_optimizer_weights";

/** Keras 1 called the kernel W and the bias b. */
const KERAS_1_WEIGHTS: Record<string, string> = { W: "kernel", b: "bias" };

/**
 * Reads a model that Keras or Inkling saved as HDF5: architecture, weights, and where the file has them the
 * arguments of `compile` and the optimizer's state.
 * @param name what errors call the file
 * @throws InklingError if the bytes are not such a file, are damaged, or hold only weights
 */
export async function readKerasH5(bytes: Uint8Array, name = "the .h5 file"): Promise<ModelRecord> {
  if (!isHdf5(bytes)) throw notHdf5(bytes, name);
  const raw = await readHdf5(bytes, name, (root) => readRawModel(root, name));
  const model = normaliseModelConfig(
    parseJson(raw.modelConfig, `model_config in ${name}`),
    `the model in ${name}`,
  );
  const layerNames = (model.config["layers"] as unknown as { config: { name: string } }[]).map(
    ({ config }) => config.name,
  );
  // The model's order, and without the layers that have no weights.
  const weights = raw.weights
    .filter((layer) => layer.weights.length > 0)
    .sort((a, b) => layerNames.indexOf(a.layer) - layerNames.indexOf(b.layer));
  checkWeights(model, weights, name);
  const record: ModelRecord = { model, weights };
  if (raw.trainingConfig === undefined) return record;
  const trainingConfig = parseJson(raw.trainingConfig, `training_config in ${name}`);
  record.compile = normaliseCompileConfig(trainingConfig, `the training configuration in ${name}`);
  if (record.compile === undefined || raw.optimizer === undefined) return record;
  const trainable = trainableWeights(model, weights);
  const what = `the optimizer state in ${name}`;
  record.optimizer = normaliseOptimizerState(raw.optimizer, record.compile.optimizer, trainable, what);
  return record;
}

function readRawModel(root: Hdf5Group, name: string): RawModel {
  const modelConfig = root.text("model_config");
  const weights = root.group("model_weights");
  if (modelConfig === undefined || weights === undefined)
    throw notAModel(root, name, modelConfig !== undefined);
  const optimizer = root.group("optimizer_weights") ?? root.group(OPTIMIZER_GROUP);
  return {
    modelConfig,
    trainingConfig: root.text("training_config"),
    weights: readLayers(weights, name),
    optimizer: optimizer && readOptimizer(optimizer, name),
  };
}

function readLayers(group: Hdf5Group, name: string): LayerWeights[] {
  const layerNames = listOf(group, "layer_names");
  if (layerNames === undefined) throw missing(`layer_names of model_weights`, name);
  return layerNames.map((layer) => {
    const layerGroup = group.group(layer);
    if (layerGroup === undefined) throw missing(`the weights of layer "${layer}"`, name);
    const weightNames = listOf(layerGroup, "weight_names") ?? [];
    return {
      layer: layerName(layer),
      weights: weightNames.map((path) => readWeight(layerGroup, path, shortName(path, layer), name)),
    };
  });
}

function readOptimizer(group: Hdf5Group, name: string): RawOptimizerState {
  const state: RawOptimizerState = { variables: [] };
  for (const path of listOf(group, "weight_names") ?? []) {
    const short = shortName(path, "");
    if (["iteration", "iter", "iterations"].includes(short)) {
      state.iterations = group.integer(path) ?? group.floats(path)?.data[0];
    } else if (short === "learning_rate") {
      state.learningRate = readWeight(group, path, short, name).data[0];
    } else if (group.integer(path) === undefined) {
      state.variables.push(readWeight(group, path, path, name));
    } else {
      // Keras 1 counted the steps in a variable without a name: the only whole number among floats.
      state.iterations = group.integer(path);
    }
  }
  return state;
}

function readWeight(group: Hdf5Group, path: string, name: string, file: string): WeightRecord {
  const array = group.floats(path);
  if (array === undefined) throw missing(`"${path}"`, file);
  return { name, ...array };
}

/** A list of texts; Keras splits one that is too long for an attribute into `name0`, `name1`, …. */
function listOf(group: Hdf5Group, attribute: string): string[] | undefined {
  const whole = group.texts(attribute);
  if (whole !== undefined) return whole;
  const parts: string[][] = [];
  for (
    let part = group.texts(`${attribute}0`);
    part !== undefined;
    part = group.texts(`${attribute}${parts.length}`)
  ) {
    parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.flat();
}

/** `sequential/dense/kernel`, `dense/kernel:0` and `dense_1_W:0` → `kernel`. */
function shortName(path: string, layer: string): string {
  const last = path.replace(/:\d+$/, "").split("/").at(-1)!;
  const withoutLayer = last.startsWith(`${layer}_`) ? last.slice(layer.length + 1) : last;
  return KERAS_1_WEIGHTS[withoutLayer] ?? last;
}

function notHdf5(bytes: Uint8Array, name: string): InklingError {
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return new InklingError({
    what: `${name} is not an HDF5 file`,
    expected: "it to start with the bytes 89 48 44 46 0d 0a 1a 0a",
    received: bytes.length === 0 ? "0 bytes" : start.join(" "),
    mend: "Save the model from Keras or Inkling with model.save('model.h5').",
  });
}

function notAModel(root: Hdf5Group, name: string, hasConfig: boolean): InklingError {
  const holdsOnlyWeights =
    !hasConfig && (root.texts("layer_names") !== undefined || root.group("layers") !== undefined);
  if (holdsOnlyWeights) {
    return new InklingError({
      what: `${name} holds only weights (save_weights), not the model that they belong to`,
      expected: "a whole model, with its model_config",
      mend: "In Keras, build the model, call model.load_weights(path), then save the whole with model.save('model.h5').",
    });
  }
  return new InklingError({
    what: `${name} is an HDF5 file, but not a model saved by Keras`,
    expected: "the attribute model_config and the group model_weights",
    received: hasConfig ? "no model_weights" : "no model_config",
    mend: "Save the model from Keras or Inkling with model.save('model.h5').",
  });
}

function missing(part: string, name: string): InklingError {
  return new InklingError({
    what: `${part} is missing in ${name}`,
    mend: "The file is damaged or was not saved whole; save it again with model.save('model.h5').",
  });
}
