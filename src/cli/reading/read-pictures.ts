/** Pictures of one digit each, read one after the other; one that cannot be read does not stop the others. */
import { InklingError, NotFoundError } from "../../base/errors.ts";
import type { GrayImage } from "../../image/index.ts";
import { readImage } from "../../node/index.ts";
import { MAX_FILE_BYTES } from "../../node/read-image.ts";
import type { DigitReader, DigitReading } from "../../reader/index.ts";

/** Stands for standard input among the files. */
export const STANDARD_INPUT = "-";

/** Pictures decoded at a time: sharp works them off in its own threads, and each may be large. */
const BATCH = 4;
/** Width over height of ink from which on it may be several digits: hardly a single one is so broad. */
const SEVERAL_DIGITS = 1.25;

export interface PictureReading {
  /** As it was named. */
  file: string;
  reading: DigitReading;
}

export interface FailedPicture {
  file: string;
  error: InklingError;
}

export interface ReadPicturesOptions {
  maxPixels?: number;
  /** Whether the readings list every step from picture to digit. */
  steps: boolean;
}

/** The readings in the order of the files, or why there is none. */
export async function* readPictures(
  files: readonly string[],
  reader: DigitReader,
  { maxPixels, steps }: ReadPicturesOptions,
): AsyncGenerator<PictureReading | FailedPicture> {
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    const images = await Promise.all(batch.map((file) => open(file, maxPixels)));
    const pictures = images.filter((image): image is GrayImage => !(image instanceof InklingError));
    const readings = reader.readMany(pictures, { steps })[Symbol.iterator]();
    for (const [i, file] of batch.entries()) {
      const image = images[i];
      if (image instanceof InklingError) yield { file, error: image };
      else yield { file, reading: withHint(readings.next().value as DigitReading) };
    }
  }
}

/** A picture that is believed to show no single digit and is as broad as two may be a number, which is read otherwise. */
function withHint(reading: DigitReading): DigitReading {
  const { decision, reasons, normalised } = reading;
  const isBroad = normalised.box.width >= SEVERAL_DIGITS * normalised.box.height;
  if (decision === "accept" || normalised.blank || !isBroad) return reading;
  return { ...reading, reasons: [...reasons, "several digits? --layout line reads whole numbers"] };
}

async function open(file: string, maxPixels: number | undefined): Promise<GrayImage | InklingError> {
  try {
    if (file !== STANDARD_INPUT) return await readImage(file, { maxPixels });
    return await readImage(await readStandardInput(), { maxPixels, name: "the picture on standard input" });
  } catch (error) {
    if (error instanceof NotFoundError && /[*?]/.test(file)) return patternError(file, error);
    if (error instanceof InklingError) return error;
    throw error;
  }
}

/** All bytes, or the first ones of more than a picture may have: they are enough to refuse it. */
export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_FILE_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function patternError(file: string, cause: NotFoundError): InklingError {
  return new InklingError({
    what: `${file} cannot be read`,
    expected: "the name of a file",
    received: "a pattern, in quotes or without a match",
    mend: "Leave the quotes away, so that the shell lists the files, and check the folder.",
    cause,
  });
}
