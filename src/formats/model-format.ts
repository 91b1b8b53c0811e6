/** Which format a model file has: by its extension when writing, by its first bytes when reading. */
import { InklingError, rangeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import type { ModelRecord } from "../nn/model-record.ts";
import { isHdf5 } from "./hdf5.ts";
import { readKerasH5 } from "./keras-h5-read.ts";
import { writeKerasH5 } from "./keras-h5-write.ts";
import { isSafetensors, readSafetensors, writeSafetensors } from "./safetensors.ts";

/** A format that models are saved in. */
export type ModelFormat = "keras-h5" | "safetensors";

const EXTENSIONS: Readonly<Record<string, ModelFormat>> = {
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

/** The bytes of a model in a format. */
export async function writeModelRecord(record: ModelRecord, format: ModelFormat): Promise<Uint8Array> {
  return format === "keras-h5" ? await writeKerasH5(record) : writeSafetensors(record);
}

/**
 * Reads a model of any format that Inkling knows.
 * @param name what errors call the file
 * @throws InklingError if it is of none, or damaged
 */
export async function readModelRecord(bytes: Uint8Array, name: string): Promise<ModelRecord> {
  if (isSafetensors(bytes)) return readSafetensors(bytes, name);
  if (isZip(bytes)) {
    throw new InklingError({
      what: `${name} is a zip file`,
      expected: "a model as .h5 or .safetensors",
      received: "perhaps Keras's .keras format, which Inkling does not read yet",
      mend: 'In Keras: keras.models.load_model("x.keras").save("x.h5").',
    });
  }
  if (isHdf5(bytes)) return await readKerasH5(bytes, name);
  throw new InklingError({
    what: `${name} is not a model file`,
    expected: "Keras's HDF5 (.h5) or .safetensors",
    received:
      bytes.length === 0 ? "an empty file" : `${bytes.length} bytes that begin with ${firstBytes(bytes)}`,
    mend: "Check the path, or save the model again with model.save().",
  });
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
