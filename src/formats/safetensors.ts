/**
 * Inkling's fast-loading format: a tensor file, which needs no HDF5. The model's configurations are JSON texts in its
 * metadata; tensors are named `layer/kernel`, `optimizer/3` for the optimizer's fourth variable, `fit/0` for the first array of
 * a fit's backup, and `extra/0` for the first of whatever else belongs to the model. A kernel may be stored in int8, with its
 * scales at `layer/kernel/scale`.
 */
import { InklingError } from "../base/errors.ts";
import type { FitRecord, Json, LayerWeights, ModelRecord } from "../nn/model-record.ts";
import { checkWeights } from "./check-weights.ts";
import { expectList, expectObject, expectText, parseJson } from "./json.ts";
import { quantise, readQuantised, scaleKey } from "./int8.ts";
import { normaliseCompileConfig } from "./keras-compile.ts";
import { normaliseModelConfig } from "./keras-config.ts";
import { normaliseOptimizerState, trainableWeights } from "./keras-optimizer-state.ts";
import { isTensorFile, TensorFile, writeTensorFile, type Tensor } from "./tensor-file.ts";

/** A layer may be called "optimizer" too, but none of its weights has a number for a name. */
const STATE_TENSOR = /^(optimizer|fit|extra)\/\d+$/;
const MEND = "Save the model again with model.save(), or copy the file again.";

/** Whether bytes begin as a safetensors file does. */
export const isSafetensors = isTensorFile;

/** How a model is written. */
interface SafetensorsOptions {
  /** Whether weights of two or more axes are rounded to int8, with a scale for each column. @default false */
  int8?: boolean;
  /** Texts to keep beside the model. @default none */
  metadata?: Readonly<Record<string, string>>;
  /** Arrays to keep beside the model, at `extra/0`, `extra/1`, … @default none */
  extras?: readonly Tensor[];
}

/** The bytes of a model: architecture, weights, and where it has them compile configuration and optimizer state. */
export function writeSafetensors(
  record: ModelRecord,
  { int8 = false, metadata: texts, extras = [] }: SafetensorsOptions = {},
): Uint8Array {
  const tensors = Object.fromEntries<Tensor>([
    ...weightTensors(record, int8),
    ...(record.optimizer?.variables ?? []).map((variable, i) => [`optimizer/${i}`, variable] as const),
    ...(record.fit?.arrays ?? []).map((array, i) => [`fit/${i}`, array] as const),
    ...extras.map((array, i) => [`extra/${i}`, array] as const),
  ]);
  const metadata: Record<string, string> = {
    ...texts,
    format: "inkling",
    model: JSON.stringify(record.model),
  };
  if (record.compile !== undefined) metadata["compile"] = JSON.stringify(record.compile);
  if (record.optimizer !== undefined) {
    const { iterations, learningRate, variables } = record.optimizer;
    const names = variables.map(({ name }) => name);
    metadata["optimizer"] = JSON.stringify({ iterations, learningRate, names });
  }
  if (record.fit !== undefined) metadata["fit"] = JSON.stringify(record.fit.facts);
  return writeTensorFile({ metadata, tensors });
}

/** The weights by their names in the file. */
function weightTensors({ weights }: ModelRecord, int8: boolean): [string, Tensor][] {
  return weights.flatMap(({ layer, weights: arrays }) =>
    arrays.flatMap((weight): [string, Tensor][] => {
      const key = `${layer}/${weight.name}`;
      if (!int8 || weight.shape.length < 2) return [[key, weight]];
      const { steps, scales } = quantise(weight);
      return [
        [key, steps],
        [scaleKey(key), scales],
      ];
    }),
  );
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
    const [layer, weight, scale] = key.split("/");
    if (weight === undefined || scale !== undefined || STATE_TENSOR.test(key)) continue;
    let entry = weights.find((candidate) => candidate.layer === layer);
    if (entry === undefined) weights.push((entry = { layer, weights: [] }));
    const array = file.isInt8(key) ? readQuantised(file, key, MEND) : file.floats(key);
    entry.weights.push({ name: weight, ...array });
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
