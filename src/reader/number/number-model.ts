/** The two recognisers that read numbers, and what is known of how far to trust them together. */
import type { DigitReader } from "../digit-reader.ts";
import type { LineReader } from "../line/line-reader.ts";
import type { NumberThresholds } from "./decide-number.ts";

/** How the readings of a number are joined and believed; fitted on strings that were held out. */
export interface NumberFacts {
  /** The lattice's share in the joint reading, 0..1; the line network has the rest. */
  latticeWeight: number;
  /** Divides the joint scores, so that probabilities are calibrated. */
  temperature: number;
  thresholds: NumberThresholds;
  /** What `maxError` is held against: the probabilities of held-out strings, and whether each was read right. */
  calibration: { probabilities: readonly number[]; right: readonly (0 | 1)[]; of: string };
}

export interface NumberModel {
  digits: DigitReader;
  /** Left out, numbers are read by their digits alone. */
  line?: LineReader;
  facts: NumberFacts;
  name: string;
  /** Of the models' files. */
  sha256: string;
}
