/** The files that a model can be taken home as. */
import type { ModelFormat } from "../../../src/formats/index.ts";

/** By extension. */
export const FILE_FORMATS: Readonly<Record<string, ModelFormat>> = {
  ".keras": "keras",
  ".h5": "keras-h5",
  ".safetensors": "safetensors",
};

/** A model's name as that of a file; an extension that it has already is replaced. */
export function withExtension(name: string, extension: string): string {
  return name.replace(/\.(keras|h5|hdf5|safetensors)$/i, "") + extension;
}
