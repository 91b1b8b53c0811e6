/**
 * MNIST from a folder: the four IDX files, gzipped or raw, or Keras's mnist.npz. Each is compared with MNIST's
 * published SHA-256, so that a damaged or foreign file is never taken for it.
 */
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { InklingError } from "../base/errors.ts";
import type { NdArray } from "../base/shapes.ts";
import type { DataSet } from "../data/data-set.ts";
import { PIXEL_SCALE } from "../data/data-set.ts";
import { encodeIdxHeader } from "../data/idx.ts";
import type { MnistPart } from "../data/mnist-facts.ts";
import { DIGIT_NAMES, MNIST_FILES } from "../data/mnist-facts.ts";
import { parseKerasMnist } from "../data/npz.ts";
import { fileError } from "./file-errors.ts";
import { readIdxFile } from "./read-idx-file.ts";

/** Both halves of MNIST, and where they came from. */
export interface Mnist {
  /** 60,000 images to train on. */
  train: DataSet;
  /** 10,000 images to test on. */
  test: DataSet;
  /** The folder or file that was read. */
  source: string;
}

const PARTS = Object.keys(MNIST_FILES) as MnistPart[];
const NPZ_NAME = "mnist.npz";

/** Keras's own file has 11.5 MB; unpacked as it may be with `numpy.savez`, 55 MB. */
const MAX_NPZ_BYTES = 64 * 2 ** 20;

type Arrays = Record<MnistPart, NdArray<Uint8Array>>;
type Files = { folder: string; files: Record<MnistPart, string> } | { npz: string };

/** What a folder lacks, in words: `"/data lacks t10k-labels-idx1-ubyte"`. */
interface Missing {
  missing: string;
}

/**
 * Reads MNIST from `folder/mnist` or `folder`, or says what is missing there.
 * @throws InklingError if a file is damaged or is not MNIST's.
 */
export async function readMnistFolder(folder: string): Promise<Mnist | Missing> {
  const located = await locate(folder);
  if ("missing" in located) return located;
  if ("npz" in located) return toMnist(await readNpz(located.npz), located.npz);
  const arrays = await Promise.all(PARTS.map((part) => readMnistFile(located.files[part], part)));
  return toMnist(Object.fromEntries(PARTS.map((part, i) => [part, arrays[i]])) as Arrays, located.folder);
}

/**
 * Reads one of the four files and compares its SHA-256.
 * @throws InklingError if it is damaged or another file.
 */
export async function readMnistFile(path: string, part: MnistPart): Promise<NdArray<Uint8Array>> {
  const hash = createHash("sha256");
  const maxBytes = MNIST_FILES[part].byteCount;
  const array = await readIdxFile(path, { maxBytes, onBytes: (bytes) => hash.update(bytes) });
  checkSha256(path, part, hash.digest("hex"));
  return array;
}

/** Finds the files; of a folder that holds some of the four, the missing ones are named. */
async function locate(folder: string): Promise<Files | Missing> {
  for (const place of [join(folder, "mnist"), folder]) {
    const found = await Promise.all(PARTS.map((part) => firstFile(fileNames(place, part))));
    const missing = PARTS.filter((_, i) => found[i] === undefined).map((part) => MNIST_FILES[part].name);
    if (missing.length === 0) {
      const files = Object.fromEntries(PARTS.map((part, i) => [part, found[i]])) as Record<MnistPart, string>;
      return { folder: place, files };
    }
    const npz = await firstFile([join(place, NPZ_NAME)]);
    if (npz !== undefined) return { npz };
    if (missing.length < PARTS.length) return { missing: `${place} lacks ${missing.join(", ")}` };
  }
  return { missing: `${folder} holds none of MNIST's files` };
}

/** Some programs unpack `train-images-idx3-ubyte.gz` as `train-images.idx3-ubyte`. */
function fileNames(folder: string, part: MnistPart): string[] {
  const { name } = MNIST_FILES[part];
  const dotted = name.replace("-idx", ".idx");
  return [`${name}.gz`, name, `${dotted}.gz`, dotted].map((file) => join(folder, file));
}

/** The first of these paths that is a file. */
async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      if ((await stat(path)).isFile()) return path;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") throw fileError("read", path, error);
    }
  }
  return undefined;
}

async function readNpz(path: string): Promise<Arrays> {
  const { x_train, y_train, x_test, y_test } = parseKerasMnist(await readLimited(path, MAX_NPZ_BYTES), path);
  const arrays = { trainImages: x_train, trainLabels: y_train, testImages: x_test, testLabels: y_test };
  for (const part of PARTS) {
    // The published figures are of the IDX files, whose header an npz lacks.
    const hash = createHash("sha256").update(encodeIdxHeader(arrays[part].shape)).update(arrays[part].data);
    checkSha256(`${path} (${basename(MNIST_FILES[part].name)})`, part, hash.digest("hex"));
  }
  return arrays;
}

async function readLimited(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= maxBytes) return await file.readFile();
      const expected = `at most ${maxBytes} bytes`;
      throw new InklingError({ what: `${path} is too large`, expected, received: `${size}` });
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError("read", path, error);
  }
}

function checkSha256(path: string, part: MnistPart, received: string): void {
  const { name, sha256 } = MNIST_FILES[part];
  if (received === sha256) return;
  throw new InklingError({
    what: `${path} is not MNIST's ${name}`,
    expected: `SHA-256 ${sha256}`,
    received,
    mend: "Fetch it again; data of your own is read with loadIdx(imagesPath, labelsPath).",
  });
}

function toMnist(arrays: Arrays, source: string): Mnist {
  const set = (name: string, images: NdArray<Uint8Array>, labels: NdArray<Uint8Array>): DataSet => ({
    name,
    images: { ...images, scale: PIXEL_SCALE },
    labels: labels.data,
    classNames: DIGIT_NAMES,
  });
  return {
    train: set("MNIST train", arrays.trainImages, arrays.trainLabels),
    test: set("MNIST test", arrays.testImages, arrays.testLabels),
    source,
  };
}
