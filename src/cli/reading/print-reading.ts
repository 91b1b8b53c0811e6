/** One reading on the terminal: the digit as the network saw it, and beside it how sure every reading is. */
import { stripVTControlCharacters } from "node:util";
import { formatPercent } from "../../plots/plot-style.ts";
import type { Decision } from "../../reader/index.ts";
import type { Output } from "../output.ts";
import { describePolarity } from "../read-digit.ts";
import { terminalImage } from "../terminal-image.ts";
import type { PictureReading } from "./read-pictures.ts";

/** Between the digit and its probabilities. */
const GAP = "   ";
/** Characters of a name and its percentage. */
const LABEL_WIDTH = 15;
const BAR_WIDTH = 30;
/** Shorter bars say nothing, and then the probabilities go below the digit. */
const LEAST_BAR = 6;

/** @param canReject whether the model knows of things that are no digits */
export function printReading({ file, reading }: PictureReading, canReject: boolean, output: Output): void {
  const { bold } = output.colours;
  const { decision, reasons, normalised } = reading;
  if (normalised.blank) {
    output.print(`${bold(file)}: nothing stands out from the paper`, "", paintDecision(decision, output));
    return;
  }
  const image = terminalImage(normalised.image, output).split("\n");
  output.print(`${bold(file)}, ${describePolarity(normalised)}, as the network sees it`, "");
  output.print(...besideImage(image, (width) => readingLines(reading, { canReject, width }, output)));
  if (reasons.length > 0) output.print("", ...reasons.map((reason) => `${bold("!")} ${reason}`));
}

/** The decision in its colour. */
export function paintDecision(decision: Decision, { colours }: Output): string {
  const paint = { accept: colours.green, review: colours.yellow, reject: colours.red }[decision];
  return paint(decision);
}

/** Lines to the right of an image where there is room, otherwise below it. */
function besideImage(image: readonly string[], lines: (width: number) => readonly string[]): string[] {
  const columns = Math.min(80, process.stdout.columns ?? 80);
  const imageWidth = Math.max(...image.map(visibleLength));
  const room = columns - imageWidth - GAP.length;
  if (room < LABEL_WIDTH + LEAST_BAR) return [...image, "", ...lines(columns)];
  const beside = lines(room);
  const height = Math.max(image.length, beside.length);
  const rows = Array.from({ length: height }, (_, i) => {
    const left = image[i] ?? "";
    return `${left}${" ".repeat(imageWidth - visibleLength(left))}${GAP}${beside[i] ?? ""}`.trimEnd();
  });
  // Without colours the dark rows at the foot of the image are empty.
  return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
}

function readingLines(
  { digit, probability, probabilities, notADigit, decision }: PictureReading["reading"],
  { canReject, width }: { canReject: boolean; width: number },
  output: Output,
): string[] {
  const { bold } = output.colours;
  const barWidth = Math.max(1, Math.min(BAR_WIDTH, width - LABEL_WIDTH));
  const line = (name: string, share: number): string => {
    const bar = "━".repeat(Math.round(share * barWidth));
    return `${name.padStart(4)}  ${formatPercent(share, 1).padStart(7)}  ${bar}`.trimEnd();
  };
  const shares = probabilities.map((share, i) =>
    i === digit ? bold(line(String(i), share)) : line(String(i), share),
  );
  return [
    `${bold(String(digit).padStart(4))}  ${bold(formatPercent(probability, 1).padStart(7))}  ${paintDecision(decision, output)}`,
    "",
    ...shares,
    ...(canReject ? [line("none", notADigit)] : []),
  ];
}

/** Characters that are seen: a terminal's colours are not. */
function visibleLength(line: string): number {
  return stripVTControlCharacters(line).length;
}
