/** Which format a model file has: by its extension when writing, by its first bytes when reading. */
import { InklingError, rangeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import type { ModelRecord } from "../nn/model-record.ts";
import { isHdf5 } from "./hdf5.ts";
import { isZip, readKerasArchive } from "./keras-archive-read.ts";
import { writeKerasArchive } from "./keras-archive-write.ts";
import { readKerasH5 } from "./keras-h5-read.ts";
import { writeKerasH5 } from "./keras-h5-write.ts";
import { isSafetensors, readSafetensors, writeSafetensors } from "./safetensors.ts";

/** A format that models are saved in. */
export type ModelFormat = "keras" | "keras-h5" | "safetensors";

const EXTENSIONS: Readonly<Record<string, ModelFormat>> = {
  ".keras": "keras",
  ".h5": "keras-h5",
  ".hdf5": "keras-h5",
  ".safetensors": "safetensors",
};

/** The format that a path's extension names. @throws RangeError if it names none; it lists those that do */
export function formatOfPath(path: string): ModelFormat {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
  if (Object.hasOwn(EXTENSIONS, extension)) return EXTENSIONS[extension];
  throw rangeError({
    what: `${show(path)} names no format that models are saved in`,
    expected: `a name that ends in ${Object.keys(EXTENSIONS).join(", ")}`,
    received: extension === "" ? "no extension" : extension,
  });
}

const WRITERS: Readonly<Record<ModelFormat, (record: ModelRecord) => Uint8Array | Promise<Uint8Array>>> = {
  keras: writeKerasArchive,
  "keras-h5": writeKerasH5,
  safetensors: writeSafetensors,
};

/** The bytes of a model in a format. */
export async function writeModelRecord(record: ModelRecord, format: ModelFormat): Promise<Uint8Array> {
  return await WRITERS[format](record);
}

/**
 * Reads a model of any format that Inkling knows.
 * @param name what errors call the file
 * @throws InklingError if it is of none, or damaged
 */
export async function readModelRecord(bytes: Uint8Array, name: string): Promise<ModelRecord> {
  if (isSafetensors(bytes)) return readSafetensors(bytes, name);
  if (isZip(bytes)) return await readKerasArchive(bytes, name);
  if (isHdf5(bytes)) return await readKerasH5(bytes, name);
  throw new InklingError({
    what: `${name} is not a model file`,
    expected: "Keras's .keras or HDF5 (.h5), or .safetensors",
    received:
      bytes.length === 0 ? "an empty file" : `${bytes.length} bytes that begin with ${firstBytes(bytes)}`,
    mend: "Check the path, or save the model again with model.save().",
  });
}

function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
