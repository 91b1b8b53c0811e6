/** Picture files with numbers on them, read one after the other, each page of a TIFF for itself. */
import { InklingError } from "../../base/errors.ts";
import type { GrayImage } from "../../image/index.ts";
import { countPages, readImage } from "../../node/read-image.ts";
import type { NumberReader, PageOptions, Reading } from "../../reader/index.ts";
import { STANDARD_INPUT, readStandardInput } from "./read-pictures.ts";

export interface PagesReading {
  /** As it was named. */
  file: string;
  /** All pages of the file. */
  reading: Reading;
  /** The pictures of the pages. */
  images: GrayImage[];
}

export interface FailedFile {
  file: string;
  error: InklingError;
}

/** The readings in the order of the files, or why there is none. */
export async function* readPages(
  files: readonly string[],
  reader: NumberReader,
  options: PageOptions,
  maxPixels: number | undefined,
): AsyncGenerator<PagesReading | FailedFile> {
  for (const file of files) {
    try {
      yield await readFile(file, reader, options, maxPixels);
    } catch (error) {
      if (!(error instanceof InklingError) && !(error instanceof RangeError)) throw error;
      yield { file, error: error instanceof InklingError ? error : namedAfter(file, error) };
    }
  }
}

async function readFile(
  file: string,
  reader: NumberReader,
  options: PageOptions,
  maxPixels: number | undefined,
): Promise<PagesReading> {
  const isInput = file === STANDARD_INPUT;
  const source = isInput ? await readStandardInput() : file;
  const name = isInput ? "the picture on standard input" : file;
  const count = await countPages(source, name);
  const images: GrayImage[] = [];
  const readings: Reading[] = [];
  for (let page = 0; page < count; page++) {
    const image = await readImage(source, { maxPixels, name, page });
    images.push(image);
    readings.push(reader.readPage(image, options));
  }
  return { file, reading: joinReadings(readings), images };
}

/** One reading of several pages; the times of the steps add up. */
function joinReadings(readings: readonly Reading[]): Reading {
  const timings: Record<string, number> = {};
  for (const reading of readings) {
    for (const [step, time] of Object.entries(reading.timings)) timings[step] = (timings[step] ?? 0) + time;
  }
  return { ...readings[0], pages: readings.flatMap(({ pages }) => pages), timings };
}

/** An error about the region says nothing of the file. */
function namedAfter(file: string, cause: RangeError): InklingError {
  return new InklingError({ what: `${file} cannot be read: ${cause.message.replace(/\.$/, "")}`, cause });
}
