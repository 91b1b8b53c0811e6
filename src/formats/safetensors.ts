/**
 * Inkling's fast-loading format: the open safetensors layout, which needs no HDF5. A file is the header's length (u64,
 * little-endian), the header (JSON), and float32 numbers. The model's configurations are JSON texts in the header's
 * `__metadata__`; tensors are named `layer/kernel`, `optimizer/3` for the optimizer's fourth variable, and `fit/0` for the
 * first array of a fit's backup.
 * Source: the format's description in the safetensors project (huggingface/safetensors).
 */
import { InklingError } from "../base/errors.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import type {
  FitRecord,
  Json,
  JsonObject,
  LayerWeights,
  ModelRecord,
  WeightRecord,
} from "../nn/model-record.ts";
import { checkWeights } from "./check-weights.ts";
import { expectList, expectObject, expectText, parseJson } from "./json.ts";
import { normaliseCompileConfig } from "./keras-compile.ts";
import { normaliseModelConfig } from "./keras-config.ts";
import { normaliseOptimizerState, trainableWeights } from "./keras-optimizer-state.ts";

const LENGTH_BYTES = 8;
/** A layer may be called "optimizer" or "fit" too, but none of its weights has a number for a name. */
const STATE_TENSOR = /^(optimizer|fit)\/\d+$/;
/** A header of a model is some kilobytes; more than this is not one. */
const LARGEST_HEADER = 16 * 2 ** 20;

/** Whether bytes begin as a safetensors file does: a plausible length, then an opening brace. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < LENGTH_BYTES + 2 || bytes[LENGTH_BYTES] !== 0x7b) return false;
  const length = headerLength(bytes);
  return length >= 2 && length <= LARGEST_HEADER;
}

/** The bytes of a model: architecture, weights, and where it has them compile configuration and optimizer state. */
export function writeSafetensors(record: ModelRecord): Uint8Array {
  const tensors = [
    ...record.weights.flatMap(({ layer, weights }) =>
      weights.map((weight) => ({ ...weight, name: `${layer}/${weight.name}` })),
    ),
    ...(record.optimizer?.variables ?? []).map((variable, i) => ({ ...variable, name: `optimizer/${i}` })),
    ...(record.fit?.arrays ?? []).map((array, i) => ({ ...array, name: `fit/${i}` })),
  ];
  const metadata: Record<string, string> = { format: "inkling", model: JSON.stringify(record.model) };
  if (record.compile !== undefined) metadata["compile"] = JSON.stringify(record.compile);
  if (record.optimizer !== undefined) {
    const { iterations, learningRate, variables } = record.optimizer;
    const names = variables.map(({ name }) => name);
    metadata["optimizer"] = JSON.stringify({ iterations, learningRate, names });
  }
  if (record.fit !== undefined) metadata["fit"] = JSON.stringify(record.fit.facts);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, (end += data.length * 4)] };
  }
  // Spaces behind the header put the numbers on a multiple of 8.
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + length + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { data } of tensors) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/**
 * Reads what `writeSafetensors` wrote.
 * @param name what errors call the file
 * @throws InklingError if the file is damaged, or is of another program and holds no Inkling model
 */
