/** An examination on the terminal: every step as a picture, the reading, the measures, and what would mend it. */
import { stripVTControlCharacters } from "node:util";
import { resizeArea, type GrayImage } from "../../image/index.ts";
import { formatPercent } from "../../plots/plot-style.ts";
import type { Output } from "../output.ts";
import { terminalImage } from "../terminal-image.ts";
import type { Examination } from "./examination.ts";
import { measureRows, pictureFacts, type MeasureRow } from "./measure-rows.ts";

/** Pixels, and so characters, of the longer side of a step's picture. */
const THUMBNAIL = 18;
const GAP = 2;
/** Characters of the track on which a measure is marked. */
const TRACK = 15;
/** Lines of text are broken here at the latest. */
const TEXT_WIDTH = 78;
const BAR_WIDTH = 16;
/** Readings that are listed beside the digit. */
const LISTED = 3;

export function printExamination(examination: Examination, output: Output): void {
  const { file, reading, measures, findings, model } = examination;
  const { bold } = output.colours;
  const steps = reading.normalised.steps ?? [];
  const small = steps.filter(({ name }) => name !== "digit");
  output.print(bold(`${file}, step by step`), "");
  for (const row of rowsOf(small)) {
    output.print(
      ...sideBySide(row.map(({ name, image }) => [name, ...imageLines(shrink(image), output)])),
      "",
    );
  }
  if (!reading.normalised.blank) {
    const digit = ["digit, as the network sees it", ...imageLines(reading.normalised.image, output)];
    output.print(...sideBySide([digit, readingLines(examination, output)]), "");
    output.print(
      bold("Beside MNIST's 60,000 training images"),
      "",
      ...tableLines(measureRows(measures), output),
      "",
    );
  }
  output.print(bold("The picture"), "");
  output.print(...pictureFacts(examination).map(([name, value]) => `  ${name.padEnd(15)} ${value}`), "");
  output.print(
    bold(findings.length === 0 ? "Nothing unusual was found." : "What may be wrong, and what would mend it"),
  );
  for (const { cause, mend } of findings) {
    output.print("", ...wrap(cause, "  • "), ...wrap(mend, "    → "));
  }
  output.remark(`read with ${model}`);
}

/** As many steps in a row as the terminal is wide. */
function rowsOf<T>(steps: readonly T[]): T[][] {
  const columns = Math.min(80, process.stdout.columns ?? 80);
  const each = Math.max(1, Math.floor((columns + GAP) / (THUMBNAIL + GAP)));
  return Array.from({ length: Math.ceil(steps.length / each) }, (_, row) =>
    steps.slice(row * each, (row + 1) * each),
  );
}

function shrink(image: GrayImage): GrayImage {
  const scale = THUMBNAIL / Math.max(image.width, image.height);
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeArea(image, side(image.width), side(image.height));
}

function imageLines(image: GrayImage, output: Output): string[] {
  return terminalImage(image, output).split("\n");
}

/** Blocks of lines next to each other, the first line of each at the top. */
function sideBySide(blocks: readonly (readonly string[])[]): string[] {
  const widths = blocks.map((block) => Math.max(THUMBNAIL, ...block.map(visibleLength)));
  const height = Math.max(...blocks.map((block) => block.length));
  const lines = Array.from({ length: height }, (_, line) =>
    blocks
      .map((block, i) => (block[line] ?? "") + " ".repeat(widths[i] - visibleLength(block[line] ?? "")))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
  // Without colours the dark rows at the foot of all images are empty.
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}

/** Characters that are seen: a terminal's colours are not. */
function visibleLength(line: string): number {
  return stripVTControlCharacters(line).length;
}

function readingLines({ reading, decides }: Examination, { colours }: Output): string[] {
  const { digit, probability, probabilities, notADigit, decision, reasons } = reading;
  const paint = { accept: colours.green, review: colours.yellow, reject: colours.red }[decision];
  const best = probabilities
    .map((share, i) => ({ name: String(i), share }))
    .sort((a, b) => b.share - a.share)
    .slice(0, LISTED);
  const shares = [...best, { name: "none", share: notADigit }].map(({ name, share }) => {
    const bar = "━".repeat(Math.round(share * BAR_WIDTH));
    return `${name.padStart(6)}  ${formatPercent(share, 1).padStart(7)}  ${bar}`;
  });
  return [
    "",
    `  ${colours.bold(`${digit}, ${formatPercent(probability, 1)}`)}${decides ? `   ${paint(decision)}` : ""}`,
    ...reasons.map((reason) => `  ${reason}`),
    "",
    ...shares,
  ];
}

function tableLines(rows: readonly MeasureRow[], { colours }: Output): string[] {
  const head = `${"".padEnd(28)}${"1 % below".padStart(9)} ${"".padEnd(TRACK)} 1 % above`;
  return [
    colours.dim(head),
    ...rows.map((row) => {
      const { label, value, low, high, word, place } = row;
      const paint =
        place === 0 ? (text: string) => text : Math.abs(place) === 1 ? colours.yellow : colours.red;
      const name = `  ${label.padEnd(15)} ${value.padStart(9)} `;
      return `${name} ${low.padStart(9)} ${track(row)} ${high.padEnd(9)} ${paint(word)}`;
    }),
  ];
}

/** A line from the 1st to the 99th percentile, thick from the 5th to the 95th, with the digit on it: `─━━━━●━━━──`. */
function track({ at, place, marks: [p5, , p95] }: MeasureRow): string {
  const cell = (share: number): number => Math.round(share * (TRACK - 1));
  const signs: string[] = Array.from({ length: TRACK }, (_, i) =>
    i >= cell(p5) && i <= cell(p95) ? "━" : "─",
  );
  signs[cell(at)] = place === -2 ? "◀" : place === 2 ? "▶" : "●";
  return signs.join("");
}

/** A sentence in lines of at most `TEXT_WIDTH`, the first after `sign`, the others below it. */
function wrap(text: string, sign: string): string[] {
  const lines: string[] = [];
  let line = sign;
  for (const word of text.split(" ")) {
    if (line.length > sign.length && line.length + word.length > TEXT_WIDTH) {
      lines.push(line.trimEnd());
      line = " ".repeat(sign.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
