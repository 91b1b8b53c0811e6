/** Writes Keras 3's own format, `.keras`, so that Keras loads the model, predicts the same and goes on training. */
import { zipSync } from "fflate";
import type { Group } from "h5wasm";
import type { Shape } from "../base/shapes.ts";
import type { CompileConfig, Json, JsonObject, KerasObject, ModelRecord } from "../nn/model-record.ts";
import { writeArray, writeText } from "./hdf5-parts.ts";
import { writeHdf5 } from "./hdf5.ts";
import { CONFIG_FILE, layerGroups, METADATA_FILE, WEIGHTS_FILE } from "./keras-archive.ts";
import { OTHER_COMPILE_OPTIONS } from "./keras-compile.ts";
import { kerasJson } from "./keras-json.ts";
import { isUsableOptimizer, slotGroups, trainableWeights } from "./keras-optimizer-state.ts";
import { KERAS_VERSION } from "./keras-version.ts";

/** The earliest time that a zip can name: the same model gives the same bytes at any time. */
const NO_TIME = new Date(1980, 0, 1);
const NO_DATE = "1980-01-01@00:00:00";

/** The bytes of a .keras file that holds the whole record. */
export async function writeKerasArchive(record: ModelRecord): Promise<Uint8Array> {
  const weights = await writeHdf5((root) => {
    writeLayers(root, record);
    if (record.compile !== undefined) writeOptimizer(root, record, record.compile);
    writeText(root.create_group("vars"), "name", String(record.model.config["name"]));
  });
  const metadata = { keras_version: KERAS_VERSION, date_saved: NO_DATE };
  const files = {
    [METADATA_FILE]: jsonBytes(metadata),
    [CONFIG_FILE]: jsonBytes(archiveConfig(record)),
    [WEIGHTS_FILE]: weights,
  };
  return zipSync(files, { level: 0, mtime: NO_TIME });
}

function archiveConfig({ model, compile }: ModelRecord): JsonObject {
  const config = { ...model } as unknown as JsonObject;
  return compile === undefined ? config : { ...config, compile_config: compileConfig(compile) };
}

function compileConfig({ optimizer, loss, metrics }: CompileConfig): JsonObject {
  return {
    optimizer: optimizer as unknown as Json,
    loss: loss as unknown as Json,
    metrics,
    ...OTHER_COMPILE_OPTIONS,
  };
}

/** Every layer has its group, also one without variables. */
function writeLayers(root: Group, { model, weights }: ModelRecord): void {
  const ofLayer = new Map(weights.map((entry) => [entry.layer, entry.weights]));
  const layers = root.create_group("layers");
  for (const { layer, group } of layerGroups(model)) {
    const name = String(layer.config["name"]);
    const vars = layers.create_group(group.slice("layers/".length)).create_group("vars");
    writeText(vars, "name", name);
    (ofLayer.get(name) ?? []).forEach(({ data, shape }, i) => writeArray(vars, String(i), data, shape));
  }
}

/** Steps, the learning rate where it is no schedule, then the slots. */
function writeOptimizer(root: Group, record: ModelRecord, { optimizer }: CompileConfig): void {
  const { optimizer: state } = record;
  const vars = root.create_group("optimizer").create_group("vars");
  const { learning_rate: configured, name } = optimizer.config;
  writeText(vars, "name", String(name ?? optimizer.class_name.toLowerCase()));
  const rate = state?.learningRate ?? (typeof configured === "number" ? configured : undefined);
  writeArray(vars, "0", BigInt64Array.of(BigInt(state?.iterations ?? 0)), []);
  const arrays = [
    ...(rate === undefined ? [] : [{ data: Float32Array.of(rate), shape: [] }]),
    ...(state?.variables ?? startingSlots(record, optimizer)),
  ];
  arrays.forEach(({ data, shape }, i) => writeArray(vars, String(i + 1), data, shape));
}

/** The slots of an optimizer that has not taken a step: Keras makes them, all zero, when it compiles, and misses them in a file. */
function startingSlots(
  { model, weights }: ModelRecord,
  optimizer: KerasObject,
): { data: Float32Array; shape: Shape }[] {
  if (!isUsableOptimizer(optimizer)) return [];
  const trainable = trainableWeights(model, weights);
  return slotGroups(optimizer, "the optimizer's state").flatMap((group) =>
    trainable.flatMap(({ data, shape }) => group.map(() => ({ data: new Float32Array(data.length), shape }))),
  );
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(kerasJson(value));
}
