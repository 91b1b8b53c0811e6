/** `loadInk()`: the built-in data set in Node, drawn by the model that is installed with Inkling. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { DataSet } from "../data/index.ts";
import {
  InkSource,
  readInkModel,
  type InkBatchesOptions,
  type InkModel,
  type InkOptions,
} from "../ink/index.ts";
import { fileError } from "./file-errors.ts";

const MODEL_PATH = fileURLToPath(new URL("../../models/ink.safetensors", import.meta.url));

const source = new InkSource(() => loadInkModel(MODEL_PATH));

/**
 * Draws handwritten-looking digits with their labels, images (N, 28, 28): no file, no network. They are Inkling's own, and
 * not MNIST; models/ink.md says what they are good for.
 * @throws RangeError if the count is not 1 to 2,000,000 or the seed no whole number; InklingError if the installed model
 * is damaged
 */
export async function loadInk(options?: InkOptions): Promise<DataSet> {
  return await source.draw(options);
}

/**
 * The same images batch by batch, any number of them in the memory of one batch:
 * `for await (const { images, labels } of streamInk({ count: 1e7 })) …`
 * @throws as `loadInk`
 */
export function streamInk(options?: InkBatchesOptions): AsyncGenerator<DataSet, void> {
  return source.stream(options);
}

/** @throws InklingError if the file cannot be read, is damaged or something else */
export async function loadInkModel(path: string): Promise<InkModel> {
  try {
    return readInkModel(await readFile(path), path);
  } catch (error) {
    throw fileError("read", path, error);
  }
}
