/**
 * A narrow, checked door to HDF5: groups, string attributes and float arrays, in memory.
 *
 * The work is done by h5wasm, the HDF5 C library compiled to WebAssembly, which is loaded on first use (it is 4 MB).
 * Files live in its in-memory file system under names of their own, so calls cannot clash, and are closed and removed
 * whatever happens. Sizes come from the file itself, so each is checked before anything is allocated for it.
 * Source: The HDF Group, "HDF5 File Format Specification, version 3.0".
 */
import type * as h5wasm from "h5wasm";
import type { Dataset, File, Group, Metadata } from "h5wasm";
import { InklingError } from "../base/errors.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import type { Shape } from "../base/shapes.ts";
import { checkGlobalHeaps } from "./hdf5-check.ts";

type Library = typeof h5wasm;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Deflate, HDF5's usual filter, cannot shrink anything to less than 1/1032 of its size. */
const MAX_COMPRESSION = 1032;

/** HDF5's type classes, as h5wasm's metadata names them. */
const INTEGER_CLASS = 0;
const FLOAT_CLASS = 1;
const STRING_CLASS = 3;

let library: Promise<Library> | undefined;
let filesOpened = 0;
let crashes = 0;

/** Whether the bytes start as every HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Opens the bytes as an HDF5 file for the time of `read`.
 * @param name what errors call the file
 * @throws InklingError if the bytes are not HDF5, or are damaged
 */
export async function readHdf5<T>(bytes: Uint8Array, name: string, read: (root: Hdf5Group) => T): Promise<T> {
  checkGlobalHeaps(bytes, name);
  const h5wasm = await loadLibrary();
  return withFile(h5wasm, name, (path) => {
    h5wasm.FS!.writeFile(path, bytes);
    return withOpen(new h5wasm.File(path, "r"), (file) =>
      read(new Hdf5Group(h5wasm, file, name, bytes.length)),
    );
  });
}

/** Makes an HDF5 file: `write` fills it, its bytes are returned. */
export async function writeHdf5(write: (root: Group) => void): Promise<Uint8Array> {
  const h5wasm = await loadLibrary();
  return withFile(h5wasm, "the HDF5 file", (path) => {
    withOpen(new h5wasm.File(path, "w"), write);
    return h5wasm.FS!.readFile(path);
  });
}

/** A group of an HDF5 file open for reading. */
export class Hdf5Group {
  readonly #library: Library;
  readonly #group: Group;
  readonly #file: string;
  readonly #fileSize: number;

  constructor(library: Library, group: Group, file: string, fileSize: number) {
    this.#library = library;
    this.#group = group;
    this.#file = file;
    this.#fileSize = fileSize;
  }

