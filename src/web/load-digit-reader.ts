/** The reader of single digits in a page; its model is fetched from beside the modules, where a bundler puts it too. */
import type { GrayImage } from "../image/index.ts";
import { DigitReader, readDigitModel, type DigitReading } from "../reader/index.ts";
import type { NormaliseOptions } from "../vision/index.ts";
import { fetchModel } from "./fetch-model.ts";

const MODEL_URL = new URL("../../models/digits.safetensors", import.meta.url);

let fetched: Promise<DigitReader> | undefined;

/**
 * A reader of single digits with the model that comes with Inkling.
 * @throws InklingError if the model is not served beside the page, or damaged
 */
export async function loadDigitReader(): Promise<DigitReader> {
  fetched ??= fetchReader().catch((error: unknown) => {
    // The next call asks again: the network may be back.
    fetched = undefined;
    throw error;
  });
  return await fetched;
}

/**
 * Reads one digit with the model that comes with Inkling.
 * @throws as `loadDigitReader`; TypeError or RangeError if `image` is not a well-formed grey image
 */
export async function readDigit(image: GrayImage, options: NormaliseOptions = {}): Promise<DigitReading> {
  return (await loadDigitReader()).read(image, options);
}

async function fetchReader(): Promise<DigitReader> {
  const bytes = await fetchModel(MODEL_URL, "the digit model");
  return new DigitReader(await readDigitModel(bytes, MODEL_URL.pathname));
}
