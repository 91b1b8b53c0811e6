/** What a reader says of the numbers in a picture. Places are pixels of the picture as it was given, its top left at (0, 0). */
import type { Box, Polarity } from "../../vision/index.ts";
import type { Decision } from "../digit-reading.ts";

/** One digit within a number. */
export interface DigitInNumber {
  digit: number;
  /** Calibrated probabilities of the ten digits for this piece of ink alone; with `notADigit` they sum to one. */
  probabilities: number[];
  /** Calibrated probability that the piece is no digit. */
  notADigit: number;
  /** Around its ink. */
  box: Box;
  /** The corners of the same box where the picture was turned to stand upright, clockwise from its top left. */
  polygon?: [number, number][];
}

/** One number of a page. */
export interface NumberReading {
  /** The likeliest text, of `0` to `9`, `.`, `,`, `-` and `/`; empty where nothing is written. */
  text: string;
  /** Its value, or null for what has none, such as a date. */
  value: number | null;
  /** Calibrated probability that the whole text is right, given the grammar if there is one. */
  probability: number;
  /** The five likeliest texts, the first of them `text`. */
  alternatives: { text: string; probability: number }[];
  decision: Decision;
  /** Why it is not accepted, what speaks against it, or what a total changed, in words; empty where there is nothing to say. */
  reasons: string[];
  /** Around its ink, or around its empty cell. */
  box: Box;
  /** Its text line or row of cells, and its place in it, both from 0. */
  row: number;
  column: number;
  /** How it stands on the page: written freely, in a cell, or with a box for each digit. */
  kind: "line" | "cell" | "boxes";
  /** Whether its cell or boxes hold nothing. Then `text` is empty, and that is accepted. */
  empty: boolean;
  digits: DigitInNumber[];
}

export interface Page {
  width: number;
  height: number;
  /** How far the writing was turned clockwise from the level, degrees. */
  skewDegrees: number;
  polarity: Polarity;
  /** In reading order. */
  numbers: NumberReading[];
}

/** What was read, and by what. */
export interface Reading {
  version: 1;
  pages: Page[];
  model: { name: string; sha256: string };
  /** The steps that a page went through, in their order. */
  pipeline: string[];
  /** Milliseconds of each step, over all pages. */
  timings: Record<string, number>;
}
