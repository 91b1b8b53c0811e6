/** `loadInk()`: the built-in data set in a page, drawn by the model that its bundler has put beside the code. */
import type { DataSet } from "../data/index.ts";
import {
  InkSource,
  readInkModel,
  type InkBatchesOptions,
  type InkModel,
  type InkOptions,
} from "../ink/index.ts";
import { fetchModel } from "./fetch-model.ts";

const MODEL_URL = new URL("../../models/ink.safetensors", import.meta.url);

const source = new InkSource(fetchInkModel);

/**
 * Draws handwritten-looking digits with their labels, images (N, 28, 28). They are Inkling's own, and not MNIST; models/ink.md
 * says what they are good for.
 * @throws RangeError if the count is not 1 to 2,000,000 or the seed no whole number; InklingError if the model is not served
 * beside the page, or damaged
 */
export async function loadInk(options?: InkOptions): Promise<DataSet> {
  return await source.draw(options);
}

/**
 * The same images batch by batch, any number of them in the memory of one batch.
 * @throws as `loadInk`
 */
export function streamInk(options?: InkBatchesOptions): AsyncGenerator<DataSet, void> {
  return source.stream(options);
}

async function fetchInkModel(): Promise<InkModel> {
  return readInkModel(await fetchModel(MODEL_URL, "the model of the built-in digits"), MODEL_URL.pathname);
}
