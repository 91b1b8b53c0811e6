/**
 * The table that `model.summary()` prints, in the layout of Keras 3 (which draws it with the Python library rich):
 * three columns whose widths follow the terminal's, text that does not fit wrapped at spaces, longer words cut.
 */
import { formatCount } from "../base/format-count.ts";
import { formatShape } from "../base/shapes.ts";
import { formatFixed } from "./python-format.ts";

/** One layer of a summary. */
export interface SummaryRow {
  /** The layer's own name: `"dense_1"`. */
  name: string;
  /** The layer's class: `"Dense"`. */
  type: string;
  /** Shape with the batch axis as null, `[null, 32]`; null while the model has no input shape. */
  outputShape: readonly (number | null)[] | null;
  /** Number of parameters; null while the layer is not built. */
  parameters: number | null;
}

/** Parameter counts of a whole model. */
export interface SummaryTotals {
  trainable: number;
  nonTrainable: number;
  /** Numbers in the optimizer's state, its step count and learning rate included; left out before training. */
  optimizer?: number;
}

/** How a summary is headed and how wide it may be. */
export interface SummaryOptions {
  /** The model's name. */
  name: string;
  /** Characters of a line of the terminal. @default 80 */
  columns?: number;
}

/** Width of the widest table, and of the narrowest that can still be read. */
const WIDEST = 88;
const NARROWEST = 40;
/** Where the three columns end, as parts of the table's width. */
const COLUMN_ENDS = [0.45, 0.8, 1];
/** What rich takes off each of Keras's columns to make room for the padding and the borders. */
const COLUMN_REDUCTIONS = [3, 4, 3];

/** The table and the totals under it, with a line end behind every line. */
export function formatSummary(
  rows: readonly SummaryRow[],
  totals: SummaryTotals,
  { name, columns = 80 }: SummaryOptions,
): string {
  const widths = columnWidths(columns);
  const rule = (left: string, line: string, middle: string, right: string): string =>
    left + widths.map((width) => line.repeat(width + 2)).join(middle) + right;
  const body = rows.map((row) =>
    formatRow(
      [`${row.name} (${row.type})`, describeShape(row.outputShape), describeCount(row.parameters)],
      widths,
      "│",
    ),
  );
  const lines = [
    `Model: "${name}"`,
    rule("┏", "━", "┳", "┓"),
    ...formatRow(["Layer (type)", "Output Shape", "Param #"], widths, "┃", "bottom"),
    rule("┡", "━", "╇", "┩"),
    ...body.flatMap((row, i) => (i === 0 ? row : [rule("├", "─", "┼", "┤"), ...row])),
    rule("└", "─", "┴", "┘"),
    ...formatTotals(totals),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Characters of text in each column, without the space on either side. */
function columnWidths(columns: number): number[] {
  const tableWidth = Math.max(NARROWEST, Math.min(WIDEST, columns - 4));
  const ends = COLUMN_ENDS.map((end) => Math.floor(end * tableWidth));
  return ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]) - COLUMN_REDUCTIONS[i]);
}

/** The lines of one row. Cells of fewer lines stand at the top, in the heading at the bottom. */
function formatRow(
  cells: readonly string[],
  widths: readonly number[],
  border: string,
  alignment: "top" | "bottom" = "top",
): string[] {
  const wrapped = cells.map((cell, i) => wrap(cell, widths[i]));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) => {
    const texts = wrapped.map((lines, i) => {
      const text = lines[alignment === "top" ? y : y - height + lines.length] ?? "";
      return i === wrapped.length - 1 ? text.padStart(widths[i]) : text.padEnd(widths[i]);
    });
    return `${border} ${texts.join(` ${border} `)} ${border}`;
  });
}

/** Breaks a text at its spaces into lines of at most `width` characters; a longer word is cut with an ellipsis. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

function describeShape(shape: SummaryRow["outputShape"]): string {
  return shape === null ? "?" : formatShape(shape);
}

function describeCount(parameters: number | null): string {
  return parameters === null ? "0 (unbuilt)" : formatCount(parameters);
}

/** Parameters are float32; of the optimizer's numbers the step count is an int64, four bytes longer. */
function formatTotals({ trainable, nonTrainable, optimizer }: SummaryTotals): string[] {
  const line = (kind: string, count: number, bytes: number): string =>
    ` ${kind} params: ${formatCount(count)} (${formatBytes(bytes)})`;
  const optimizerBytes = optimizer === undefined ? 0 : optimizer * 4 + 4;
  const total = trainable + nonTrainable;
  const lines = [
    line("Total", total + (optimizer ?? 0), total * 4 + optimizerBytes),
    line("Trainable", trainable, trainable * 4),
    line("Non-trainable", nonTrainable, nonTrainable * 4),
  ];
  if (optimizer !== undefined) lines.push(line("Optimizer", optimizer, optimizerBytes));
  return lines;
}

/** `107.66 KB`, by steps of 1024. */
function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${formatFixed(bytes, 2)} ${units[unit]}`;
}
