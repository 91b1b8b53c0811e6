/**
 * IDX files on disk, gzipped or not (told by the first two bytes, not by the name). A gzipped file is inflated
 * piece by piece into one buffer of exactly the size its header says, so that the bytes are never held twice.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { InklingError } from "../base/errors.ts";
import type { NdArray } from "../base/shapes.ts";
import { formatShape } from "../base/shapes.ts";
import { MAX_IDX_HEADER, parseIdx, parseIdxHeader } from "../data/idx.ts";
import { fileError } from "./file-errors.ts";

/** Twice the training images of the largest set of this kind, EMNIST "by class" (697,932 images). */
const DEFAULT_MAX_BYTES = 2 ** 30;

/** Inflating MNIST takes 0.13 s with this piece, 0.36 s with Node's default of 16 KiB (measured). */
const CHUNK_BYTES = 2 ** 17;

/** Deflate can not do better than this, so a header that promises more is wrong before anything is inflated. */
const MAX_DEFLATE_RATIO = 1032;

/** How `readIdxFile` reads. */
export interface ReadIdxOptions {
  /** Largest uncompressed size, in bytes. @default 1 GiB */
  maxBytes?: number;
  /** Is given the uncompressed file's bytes in order, as they come: for hashing. */
  onBytes?: (bytes: Uint8Array) => void;
}

/**
 * Reads an IDX file of unsigned bytes, raw or gzipped.
 * @throws NotFoundError if there is none, InklingError if it cannot be read, is damaged or larger than `maxBytes`.
 */
export async function readIdxFile(path: string, options: ReadIdxOptions = {}): Promise<NdArray<Uint8Array>> {
  const { maxBytes = DEFAULT_MAX_BYTES, onBytes } = options;
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw tooLarge(path, maxBytes, size);
      const start = Buffer.alloc(2);
      await file.read(start, 0, 2, 0);
      if (start[0] === 0x1f && start[1] === 0x8b) {
        const collector = new IdxCollector(path, { maxBytes, gzippedBytes: size, onBytes });
        return await gunzipInto(collector, file, path);
      }
      const bytes = await readWhole(file, size);
      onBytes?.(bytes);
      return parseIdx(bytes, path);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError("read", path, error);
  }
}

/** One buffer of the file's own size; `FileHandle.readFile` would hold pieces and then join them. */
async function readWhole(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function gunzipInto(
  collector: IdxCollector,
  file: FileHandle,
  path: string,
): Promise<NdArray<Uint8Array>> {
  const source = file.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK_BYTES });
  // An error of any stream destroys them all with it, and so reaches the loop; the callback has nothing to add.
  const pieces = pipeline(source, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
  try {
    for await (const piece of pieces) collector.add(piece as Uint8Array);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!code.startsWith("Z_")) throw error;
    throw new InklingError({
      what: `${path} ${code === "Z_BUF_ERROR" ? "ends early" : "is damaged"}`,
      expected: "a whole gzip file",
      received: (error as Error).message,
      mend: "It was not copied whole; fetch it again.",
      cause: error,
    });
  }
  return collector.finish();
}

interface CollectorLimits {
  maxBytes: number;
  /** Size of the file on disk. */
  gzippedBytes: number;
  onBytes: ReadIdxOptions["onBytes"];
}

/** Gathers the pieces of an uncompressed IDX file in one buffer, allocated once the header is known. */
class IdxCollector {
  readonly #path: string;
  readonly #limits: CollectorLimits;
  /** The first bytes, until they hold a whole header. */
  #head: Uint8Array = new Uint8Array(0);
  #whole: Uint8Array | undefined;
  #filled = 0;

  constructor(path: string, limits: CollectorLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  add(piece: Uint8Array): void {
    this.#limits.onBytes?.(piece);
    if (this.#whole !== undefined) return this.#append(piece);
    this.#head = Buffer.concat([this.#head, piece]);
    if (this.#head.length < MAX_IDX_HEADER) return;
    const { totalBytes } = parseIdxHeader(this.#head, this.#path);
    this.#checkTotal(totalBytes);
    this.#whole = new Uint8Array(totalBytes);
    this.#append(this.#head);
  }

  finish(): NdArray<Uint8Array> {
    return parseIdx(this.#whole?.subarray(0, this.#filled) ?? this.#head, this.#path);
  }

  #checkTotal(totalBytes: number): void {
    const { maxBytes, gzippedBytes } = this.#limits;
    if (totalBytes > maxBytes) throw tooLarge(this.#path, maxBytes, totalBytes);
    if (totalBytes <= gzippedBytes * MAX_DEFLATE_RATIO) return;
    throw new InklingError({
      what: `${this.#path} ends early`,
      expected: `${totalBytes} bytes unpacked, as its header says`,
      received: `${gzippedBytes} gzipped bytes, which cannot hold as many`,
      mend: "It was not copied whole; fetch it again.",
    });
  }

  #append(piece: Uint8Array): void {
    const whole = this.#whole as Uint8Array;
    if (this.#filled + piece.length > whole.length) {
      throw new InklingError({
        what: `${this.#path} has the wrong size`,
        expected: `${whole.length} bytes for shape ${formatShape(parseIdxHeader(whole, this.#path).shape)}`,
        received: "more",
        mend: "The file is damaged; fetch it again.",
      });
    }
    whole.set(piece, this.#filled);
    this.#filled += piece.length;
  }
}

function tooLarge(path: string, maxBytes: number, received: number): InklingError {
  return new InklingError({
    what: `${path} is too large`,
    expected: `at most ${maxBytes} bytes unpacked`,
    received: `${received} bytes`,
    mend: "Check that it is the right file, and that it was copied whole.",
  });
}
