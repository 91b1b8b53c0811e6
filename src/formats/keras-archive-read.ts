/** Reads Keras 3's own format, `.keras`; keras-archive.ts says what is in it. */
import { InklingError } from "../base/errors.ts";
import { unzipEntries } from "../data/unzip.ts";
import type {
  CompileConfig,
  Json,
  KerasObject,
  LayerWeights,
  ModelRecord,
  OptimizerRecord,
  WeightRecord,
} from "../nn/model-record.ts";
import { checkWeights } from "./check-weights.ts";
import { type Hdf5Group, readHdf5 } from "./hdf5.ts";
import { expectObject, parseJson } from "./json.ts";
import { CONFIG_FILE, layerGroups, WEIGHTS_FILE } from "./keras-archive.ts";
import { normaliseCompileConfig } from "./keras-compile.ts";
import { normaliseModelConfig } from "./keras-config.ts";
import {
  isUsableOptimizer,
  normaliseOptimizerState,
  slotGroups,
  trainableWeights,
} from "./keras-optimizer-state.ts";

/** Larger than any network here, and small enough to be held in memory twice. */
const MAX_ENTRY_BYTES = 2 ** 31 - 1;

type Config = KerasObject["config"];

/** The names of a layer's variables, in Keras's order. */
const VARIABLE_NAMES: Readonly<Record<string, (config: Config) => string[]>> = {
  Dense: kernelAndBias,
  Conv2D: kernelAndBias,
  DepthwiseConv2D: kernelAndBias,
  BatchNormalization: ({ scale, center }) => [
    ...(scale === false ? [] : ["gamma"]),
    ...(center === false ? [] : ["beta"]),
    "moving_mean",
    "moving_variance",
  ],
};

function kernelAndBias({ use_bias: useBias }: Config): string[] {
  return useBias === false ? ["kernel"] : ["kernel", "bias"];
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Reads a model that Keras 3 or Inkling saved as `.keras`: architecture, weights, and where the file has them the arguments of
 * `compile` and the optimizer's state.
 * @param name what errors call the file
 * @throws InklingError if the bytes are no such file, or damaged
 */
export async function readKerasArchive(bytes: Uint8Array, name = "the .keras file"): Promise<ModelRecord> {
  const wanted = [CONFIG_FILE, WEIGHTS_FILE];
  const entries = unzipEntries(bytes, name, { wanted, maxBytes: MAX_ENTRY_BYTES, kind: "a .keras file" });
  for (const entry of wanted) if (entries[entry] === undefined) throw notAnArchive(name, entry);
  const config = parseJson(new TextDecoder().decode(entries[CONFIG_FILE]), `${CONFIG_FILE} in ${name}`);
  const model = normaliseModelConfig(config, `the model in ${name}`);
  const rawCompile = expectObject(config, `${CONFIG_FILE} in ${name}`)["compile_config"];
  const compile =
    rawCompile === undefined || rawCompile === null
      ? undefined
      : normaliseCompileConfig(rawCompile, `the training configuration in ${name}`);
  return await readHdf5(entries[WEIGHTS_FILE], `${WEIGHTS_FILE} in ${name}`, (root) => {
    const weights = readLayers(root, model, name);
    checkWeights(model, weights, name);
    const record: ModelRecord = { model, weights };
    if (compile === undefined) return record;
    const optimizer = readOptimizer(root, { model, weights, compile }, name);
    return { ...record, compile, ...(optimizer === undefined ? {} : { optimizer }) };
  });
}

/** Only layers that have variables. */
function readLayers(root: Hdf5Group, model: KerasObject, name: string): LayerWeights[] {
  return layerGroups(model)
    .map(({ layer, group }) => {
      const variables = readVariables(root, `${group}/vars`, 0);
      const names = VARIABLE_NAMES[layer.class_name]?.(layer.config) ?? variables.map((_, i) => String(i));
      if (variables.length !== names.length) throw wrongVariables(layer, names, variables.length, name);
      return {
        layer: String(layer.config["name"]),
        weights: variables.map((variable, i) => ({ ...variable, name: names[i] })),
      };
    })
    .filter(({ weights }) => weights.length > 0);
}

/** The variables of a group from one number on, as many as follow each other. */
function readVariables(root: Hdf5Group, path: string, from: number): Omit<WeightRecord, "name">[] {
  const variables: Omit<WeightRecord, "name">[] = [];
  for (
    let next = root.floats(`${path}/${from}`);
    next !== undefined;
    next = root.floats(`${path}/${from + variables.length}`)
  ) {
    variables.push(next);
  }
  return variables;
}

/** Steps first, then the learning rate where it is no schedule, then the slots in the order of `slotGroups`. */
function readOptimizer(
  root: Hdf5Group,
  { model, weights, compile }: { model: KerasObject; weights: LayerWeights[]; compile: CompileConfig },
  name: string,
): OptimizerRecord | undefined {
  const iterations = root.integer("optimizer/vars/0");
  // Before its first step an optimizer has no state but zeros.
  if (iterations === undefined || iterations === 0 || !isUsableOptimizer(compile.optimizer)) return undefined;
  const hasRate = !isSchedule(compile.optimizer.config["learning_rate"]);
  const [rate, ...rest] = readVariables(root, "optimizer/vars", 1);
  const slots = hasRate ? rest : rate === undefined ? [] : [rate, ...rest];
  const what = `the optimizer state in ${name}`;
  const trainable = trainableWeights(model, weights);
  const names = slotGroups(compile.optimizer, what).flatMap((group) => trainable.flatMap(() => group));
  const variables = slots.map((slot, i) => ({ ...slot, name: names[i] ?? "unknown" }));
  const learningRate = hasRate ? rate?.data[0] : undefined;
  return normaliseOptimizerState({ iterations, learningRate, variables }, compile.optimizer, trainable, what);
}

function isSchedule(learningRate: Json | undefined): boolean {
  return typeof learningRate === "object" && learningRate !== null;
}

function notAnArchive(name: string, entry: string): InklingError {
  return new InklingError({
    what: `${name} is a zip file, but not a model saved by Keras`,
    expected: `${CONFIG_FILE} and ${WEIGHTS_FILE} in it`,
    received: `no ${entry}`,
    mend: "Save the model from Keras or Inkling with model.save('model.keras').",
  });
}

function wrongVariables(
  { config }: KerasObject,
  names: readonly string[],
  count: number,
  name: string,
): InklingError {
  return new InklingError({
    what: `the weights of layer "${String(config["name"])}" in ${name} do not fit the layer`,
    expected: names.join(" and "),
    received: `${count} variables`,
    mend: "Save the whole model again with model.save().",
  });
}
