/** The reader of single digits, with the model that comes with Inkling or another one. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { GrayImage } from "../image/index.ts";
import { DigitReader, readDigitModel, type DigitReading } from "../reader/index.ts";
import type { NormaliseOptions } from "../vision/index.ts";
import { fileError } from "./file-errors.ts";
import { readImage } from "./read-image.ts";

const MODEL_PATH = fileURLToPath(new URL("../../models/digits.safetensors", import.meta.url));

let installed: Promise<DigitReader> | undefined;

/**
 * A reader of single digits.
 * @param path a model of `npm run train:digits`, or any of Inkling's or Keras's from 28 × 28 pixels to ten digits, whose
 * probabilities are then taken as they are. @default the model that comes with Inkling
 * @throws NotFoundError if there is no such file; InklingError if it is damaged, or does something else
 */
export async function loadDigitReader(path?: string): Promise<DigitReader> {
  if (path !== undefined) return await open(path);
  installed ??= open(MODEL_PATH).catch((error: unknown) => {
    installed = undefined;
    throw error;
  });
  return await installed;
}

/**
 * Reads one digit with the model that comes with Inkling.
 * @param source a picture's path, its file's bytes, or its grey pixels
 * @throws as `readImage` and `loadDigitReader`
 */
export async function readDigit(
  source: string | Uint8Array | GrayImage,
  options: NormaliseOptions = {},
): Promise<DigitReading> {
  const isFile = typeof source === "string" || source instanceof Uint8Array;
  const [reader, image] = await Promise.all([loadDigitReader(), isFile ? readImage(source) : source]);
  return reader.read(image, options);
}

async function open(path: string): Promise<DigitReader> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
  return new DigitReader(await readDigitModel(bytes, path));
}
