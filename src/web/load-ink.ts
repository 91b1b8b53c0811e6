/** `loadInk()`: the built-in data set in a page, drawn by the model that its bundler has put beside the code. */
import { InklingError } from "../base/errors.ts";
import type { DataSet } from "../data/index.ts";
import {
  InkSource,
  readInkModel,
  type InkBatchesOptions,
  type InkModel,
  type InkOptions,
} from "../ink/index.ts";

const MODEL_URL = new URL("../../models/ink.safetensors", import.meta.url);

const source = new InkSource(fetchModel);

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

async function fetchModel(): Promise<InkModel> {
  const response = await fetch(MODEL_URL);
  if (!response.ok) {
    throw new InklingError({
      what: `${MODEL_URL.href} could not be fetched`,
      expected: "the model of the built-in digits, which the bundler puts beside the code",
      received: `status ${response.status}`,
    });
  }
  return readInkModel(new Uint8Array(await response.arrayBuffer()), MODEL_URL.pathname);
}
