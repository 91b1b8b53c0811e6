/** Readings of several pictures as a table for people, a line a picture. */
import { formatPercent } from "../../plots/plot-style.ts";
import type { Output } from "../output.ts";
import { paintDecision } from "./print-reading.ts";
import type { PictureReading } from "./read-pictures.ts";

const GAP = "  ";
const DIGIT = "digit";
const PROBABILITY = "probability";
const DECISION = "decision";
/** Characters of all columns between the files and the reasons, with the gaps around them. */
const MIDDLE = [DIGIT, PROBABILITY, DECISION].join(GAP).length + 2 * GAP.length;
/** `two readings close: 7 or 1` fits. */
const REASONS_WIDTH = 26;
const LEAST_FILE_WIDTH = 12;

/** Prints the table's head, and returns what prints a line of it. */
export function startTable(files: readonly string[], output: Output): (picture: PictureReading) => void {
  const width = fileWidth(files, output);
  const { dim } = output.colours;
  output.print(dim([shorten("file", width), DIGIT, PROBABILITY, DECISION, "reasons"].join(GAP)));
  return ({ file, reading }) => {
    const { digit, probability, decision, reasons, normalised } = reading;
    // Of blank paper nothing was read.
    const known = !normalised.blank;
    const cells = [
      shorten(file, width),
      (known ? String(digit) : "–").padStart(DIGIT.length),
      (known ? formatPercent(probability, 1) : "–").padStart(PROBABILITY.length),
      paintDecision(decision, output) + " ".repeat(DECISION.length - decision.length),
      reasons.join("; "),
    ];
    output.print(cells.join(GAP).trimEnd());
  };
}

/** As wide as the longest name; on a terminal it leaves room for the other columns. */
function fileWidth(files: readonly string[], { isTerminal }: Output): number {
  const longest = Math.max("file".length, ...files.map((file) => file.length));
  if (!isTerminal) return longest;
  const room = (process.stdout.columns ?? 80) - MIDDLE - REASONS_WIDTH;
  return Math.min(longest, Math.max(LEAST_FILE_WIDTH, room));
}

/** The end of a path tells files apart, not its beginning. */
function shorten(file: string, width: number): string {
  return file.length <= width ? file.padEnd(width) : `…${file.slice(1 - width)}`;
}
