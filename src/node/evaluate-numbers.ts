/** Measures a reader of numbers on a set of handwriting: whole numbers right, and how often it was right to trust it. */
import { characterErrorRate, summariseReadings, type ReadingSummary } from "../metrics/index.ts";
import type { NumberOptions, NumberReader, NumberReading } from "../reader/index.ts";
import type { ReadingSet } from "./load-reading-set.ts";

/** A reading, and what it should have been. */
export interface LabelledNumber {
  /** Of the image in the set. */
  index: number;
  file: string;
  /** Undefined if the image shows no number. */
  label: string | undefined;
  reading: NumberReading;
}

export interface NumberEvaluation {
  summary: ReadingSummary;
  /** Symbols to change, add or leave out, as a share of those written; undefined if no image shows a number. */
  characterErrorRate?: number;
  /** In the set's order. */
  readings: LabelledNumber[];
}

/** Whether a set is one of whole numbers: a number may happen to have one digit, so what most labels are counts. */
export function holdsNumbers({ labels }: Pick<ReadingSet, "labels">): boolean {
  const written = labels.filter((label) => label !== undefined);
  return written.filter((label) => label.length > 1).length > written.length / 2;
}

/**
 * Reads all images of a set, each as one number. Labels are digits alone, so a reading's points, commas, minuses and slashes are
 * passed over when it is compared with one.
 * @param onProgress called with the number of images read so far
 * @throws InklingError if an image cannot be read, or nothing satisfies the grammar
 */
export async function evaluateNumbers(
  reader: NumberReader,
  set: ReadingSet,
  options: NumberOptions = {},
  onProgress?: (read: number) => void,
): Promise<NumberEvaluation> {
  const readings: LabelledNumber[] = [];
  for await (const image of set.images()) {
    const index = readings.length;
    const reading = reader.readNumber(image, options);
    readings.push({ index, file: set.files[index], label: set.labels[index], reading });
    onProgress?.(readings.length);
  }
  const numbers = readings.filter(({ label }) => label !== undefined);
  const summary = summariseReadings(
    readings.map(({ label, reading }) => ({
      isDigit: label !== undefined,
      correct: label !== undefined && digitsOf(reading.text) === label,
      confidence: Math.min(1, reading.probability),
      decision: reading.decision,
    })),
  );
  if (numbers.length === 0) return { summary, readings };
  const texts = numbers.map(({ reading }) => digitsOf(reading.text));
  const labels = numbers.map(({ label }) => label ?? "");
  return { summary, characterErrorRate: characterErrorRate(texts, labels), readings };
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}
