/**
 * `loadMnist()`: MNIST from wherever it is. Looked in are, in this order, the folder given (`data` or
 * INKLING_DATA), Inkling's cache, Keras's cache; then the four files are downloaded into the cache.
 */
import { rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { InklingError, NotFoundError } from "../base/errors.ts";
import type { MnistPart } from "../data/mnist-facts.ts";
import { MNIST_FILES, MNIST_MIRRORS } from "../data/mnist-facts.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { DownloadProgress } from "./download.ts";
import { downloadFile } from "./download.ts";
import type { Mnist } from "./read-mnist-folder.ts";
import { readMnistFile, readMnistFolder } from "./read-mnist-folder.ts";

const FILE_NAMES = Object.values(MNIST_FILES)
  .map(({ name }) => `${name}.gz`)
  .join(", ");

/** Where `loadMnist` looks. */
export interface LoadMnistOptions {
  /** A folder that holds the four files or mnist.npz, itself or in `mnist/`. @default INKLING_DATA, if set */
  data?: string;
  /** Whether to download what is nowhere on this machine. @default true */
  download?: boolean;
  /** Addresses of folders that serve the four gzipped files, tried in turn. @default two public mirrors */
  mirrors?: readonly string[];
  /** Longest wait for the next bytes of a download, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Called as a download's bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
}

/**
 * Loads MNIST: 60,000 images (N, 28, 28) to train on and 10,000 to test on, checked by SHA-256.
 * @throws NotFoundError if it is nowhere, or not in `data`; InklingError if the files in `data` are damaged.
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<Mnist> {
  if (options.data !== undefined) return await loadFrom(options.data);
  const failures: string[] = [];
  const cache = join(cacheFolder(), "mnist");
  for (const { name, folder, own } of places(cache)) {
    options.signal?.throwIfAborted();
    try {
      const found = folder === undefined ? { missing: "is not set" } : await readMnistFolder(folder);
      if (!("missing" in found)) return found;
      failures.push(`${name}: ${found.missing}`);
    } catch (error) {
      // Damage in the user's own folder is for the user to know of; a damaged cache is downloaded anew.
      if (!(error instanceof InklingError) || own) throw error;
      failures.push(`${name}: ${error.message}`);
    }
  }
  const refusals = options.download === false ? ["is switched off"] : await downloadMnist(cache, options);
  if (refusals.length === 0) return await loadFrom(cache);
  throw notFound([...failures, ...refusals.map((refusal) => `Download: ${refusal}`)]);
}

/** Reads the one folder that MNIST must be in. */
async function loadFrom(folder: string): Promise<Mnist> {
  const found = await readMnistFolder(folder);
  if (!("missing" in found)) return found;
  throw new NotFoundError({
    what: found.missing,
    expected: `${FILE_NAMES} (or unpacked, or mnist.npz), there or in a sub-folder mnist/`,
    mend: `Fetch the four files, for example from ${MNIST_MIRRORS[0]}, or name the folder that holds them.`,
  });
}

interface Place {
  name: string;
  folder: string | undefined;
  /** Whether the user named it. */
  own: boolean;
}

function places(cache: string): Place[] {
  const given = process.env["INKLING_DATA"];
  return [
    { name: "INKLING_DATA", folder: given === "" ? undefined : given, own: true },
    { name: "Inkling's cache", folder: cache, own: false },
    { name: "Keras's cache", folder: join(homedir(), ".keras", "datasets"), own: false },
  ];
}

/** Downloads the four files, one after another; returns what went wrong if one could not be had. */
async function downloadMnist(cache: string, options: LoadMnistOptions): Promise<string[]> {
  for (const part of Object.keys(MNIST_FILES) as MnistPart[]) {
    const refusals = await downloadPart(part, cache, options);
    if (refusals !== undefined) return refusals;
  }
  return [];
}

/** Downloads one file from the first mirror that has it; returns every mirror's refusal if none has. */
async function downloadPart(
  part: MnistPart,
  cache: string,
  { mirrors = MNIST_MIRRORS, timeoutMs, onProgress, signal }: LoadMnistOptions,
): Promise<string[] | undefined> {
  const { name, byteCount } = MNIST_FILES[part];
  const path = join(cache, `${name}.gz`);
  const refusals: string[] = [];
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/\/$/, "")}/${name}.gz`;
    try {
      await downloadFile({
        url,
        path,
        timeoutMs,
        // Bytes that gzip cannot make smaller grow by far less than this.
        maxBytes: byteCount + 65536,
        onProgress,
        signal,
        verify: (temporaryPath) => verifyOrKeepAside(temporaryPath, path, part),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof InklingError)) throw error;
      refusals.push(error.message);
    }
  }
  return refusals.length > 0 ? refusals : ["no mirror was given"];
}

/** A file that is not MNIST's is kept as `NAME.gz.mismatch`, for a look at what the mirror sent; it is never read. */
async function verifyOrKeepAside(temporaryPath: string, path: string, part: MnistPart): Promise<void> {
  try {
    await readMnistFile(temporaryPath, part);
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    const aside = `${path}.mismatch`;
    await rename(temporaryPath, aside);
    throw new InklingError({
      what: `a mirror sent something else than ${MNIST_FILES[part].name}, kept aside as ${aside}`,
      received: error.message.replaceAll(temporaryPath, aside),
      cause: error,
    });
  }
}

function notFound(failures: readonly string[]): NotFoundError {
  const lookedIn = failures.map((failure) => `  ${failure}\n`).join("");
  return new NotFoundError({
    what: "MNIST was not found",
    expected: `${FILE_NAMES} (or mnist.npz) in one of the places below`,
    received: "none",
    mend:
      `Looked in:\n${lookedIn}Fetch the four files where there is a network, for example from ` +
      `${MNIST_MIRRORS[0]}, put them in one folder, and name it with INKLING_DATA=FOLDER or --data FOLDER. ` +
      "Or do without: loadInk(), --dataset ink on the command line, draws digits that need no file.",
  });
}
