/** What the page and the worker that reads say to each other. */
import type { GrayImage } from "../../../src/image/index.ts";
import type { Reading } from "../../../src/reader/number/number-reading.ts";

/** What each kind of request brings along. */
export interface ReadingWishes {
  load: object;
  /** A drawing of one number. */
  "read drawing": { image: GrayImage };
  /** A file with one number or many. */
  "read picture": { file: Blob; name: string };
  /** How a number of the picture read last was read. */
  explain: { number: number };
  /** Digits are read by this model's network from now on; without one, by the shipped ones. */
  "use model": { model?: { name: string; bytes: Uint8Array } };
}

/** To the worker; every message is answered under its `id`. */
export type ReadingRequest = {
  [Kind in keyof ReadingWishes]: { id: number; kind: Kind } & ReadingWishes[Kind];
}[keyof ReadingWishes];

/** A digit as the network saw it. */
export interface ExplainedDigit {
  /** (28, 28), ink bright on black. */
  pixels: Uint8Array<ArrayBuffer>;
  digit: number;
  probabilities: number[];
  notADigit: number;
}

export interface Explanation {
  /** Pictures on the way, small enough to be shown: the whole one first, then the number's own. */
  steps: { name: StepName; image: GrayImage }[];
  /** Empty if the number was read as a whole only. */
  digits: ExplainedDigit[];
}

/** Of a page; and of one digit, by the names that `normaliseDigit` gives its steps. */
export type StepName =
  | "picture"
  | "ink"
  | "upright"
  | "without rules"
  | "number"
  | "line"
  | "paper"
  | "even light"
  | "contrast"
  | "strokes"
  | "box"
  | "digit";

/** Results by the kind of request. */
export interface ReadingResults {
  load: { milliseconds: number };
  "read drawing": { reading: Reading; milliseconds: number };
  "read picture": { reading: Reading; milliseconds: number };
  explain: Explanation;
  "use model": { name: string };
}
