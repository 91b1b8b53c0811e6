/** Everything that `inkling doctor` knows of a picture: its reading, its measures, and what may be wrong with it. */
import type { GrayImage } from "../../image/index.ts";
import { readImage } from "../../node/index.ts";
import { loadDigitReader } from "../../node/load-digit-reader.ts";
import { diagnose, type DigitReading, type Finding } from "../../reader/index.ts";
import { measureDigit, type DigitMeasures, type NormalisationStep } from "../../vision/index.ts";

export interface Examination {
  /** The picture's file, as it was named. */
  file: string;
  /** The model's name. */
  model: string;
  /** Whether the model has thresholds to accept and reject by. */
  decides: boolean;
  picture: GrayImage;
  reading: DigitReading;
  measures: DigitMeasures;
  findings: Finding[];
}

/** @param modelPath @default the model that comes with Inkling */
export async function examine(file: string, modelPath?: string): Promise<Examination> {
  const [reader, picture] = await Promise.all([loadDigitReader(modelPath), readImage(file)]);
  const reading = reader.read(picture, { steps: true });
  const measures = measureDigit(picture, reading.normalised);
  const findings = diagnose(reading, measures);
  const { name, facts } = reader.model;
  return { file, model: name, decides: facts !== undefined, picture, reading, measures, findings };
}

/** What became of the picture in a step, for people. */
export function describeStep({ name }: NormalisationStep, { reading }: Examination): string {
  switch (name) {
    case "picture":
      return "as it was read, in grey";
    case "paper":
      return "the paper alone, with its shadows";
    case "even light":
      return "the shadows divided out";
    case "contrast":
      return "what stands out from the paper";
    case "ink":
      return "what was taken for the digit";
    case "strokes":
      return reading.normalised.thickened ? "hairlines, widened" : "wide enough, so unchanged";
    case "box":
      return "scaled into 20 × 20 pixels";
    default:
      return "centred in 28 × 28: what the network sees";
  }
}
