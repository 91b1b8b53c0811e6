/** Measures a reader on a set of handwriting: reads every image, and sums up how often it was right to trust it. */
import { InklingError } from "../base/errors.ts";
import type { GrayImage } from "../image/index.ts";
import { falsePositiveRateAt, rocAuc, summariseReadings } from "../metrics/index.ts";
import type { ReadingOutcome, ReadingSummary } from "../metrics/index.ts";
import type { DigitReader, DigitReading } from "../reader/index.ts";
import type { ReadingSet } from "./load-reading-set.ts";

/** A reading, and what it should have been. */
export interface LabelledReading {
  /** Of the image in the set. */
  index: number;
  file: string;
  /** Undefined if the image shows no digit. */
  label: number | undefined;
  reading: DigitReading;
}

/** How well the reader's energy tells digits from other things. */
export interface Separation {
  /** Area under the ROC curve, 0..1. */
  auroc: number;
  /** Share of the other things that pass where 95 % of the digits do. */
  fpr95: number;
}

export interface ReaderEvaluation {
  summary: ReadingSummary;
  /** In the set's order. */
  readings: LabelledReading[];
  /** Images left out because a whole number of several digits is written there. */
  leftOut: number;
  /** For a set that holds both digits and other things. */
  separation?: Separation;
}

/** A batch is full with this many images, or with this many pixels, which may be those of a single scan. */
const BATCH_IMAGES = 256;
const BATCH_PIXELS = 2 ** 24;

/**
 * Reads all images of a set that show at most one digit.
 * @param onProgress called with the number of images read so far
 * @throws InklingError if every image shows a number of several digits, or an image cannot be read
 */
export async function evaluateReader(
  reader: DigitReader,
  set: ReadingSet,
  onProgress?: (read: number) => void,
): Promise<ReaderEvaluation> {
  const indices = Array.from(set.labels.keys()).filter((index) => (set.labels[index]?.length ?? 0) <= 1);
  if (indices.length === 0) {
    throw new InklingError({
      what: `${set.name} holds no single digits`,
      expected: "labels 0 to 9, or - for an image that shows no digit",
      received: `${set.count} whole numbers of several digits`,
      mend: "This version reads one digit an image: cut the numbers into digits.",
    });
  }
  const readings: LabelledReading[] = [];
  for await (const batch of batchesOf(set.images(indices))) {
    for (const reading of reader.readMany(batch)) {
      const index = indices[readings.length];
      const label = set.labels[index];
      readings.push({
        index,
        file: set.files[index],
        label: label === undefined ? undefined : Number(label),
        reading,
      });
    }
    onProgress?.(readings.length);
  }
  const summary = summariseReadings(readings.map(outcomeOf));
  return {
    summary,
    readings,
    leftOut: set.count - indices.length,
    ...(summary.digits > 0 && summary.notDigits > 0 && { separation: separate(readings) }),
  };
}

async function* batchesOf(images: AsyncIterable<GrayImage>): AsyncGenerator<GrayImage[]> {
  let batch: GrayImage[] = [];
  let pixels = 0;
  for await (const image of images) {
    batch.push(image);
    pixels += image.data.length;
    if (batch.length < BATCH_IMAGES && pixels < BATCH_PIXELS) continue;
    yield batch;
    batch = [];
    pixels = 0;
  }
  if (batch.length > 0) yield batch;
}

function outcomeOf({ label, reading }: LabelledReading): ReadingOutcome {
  return {
    isDigit: label !== undefined,
    correct: reading.digit === label,
    // A softmax's rounding may leave a probability a little above one.
    confidence: Math.min(1, reading.probability),
    decision: reading.decision,
  };
}

function separate(readings: readonly LabelledReading[]): Separation {
  const energies = (isDigit: boolean): number[] =>
    readings.filter(({ label }) => (label !== undefined) === isDigit).map(({ reading }) => reading.energy);
  const [digits, others] = [energies(true), energies(false)];
  return { auroc: rocAuc(digits, others), fpr95: falsePositiveRateAt(digits, others) };
}