export function readSafetensors(bytes: Uint8Array, name = "the .safetensors file"): ModelRecord {
  const { header, numbers } = splitFile(bytes, name);
  const metadata = expectObject(header["__metadata__"] ?? {}, `__metadata__ of ${name}`);
  if (metadata["format"] !== "inkling" || metadata["model"] === undefined) {
    throw new InklingError({
      what: `${name} holds weights but no model of Inkling's`,
      expected: '__metadata__ with format "inkling" and a model',
      mend: "Build the model and give it the weights with setWeights, then save it with model.save().",
    });
  }
  const weights: LayerWeights[] = [];
  for (const key of Object.keys(header)) {
    const [layer, weight] = key.split("/");
    if (weight === undefined || STATE_TENSOR.test(key)) continue;
    let entry = weights.find((candidate) => candidate.layer === layer);
    if (entry === undefined) weights.push((entry = { layer, weights: [] }));
    entry.weights.push(tensorOf(header, numbers, key, weight, name));
  }
  const json = (key: string): Json => {
    const what = `${key} in ${name}`;
    return parseJson(expectText(metadata[key], what), what);
  };
  const record: ModelRecord = { model: normaliseModelConfig(json("model"), `the model in ${name}`), weights };
  checkWeights(record.model, weights, name);
  if (metadata["fit"] !== undefined) record.fit = readFit(json("fit"), header, numbers, name);
  if (metadata["compile"] === undefined) return record;
  record.compile = normaliseCompileConfig(json("compile"), `the training configuration in ${name}`);
  if (metadata["optimizer"] === undefined || record.compile === undefined) return record;
  const what = `the optimizer state in ${name}`;
  const { iterations, learningRate, names } = expectObject(json("optimizer"), what);
  const variables = expectList(names, what).map((variable, i) =>
    tensorOf(header, numbers, `optimizer/${i}`, expectText(variable, what), name),
  );
  const rate = learningRate === undefined ? undefined : Number(learningRate);
  const state = { iterations: Number(iterations), learningRate: rate, variables };
  const trainable = trainableWeights(record.model, weights);
  record.optimizer = normaliseOptimizerState(state, record.compile.optimizer, trainable, what);
  return record;
}

/** A fit's backup: its arrays are numbered from 0. */
function readFit(facts: Json, header: JsonObject, numbers: Uint8Array, name: string): FitRecord {
  const arrays: FitRecord["arrays"] = [];
  for (let key = "fit/0"; Object.hasOwn(header, key); key = `fit/${arrays.length}`) {
    const { data, shape } = tensorOf(header, numbers, key, key, name);
    arrays.push({ data, shape });
  }
  return { facts: expectObject(facts, `the fit's state in ${name}`), arrays };
}

function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
}

function splitFile(bytes: Uint8Array, name: string): { header: JsonObject; numbers: Uint8Array } {
  const length = isSafetensors(bytes) ? headerLength(bytes) : 0;
  if (length === 0 || LENGTH_BYTES + length > bytes.length) {
    throw new InklingError({
      what: `${name} is not a whole safetensors file`,
      expected: length === 0 ? "a header's length and a header in JSON" : `a header of ${length} bytes`,
      received: `${bytes.length} bytes`,
      mend: "Save the model again with model.save(), or copy the file again.",
    });
  }
  const end = LENGTH_BYTES + length;
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, end));
  const header = expectObject(parseJson(text, `the header of ${name}`), `the header of ${name}`);
  return { header, numbers: bytes.subarray(end) };
}

/** One tensor, its shape and place checked before anything is allocated. */
function tensorOf(
  header: JsonObject,
  numbers: Uint8Array,
  key: string,
  short: string,
  name: string,
): WeightRecord {
  const what = `tensor ${key} in ${name}`;
  const facts = expectObject(header[key], what);
  const shape = expectList(facts["shape"], `the shape of ${what}`).map(Number);
  const [start, end] = expectList(facts["data_offsets"], `data_offsets of ${what}`).map(Number);
  const axesAreValid = shape.every((axis) => Number.isInteger(axis) && axis > 0);
  const placeIsValid = Number.isInteger(start) && start >= 0 && end <= numbers.length;
  if (facts["dtype"] !== "F32" || !axesAreValid || !placeIsValid || end - start !== sizeOf(shape) * 4) {
    throw new InklingError({
      what: `${what} is damaged`,
      expected: `float32 numbers of shape ${formatShape(shape)} within ${numbers.length} bytes`,
      received: `${JSON.stringify(facts["dtype"])} from byte ${start} to ${end}`,
      mend: "Save the model again with model.save(), or copy the file again.",
    });
  }
  const view = new DataView(numbers.buffer, numbers.byteOffset + start, end - start);
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => view.getFloat32(i * 4, true));
  return { name: short, shape, data };
}
