/** The reader of whole numbers in a page; its models are fetched from beside the modules, where a bundler puts them too. */
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
import { fetchModel } from "./fetch-model.ts";

const DIGITS_URL = new URL("../../models/digits.safetensors", import.meta.url);
const LINE_URL = new URL("../../models/line.safetensors", import.meta.url);
const FACTS_URL = new URL("../../models/numbers.json", import.meta.url);

let fetched: Promise<NumberReader> | undefined;

/**
 * A reader of whole numbers and pages with the models that come with Inkling.
 * @throws InklingError if a model is not served beside the page, or damaged
 */
export async function loadNumberReader(): Promise<NumberReader> {
  fetched ??= fetchReader().catch((error: unknown) => {
    // The next call asks again: the network may be back.
    fetched = undefined;
    throw error;
  });
  return await fetched;
}

/**
 * Reads a picture of one number.
 * @throws as `loadNumberReader` and `NumberReader.readNumber`
 */
export async function readNumber(
  image: GrayImage,
  options: NumberOptions & Pick<PageOptions, "region" | "polarity"> = {},
): Promise<NumberReading> {
  return (await loadNumberReader()).readNumber(image, options);
}

/**
 * Reads all numbers of a picture.
 * @throws as `readNumber`
 */
export async function readPage(image: GrayImage, options: PageOptions = {}): Promise<Reading> {
  return (await loadNumberReader()).readPage(image, options);
}

async function fetchReader(): Promise<NumberReader> {
  const [digits, line, facts] = await Promise.all([
    fetchModel(DIGITS_URL, "the digit model"),
    fetchModel(LINE_URL, "the line model"),
    fetchModel(FACTS_URL, "the facts of the number model"),
  ]);
  return new NumberReader({
    digits: new DigitReader(await readDigitModel(digits, DIGITS_URL.pathname)),
    line: new LineReader(readLineModel(line, LINE_URL.pathname)),
    facts: readNumberFacts(new TextDecoder().decode(facts), FACTS_URL.pathname),
    name: "digits, line",
    sha256: await sha256(digits, line, facts),
  });
}

/** Of all bytes in a row, in hexadecimal: as Node's side has it. */
async function sha256(...parts: Uint8Array[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts as BlobPart[]).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
