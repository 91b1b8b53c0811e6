/** Model files: Keras's HDF5 and safetensors, bytes in and bytes out. */
export { formatOfPath, readModelRecord, writeModelRecord } from "./model-format.ts";
export type { ModelFormat } from "./model-format.ts";
export { quantise, readQuantised, scaleKey } from "./int8.ts";
export { readSafetensors, writeSafetensors } from "./safetensors.ts";
export { isTensorFile, TensorFile, writeTensorFile, type Tensor } from "./tensor-file.ts";
