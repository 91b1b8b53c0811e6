/**
 * Named arrays in one file: the open safetensors layout. A file is the header's length (u64, little-endian), the header
 * (JSON, with texts in `__metadata__`), and the numbers.
 * Source: the format's description in the safetensors project (huggingface/safetensors).
 */
import { InklingError } from "../base/errors.ts";
import { formatShape, sizeOf, type Shape } from "../base/shapes.ts";
import type { JsonObject } from "../nn/model-record.ts";
import { expectList, expectObject, parseJson } from "./json.ts";

/** An array as it lies in a file. */
export interface Tensor {
  shape: Shape;
  data: Float32Array | Int8Array | Uint8Array;
}

/** What a file is made of; the arrays in their order. */
interface TensorFileContent {
  metadata: Readonly<Record<string, string>>;
  tensors: Readonly<Record<string, Tensor>>;
}

const LENGTH_BYTES = 8;
/** A header of a model is some kilobytes; more than this is not one. */
const LARGEST_HEADER = 16 * 2 ** 20;
/** The types that we write: the bytes of a number, and what errors call them. */
const TYPES = {
  F32: { bytes: 4, name: "float32" },
  I8: { bytes: 1, name: "int8" },
  U8: { bytes: 1, name: "uint8" },
};

/** Whether bytes begin as such a file does: a plausible length, then an opening brace. */
export function isTensorFile(bytes: Uint8Array): boolean {
  if (bytes.length < LENGTH_BYTES + 2 || bytes[LENGTH_BYTES] !== 0x7b) return false;
  const length = headerLength(bytes);
  return length >= 2 && length <= LARGEST_HEADER;
}

/** The bytes of a file: the header in the tensors' order, then the numbers, floats first, so that they lie on multiples of 4. */
export function writeTensorFile({ metadata, tensors }: TensorFileContent): Uint8Array {
  const entries = Object.entries(tensors).map(([name, tensor]) => ({ ...tensor, name, start: 0 }));
  const isFloat = ({ data }: Tensor): boolean => data instanceof Float32Array;
  const inOrder = [...entries.filter(isFloat), ...entries.filter((entry) => !isFloat(entry))];
  let end = 0;
  for (const entry of inOrder) {
    entry.start = end;
    end += entry.data.byteLength;
  }
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, shape, data, start } of entries) {
    header[name] = { dtype: typeOf(data), shape, data_offsets: [start, start + data.byteLength] };
  }
  // Spaces behind the header put the numbers on a multiple of 8.
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + length + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { data } of inOrder) {
    for (const value of data) {
      if (data instanceof Float32Array) view.setFloat32(at, value, true);
      else view.setUint8(at, value);
      at += data.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}

/** A file open for reading: its header is checked as a whole, each array when it is asked for. */
export class TensorFile {
  readonly metadata: JsonObject;
  /** What errors call it. */
  readonly name: string;
  readonly #header: JsonObject;
  readonly #numbers: Uint8Array;

  /**
   * @param name what errors call the file
   * @throws InklingError if the file is not whole, or its header is damaged
   */
  constructor(bytes: Uint8Array, name: string) {
    const length = isTensorFile(bytes) ? headerLength(bytes) : 0;
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
    this.name = name;
    this.#header = expectObject(parseJson(text, `the header of ${name}`), `the header of ${name}`);
    this.#numbers = bytes.subarray(end);
    this.metadata = expectObject(this.#header["__metadata__"] ?? {}, `__metadata__ of ${name}`);
  }

  /** Names of the arrays, in the header's order. */
  get names(): string[] {
    return Object.keys(this.#header).filter((key) => key !== "__metadata__");
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#header, key) && key !== "__metadata__";
  }

  /** An array of float32. @throws InklingError if it is not there or damaged */
  floats(key: string): { shape: number[]; data: Float32Array } {
    const { shape, view } = this.#tensor(key, "F32");
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => view.getFloat32(i * 4, true));
    return { shape, data };
  }

  /** An array of int8. @throws InklingError if it is not there or damaged */
  integers(key: string): { shape: number[]; data: Int8Array } {
    const { shape, view } = this.#tensor(key, "I8");
    return { shape, data: new Int8Array(view.buffer, view.byteOffset, view.byteLength) };
  }

  /** An array of uint8. @throws InklingError if it is not there or damaged */
  bytes(key: string): { shape: number[]; data: Uint8Array } {
    const { shape, view } = this.#tensor(key, "U8");
    return { shape, data: new Uint8Array(view.buffer, view.byteOffset, view.byteLength) };
  }

  /** Whether an array is one of int8. */
  isInt8(key: string): boolean {
    return this.has(key) && expectObject(this.#header[key], key)["dtype"] === "I8";
  }

  /** Shape and place of an array, checked before anything is allocated. */
  #tensor(key: string, dtype: keyof typeof TYPES): { shape: number[]; view: DataView } {
    const what = `tensor ${key} in ${this.name}`;
    const facts = expectObject(this.#header[key], what);
    const numbers = this.#numbers;
    const shape = expectList(facts["shape"], `the shape of ${what}`).map(Number);
    const [start, end] = expectList(facts["data_offsets"], `data_offsets of ${what}`).map(Number);
    const axesAreValid = shape.every((axis) => Number.isInteger(axis) && axis > 0);
    const placeIsValid = Number.isInteger(start) && start >= 0 && end <= numbers.length;
    const bytes = sizeOf(shape) * TYPES[dtype].bytes;
    if (facts["dtype"] !== dtype || !axesAreValid || !placeIsValid || end - start !== bytes) {
      throw new InklingError({
        what: `${what} is damaged`,
        expected: `${TYPES[dtype].name} numbers of shape ${formatShape(shape)} within ${numbers.length} bytes`,
        received: `${JSON.stringify(facts["dtype"])} from byte ${start} to ${end}`,
        mend: "Save the model again with model.save(), or copy the file again.",
      });
    }
    return { shape, view: new DataView(numbers.buffer, numbers.byteOffset + start, end - start) };
  }
}

function typeOf(data: Tensor["data"]): keyof typeof TYPES {
  if (data instanceof Float32Array) return "F32";
  return data instanceof Int8Array ? "I8" : "U8";
}

function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
}
