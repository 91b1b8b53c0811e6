/** The reader of whole numbers, with the models that come with Inkling. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { GrayImage } from "../image/index.ts";
import {
  DigitReader,
  LineReader,
  NumberReader,
  readDigitModel,
  readLineModel,
  readNumberFacts,
  type NumberOptions,
  type NumberReading,
  type PageOptions,
  type Reading,
} from "../reader/index.ts";
import { fileError } from "./file-errors.ts";
import { readImage } from "./read-image.ts";

const FOLDER = new URL("../../models/", import.meta.url);
const FILES = ["digits.safetensors", "line.safetensors", "numbers.json"] as const;

let installed: Promise<NumberReader> | undefined;

/** A reader of whole numbers and pages. @throws NotFoundError if a model is missing, InklingError if one is damaged */
export async function loadNumberReader(): Promise<NumberReader> {
  installed ??= open().catch((error: unknown) => {
    installed = undefined;
    throw error;
  });
  return await installed;
}

/**
 * Reads a picture of one number.
 * @param source a picture's path, its file's bytes, or its grey pixels
 * @throws as `readImage`, `loadNumberReader` and `NumberReader.readNumber`
 */
export async function readNumber(
  source: string | Uint8Array | GrayImage,
  options: NumberOptions & Pick<PageOptions, "region" | "polarity"> = {},
): Promise<NumberReading> {
  const [reader, image] = await Promise.all([loadNumberReader(), imageOf(source)]);
  return reader.readNumber(image, options);
}

/**
 * Reads all numbers of a picture.
 * @param source as for `readNumber`
 * @throws as `readNumber`
 */
export async function readPage(
  source: string | Uint8Array | GrayImage,
  options: PageOptions = {},
): Promise<Reading> {
  const [reader, image] = await Promise.all([loadNumberReader(), imageOf(source)]);
  return reader.readPage(image, options);
}

async function imageOf(source: string | Uint8Array | GrayImage): Promise<GrayImage> {
  return typeof source === "string" || source instanceof Uint8Array ? await readImage(source) : source;
}

async function open(): Promise<NumberReader> {
  const [digits, line, facts] = await Promise.all(FILES.map(readModelFile));
  const hash = createHash("sha256").update(digits).update(line).update(facts);
  return new NumberReader({
    digits: new DigitReader(await readDigitModel(digits, FILES[0])),
    line: new LineReader(readLineModel(line, FILES[1])),
    facts: readNumberFacts(new TextDecoder().decode(facts), FILES[2]),
    name: "digits, line",
    sha256: hash.digest("hex"),
  });
}

async function readModelFile(file: string): Promise<Uint8Array> {
  const path = fileURLToPath(new URL(file, FOLDER));
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
}
