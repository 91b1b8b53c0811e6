/**
 * Inkling's fast-loading format: a tensor file, which needs no HDF5. The model's configurations are JSON texts in its
 * metadata; tensors are named `layer/kernel`, `optimizer/3` for the optimizer's fourth variable, and `fit/0` for the first
 * array of a fit's backup.
 */
import { InklingError } from "../base/errors.ts";
import type { FitRecord, Json, LayerWeights, ModelRecord } from "../nn/model-record.ts";
import { checkWeights } from "./check-weights.ts";
import { expectList, expectObject, expectText, parseJson } from "./json.ts";
import { normaliseCompileConfig } from "./keras-compile.ts";
import { normaliseModelConfig } from "./keras-config.ts";
import { normaliseOptimizerState, trainableWeights } from "./keras-optimizer-state.ts";
import { isTensorFile, TensorFile, writeTensorFile, type Tensor } from "./tensor-file.ts";

/** A layer may be called "optimizer" or "fit" too, but none of its weights has a number for a name. */
const STATE_TENSOR = /^(optimizer|fit)\/\d+$/;

/** Whether bytes begin as a safetensors file does. */
export const isSafetensors = isTensorFile;

/** The bytes of a model: architecture, weights, and where it has them compile configuration and optimizer state. */
export function writeSafetensors(record: ModelRecord): Uint8Array {
  const tensors = Object.fromEntries<Tensor>([
    ...record.weights.flatMap(({ layer, weights }) =>
      weights.map((weight) => [`${layer}/${weight.name}`, weight] as const),
    ),
    ...(record.optimizer?.variables ?? []).map((variable, i) => [`optimizer/${i}`, variable] as const),
    ...(record.fit?.arrays ?? []).map((array, i) => [`fit/${i}`, array] as const),
  ]);
  const metadata: Record<string, string> = { format: "inkling", model: JSON.stringify(record.model) };
  if (record.compile !== undefined) metadata["compile"] = JSON.stringify(record.compile);
  if (record.optimizer !== undefined) {
    const { iterations, learningRate, variables } = record.optimizer;
    const names = variables.map(({ name }) => name);
    metadata["optimizer"] = JSON.stringify({ iterations, learningRate, names });
  }
  if (record.fit !== undefined) metadata["fit"] = JSON.stringify(record.fit.facts);
  return writeTensorFile({ metadata, tensors });
}

/**
 * Reads what `writeSafetensors` wrote.
 * @param name what errors call the file
 * @throws InklingError if the file is damaged, or is of another program and holds no Inkling model
 */
export function readSafetensors(bytes: Uint8Array, name = "the .safetensors file"): ModelRecord {
  const file = new TensorFile(bytes, name);
  const { metadata } = file;
  if (metadata["format"] !== "inkling" || metadata["model"] === undefined) {
    throw new InklingError({
      what: `${name} holds weights but no model of Inkling's`,
      expected: '__metadata__ with format "inkling" and a model',
      mend: "Build the model and give it the weights with setWeights, then save it with model.save().",
    });
  }
  const weights: LayerWeights[] = [];
  for (const key of file.names) {
    const [layer, weight] = key.split("/");
    if (weight === undefined || STATE_TENSOR.test(key)) continue;
    let entry = weights.find((candidate) => candidate.layer === layer);
    if (entry === undefined) weights.push((entry = { layer, weights: [] }));
    entry.weights.push({ name: weight, ...file.floats(key) });
  }
  const json = (key: string): Json => {
    const what = `${key} in ${name}`;
    return parseJson(expectText(metadata[key], what), what);
  };
  const record: ModelRecord = { model: normaliseModelConfig(json("model"), `the model in ${name}`), weights };
  checkWeights(record.model, weights, name);
  if (metadata["fit"] !== undefined) record.fit = readFit(json("fit"), file, name);
  if (metadata["compile"] === undefined) return record;
  record.compile = normaliseCompileConfig(json("compile"), `the training configuration in ${name}`);
  if (metadata["optimizer"] === undefined || record.compile === undefined) return record;
  const what = `the optimizer state in ${name}`;
  const { iterations, learningRate, names } = expectObject(json("optimizer"), what);
  const variables = expectList(names, what).map((variable, i) => ({
    name: expectText(variable, what),
    ...file.floats(`optimizer/${i}`),
  }));
  const rate = learningRate === undefined ? undefined : Number(learningRate);
  const state = { iterations: Number(iterations), learningRate: rate, variables };
  const trainable = trainableWeights(record.model, weights);
  record.optimizer = normaliseOptimizerState(state, record.compile.optimizer, trainable, what);
  return record;
}

/** A fit's backup: its arrays are numbered from 0. */
function readFit(facts: Json, file: TensorFile, name: string): FitRecord {
  const arrays: FitRecord["arrays"] = [];
  for (let key = "fit/0"; file.has(key); key = `fit/${arrays.length}`) arrays.push(file.floats(key));
  return { facts: expectObject(facts, `the fit's state in ${name}`), arrays };
}
