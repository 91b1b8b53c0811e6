/**
 * Sets of handwriting that a reader is measured on: a folder with `labels.csv` beside its images, or with a pair of IDX files.
 * Labels are read at once, images one after another when they are wanted, for a set of scans may not fit in memory.
 */
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { InklingError } from "../base/errors.ts";
import { formatShape } from "../base/shapes.ts";
import { idxImages, idxLabels } from "../data/idx.ts";
import type { GrayImage } from "../image/index.ts";
import { fileError } from "./file-errors.ts";
import { findIdxPair } from "./find-idx-pair.ts";
import type { IdxPair } from "./find-idx-pair.ts";
import { readIdxFile } from "./read-idx-file.ts";
import { readImage } from "./read-image.ts";
import { readLabelsCsv } from "./read-labels-csv.ts";

/** Images of handwriting, and what is written there. */
export interface ReadingSet {
  /** The folder's name. */
  name: string;
  /** Number of images, at least 1. */
  count: number;
  /** A digit "0".."9", or a whole number of several digits; undefined for an image that shows neither. */
  labels: readonly (string | undefined)[];
  /** What each image is called: its file, or its index in an IDX file. */
  files: readonly string[];
  /**
   * The images, a few in memory at a time.
   * @param indices which, in this order @default all
   */
  images(indices?: readonly number[]): AsyncGenerator<GrayImage>;
}

const LIST = "labels.csv";
/** Pictures decoded at a time: sharp works them off in its own threads, and each may need up to 64 MB. */
const BATCH = 4;

/**
 * Reads a set's labels and finds its images. In `labels.csv` (columns `file`, `label`) a label is a whole number, and
 * anything else, such as `-`, says that the image is not a digit; in an IDX file a label above 9 does. Where a folder
 * holds both forms, `labels.csv` counts.
 *
 * ```ts
 * const set = await loadReadingSet("my-scans");
 * for await (const image of set.images()) console.log(reader.read(image).digit);
 * ```
 * @throws NotFoundError if there is no such folder or an image of the list is not there, InklingError if the folder holds no
 * set, an empty one, or a damaged one
 */
export async function loadReadingSet(folder: string): Promise<ReadingSet> {
  const names = await listFiles(folder);
  const name = basename(resolve(folder));
  if (names.includes(LIST)) return await loadPictures(name, join(folder, LIST));
  const pair = findIdxPair(folder, names);
  if (pair !== undefined) return await loadPair(name, pair);
  throw new InklingError({
    what: `${folder} is not a set of handwriting`,
    expected: `${LIST} beside images, or images-idx3-ubyte with labels-idx1-ubyte`,
    received:
      names.length === 0 ? "no files" : `${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}`,
    mend: `Write a ${LIST} with a first line "file,label" and a line for each image, as in a.png,7.`,
  });
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    throw fileError("read", folder, error);
  }
}

async function loadPictures(name: string, path: string): Promise<ReadingSet> {
  const pictures = await readLabelsCsv(path);
  return {
    name,
    count: pictures.length,
    labels: pictures.map(({ label }) => (/^\d+$/.test(label) ? label : undefined)),
    files: pictures.map(({ file }) => file),
    async *images(indices = Array.from(pictures.keys())) {
      for (let start = 0; start < indices.length; start += BATCH) {
        const batch = indices.slice(start, start + BATCH);
        yield* await Promise.all(batch.map((index) => readImage(pictures[index].path)));
      }
    },
  };
}

async function loadPair(name: string, pair: IdxPair): Promise<ReadingSet> {
  const [imageArray, labelArray] = await Promise.all([readIdxFile(pair.images), readIdxFile(pair.labels)]);
  const { data, shape } = idxImages(imageArray, pair.images);
  const labels = idxLabels(labelArray, pair.labels);
  const [count, height, width] = shape;
  checkPair(pair, shape, labels.length);
  return {
    name,
    count,
    labels: Array.from(labels, (label) => (label <= 9 ? String(label) : undefined)),
    files: Array.from(labels, (_, index) => String(index)),
    async *images(indices = Array.from(labels.keys())) {
      const pixels = height * width;
      for (const index of indices) {
        yield { width, height, data: data.subarray(index * pixels, (index + 1) * pixels) };
      }
    },
  };
}

function checkPair(pair: IdxPair, shape: readonly number[], labelCount: number): void {
  if (shape.includes(0)) {
    throw new InklingError({
      what: `${pair.images} holds no images`,
      expected: "at least one image of at least one pixel",
      received: `shape ${formatShape(shape)}`,
      mend: "Check that it is the right file.",
    });
  }
  if (shape[0] === labelCount) return;
  throw new InklingError({
    what: `${pair.images} and ${pair.labels} do not belong together`,
    expected: `a label for each of the ${shape[0]} images`,
    received: `${labelCount} labels`,
    mend: "Take the two files of one set.",
  });
}
