/** Readings of numbers as a table for people, a line a number. */
import { formatPercent } from "../../plots/plot-style.ts";
import type { NumberReading } from "../../reader/index.ts";
import type { Output } from "../output.ts";
import { paintDecision } from "./print-reading.ts";

const GAP = "  ";
const PROBABILITY = "probability";
const DECISION = "decision";
/** A payment card's number fits. */
const NUMBER_WIDTH = 16;

/** Prints the table's head, and returns what prints a line of it; `place` says where the number is. */
export function startNumbersTable(
  places: readonly string[],
  output: Output,
): (place: string, number: NumberReading) => void {
  const width = Math.max("file".length, ...places.map(({ length }) => length + " p12 r12 c12".length));
  const { dim, bold } = output.colours;
  const head = ["file".padEnd(width), "number".padEnd(NUMBER_WIDTH), PROBABILITY, DECISION, "reasons"];
  output.print(dim(head.join(GAP)));
  return (place, { text, probability, decision, reasons, empty }) => {
    const cells = [
      place.padEnd(width),
      bold((empty ? "(empty)" : text === "" ? "–" : text).padEnd(NUMBER_WIDTH)),
      (empty ? "" : formatPercent(probability, 1)).padStart(PROBABILITY.length),
      empty
        ? " ".repeat(DECISION.length)
        : paintDecision(decision, output) + " ".repeat(DECISION.length - decision.length),
      reasons.join("; "),
    ];
    output.print(cells.join(GAP).trimEnd());
  };
}