  /** The group at a path, or undefined if there is none. */
  group(path: string): Hdf5Group | undefined {
    const entity = this.#group.get(path);
    if (!(entity instanceof this.#library.Group)) return undefined;
    return new Hdf5Group(this.#library, entity, this.#file, this.#fileSize);
  }

  /** A text attribute, or undefined if there is none. */
  text(attribute: string): string | undefined {
    const value = this.#attribute(attribute);
    return typeof value === "string" ? value : undefined;
  }

  /** An attribute that is a list of texts, or undefined if there is none. Keras writes an empty list as floats. */
  texts(attribute: string): string[] | undefined {
    const value = this.#attribute(attribute);
    if (value === undefined) return undefined;
    const list =
      Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<unknown>) : [value];
    return list.filter((entry): entry is string => typeof entry === "string");
  }

  /**
   * The float array at a path, or undefined if there is none; float64 is rounded to float32.
   * @throws InklingError if it holds anything but little-endian floats, or declares more than the file can hold
   */
  floats(path: string): { shape: Shape; data: Float32Array } | undefined {
    const dataset = this.#dataset(path);
    if (dataset === undefined) return undefined;
    const { metadata } = dataset;
    if (metadata.type !== FLOAT_CLASS || metadata.size < 4 || !metadata.littleEndian) {
      throw new InklingError({
        what: `"${path}" in ${this.#file} cannot be read`,
        expected: "little-endian float32 numbers",
        received: describeType(metadata),
        mend: "Save the model again with Keras's default float32 policy.",
      });
    }
    const shape = metadata.shape ?? [];
    this.#checkSize(path, shape, metadata.size, dataset.filters.length > 0);
    const value = dataset.value;
    return { shape, data: Float32Array.from(typeof value === "number" ? [value] : (value as Float32Array)) };
  }

  /** The single whole number at a path, or undefined if there is none. */
  integer(path: string): number | undefined {
    const dataset = this.#dataset(path);
    if (dataset === undefined || dataset.metadata.type !== INTEGER_CLASS) return undefined;
    if (!dataset.metadata.littleEndian || dataset.metadata.total_size !== 1) return undefined;
    return Number(dataset.value);
  }

  #dataset(path: string): Dataset | undefined {
    const entity = this.#group.get(path);
    return entity instanceof this.#library.Dataset ? entity : undefined;
  }

  #attribute(name: string): unknown {
    // Asking for an attribute that is not there is an error of the library, so its list is looked through first.
    if (!Object.hasOwn(this.#group.attrs, name)) return undefined;
    const attribute = this.#group.attrs[name];
    const { metadata } = attribute;
    if (metadata.type !== STRING_CLASS && (metadata.type !== FLOAT_CLASS || metadata.total_size > 0))
      return undefined;
    this.#checkSize(name, attribute.shape ?? [], metadata.size, false);
    return attribute.value;
  }

  #checkSize(path: string, shape: Shape, itemSize: number, compressed: boolean): void {
    const most = this.#fileSize * (compressed ? MAX_COMPRESSION : 1);
    if (sizeOf(shape) * itemSize <= most) return;
    throw new InklingError({
      what: `"${path}" in ${this.#file} declares more numbers than the file can hold`,
      expected: `at most ${most} bytes`,
      received: `shape ${formatShape(shape)} of ${itemSize} bytes each`,
      mend: "The file is damaged; save or copy it again.",
    });
  }
}

function loadLibrary(): Promise<Library> {
  library ??= importLibrary().then(async (h5wasm) => {
    const module = await h5wasm.ready;
    // Without this, the C library prints its errors to the console and carries on.
    module.activate_throwing_error_handler();
    return h5wasm;
  });
  return library;
}

/**
 * The library; after a crash another instance of it, for WebAssembly does not clean up what a crash leaves behind. One
 * module is one instance, so a new one needs an address of its own. Bundles cannot give it: there the crashed instance
 * serves on, which after some dozens of crashes may refuse good files; reload the page then.
 */
function importLibrary(): Promise<Library> {
  if (crashes === 0) return import("h5wasm");
  try {
    const address = `${import.meta.resolve("h5wasm")}?crashes=${crashes}`;
    return import(/* @vite-ignore */ address) as Promise<Library>;
  } catch {
    return import("h5wasm");
  }
}

/** Lends `use` the path of a file that exists nowhere else, and removes it afterwards. */
function withFile<T>(h5wasm: Library, name: string, use: (path: string) => T): T {
  const path = `/inkling-${++filesOpened}.h5`;
  try {
    const result = use(path);
    removeFile(h5wasm, path);
    return result;
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError) {
      crashes++;
      library = undefined;
    } else {
      removeFile(h5wasm, path);
    }
    if (cause instanceof InklingError) throw cause;
    throw new InklingError({
      what: `${name} cannot be read as an HDF5 file`,
      received: rootCause(cause),
      mend: "The file is damaged or cut short; save or copy it again.",
      cause,
    });
  }
}

function removeFile(h5wasm: Library, path: string): void {
  if (h5wasm.FS!.analyzePath(path).exists) h5wasm.FS!.unlink(path);
}

/** Closes the file whatever happens, but for a crash: a crashed library is not called again. */
function withOpen<T>(file: File, use: (file: File) => T): T {
  let result: T;
  try {
    result = use(file);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) file.close();
    throw error;
  }
  file.close();
  return result;
}

/** The innermost line of the C library's report: `truncated file: eof = 5000, …`. */
function rootCause(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const lines = [...message.matchAll(/#\d+: .* in \w+\(\): (.+)/g)];
  return lines.at(-1)?.[1] ?? message.split("\n")[0];
}

function describeType({ type, size, littleEndian }: Metadata): string {
  const kinds: Record<number, string> = {
    [INTEGER_CLASS]: "int",
    [FLOAT_CLASS]: "float",
    [STRING_CLASS]: "text",
  };
  const kind = kinds[type] ?? `HDF5 type class ${type} of `;
  return `${littleEndian ? "" : "big-endian "}${kind}${kind === "text" ? "" : size * 8}`;
}
