/**
 * Confusion matrix as a heat map: a count in every cell, right ones blue, wrong ones vermilion. Colours are shares of
 * a row, and errors have a scale of their own: in a good classifier they would be invisible beside the diagonal.
 */
import { formatCount } from "../base/format-count.ts";
import { axisX, axisY, cell, plot, text } from "@observablehq/plot";
import type { Markish } from "@observablehq/plot";
import type { ConfusionMatrix } from "../metrics/confusion-matrix.ts";
import { checkNames } from "../metrics/confusion-matrix.ts";
import { composeFigure, MARGIN } from "./compose-figure.ts";
import { COLOUR, FONT_SIZE, formatPercent, textColourOn, tint } from "./plot-style.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

export interface ConfusionPlotOptions extends PlotStyleOptions {
  /** What the classes are called. @default the labels themselves */
  names?: readonly string[];
}

/** One field of the matrix, ready to draw. */
interface Cell {
  row: number;
  column: number;
  count: number;
  fill: string;
  textFill: string;
}

/** Colour of a cell that counts nothing. */
const EMPTY = "#f9fafb";

/** Errors of this share of a class, or of the largest there is, are drawn in full colour. */
const FULL_ERROR_SHARE = 0.05;

/**
 * The matrix as the text of an SVG file, with the recall of every class at its right and the precision below.
 *
 * ```ts
 * const svg = confusionPlot(confusionMatrix(test.labels, predicted), { document: await plotDocument() });
 * ```
 * @param options.title @default "Confusion matrix"
 * @throws RangeError if there is not a name for each class
 */
export function confusionPlot(matrix: ConfusionMatrix, options: ConfusionPlotOptions): string {
  const { counts, labels } = matrix;
  const names = (options.names ?? labels.map(String)).map(shorten);
  checkNames(names, labels.length);
  const total = sum(counts.flat());
  const right = sum(counts.map((row, i) => row[i]));
  const layout = layOut(names, counts);
  const figure = plot({
    ...layout,
    document: options.document,
    className: "inkling",
    padding: 0,
    x: { type: "band", domain: labels.map((_, i) => i) },
    y: { type: "band", domain: labels.map((_, i) => i) },
    marks: [
      ...axisMarks(names, layout),
      ...cellMarks(cellsOf(counts), layout.fontSize),
      ...scoreMarks(counts),
    ],
  });
  return composeFigure({
    title: options.title ?? "Confusion matrix",
    subtitle: `${formatCount(right)} of ${formatCount(total)} right (${total === 0 ? "–" : formatPercent(right / total, 2)})`,
    width: layout.width + MARGIN + 4,
    height: layout.height + 8,
    parts: [{ x: 16, y: 0, plot: figure }],
  });
}

/** Sizes that give every count and every name its room. */
function layOut(names: readonly string[], counts: readonly (readonly number[])[]) {
  const count = names.length;
  const digits = String(Math.max(...counts.flat())).length;
  const cellSize = Math.max(34, 8 * digits + 8, Math.min(48, Math.floor(620 / count)));
  const nameWidth = Math.max(...names.map((name) => name.length)) * 6.8;
  const turned = nameWidth > cellSize - 4;
  // Room for "true" beside the names, and for "precision" below them.
  const marginLeft = Math.max(62, Math.ceil(nameWidth) + 40);
  const marginTop = turned ? 40 + Math.ceil(nameWidth * 0.64) : 52;
  // A name turned by 40° reaches past the last column.
  const marginRight = Math.max(64, turned ? Math.ceil(nameWidth * 0.8) : 0);
  const marginBottom = 34;
  return {
    width: marginLeft + count * cellSize + marginRight,
    height: marginTop + count * cellSize + marginBottom,
    ...{ marginLeft, marginTop, marginRight, marginBottom },
    fontSize: Math.min(13, Math.floor((cellSize - 6) / (0.6 * Math.max(3, digits)))),
    nameWidth,
    turned,
  };
}

function axisMarks(names: readonly string[], layout: ReturnType<typeof layOut>): Markish[] {
  const shared = {
    tickSize: 0,
    tickFormat: (i: number) => names[i],
    labelArrow: "none",
    fontSize: FONT_SIZE.heading,
    color: COLOUR.ink,
  } as const;
  return [
    axisX({ ...shared, anchor: "top", label: null, tickPadding: 8, tickRotate: layout.turned ? -40 : 0 }),
    axisY({ ...shared, label: null, tickPadding: 10 }),
    text(["predicted"], { ...AXIS_TITLE, frameAnchor: "top", lineAnchor: "top", dy: 8 - layout.marginTop }),
    text(["true"], { ...AXIS_TITLE, frameAnchor: "left", rotate: -90, dx: -layout.nameWidth - 26 }),
  ];
}

const AXIS_TITLE = { fontSize: FONT_SIZE.text, fill: COLOUR.muted, textAnchor: "middle" } as const;

function cellMarks(cells: readonly Cell[], fontSize: number): Markish[] {
  const place = { x: "column", y: "row" } as const;
  return [
    cell(cells, { ...place, fill: "fill", inset: 0.75, rx: 2 }),
    text(cells, { ...place, fill: "textFill", fontSize, text: ({ count }: Cell) => String(count) }),
  ];
}

/** Recall of every row at its right and precision of every column below it. */
function scoreMarks(counts: readonly (readonly number[])[]): Markish[] {
  const share = (i: number, others: readonly number[]): string => {
    const whole = sum(others);
    return whole === 0 ? "–" : formatPercent(counts[i][i] / whole);
  };
  const scores = counts.map((row, i) => ({
    i,
    recall: share(i, row),
    precision: share(
      i,
      counts.map((others) => others[i]),
    ),
  }));
  const style = { fill: COLOUR.muted, fontSize: FONT_SIZE.small } as const;
  const atRight = { ...style, textAnchor: "start", dx: 10 } as const;
  return [
    text(scores, { ...atRight, y: "i", text: "recall", frameAnchor: "right" }),
    text(["recall"], { ...atRight, frameAnchor: "top-right", lineAnchor: "bottom", dy: -9 }),
    text(scores, { ...style, x: "i", text: "precision", frameAnchor: "bottom", lineAnchor: "top", dy: 10 }),
    text(["precision"], {
      ...style,
      frameAnchor: "bottom-left",
      lineAnchor: "top",
      textAnchor: "end",
      dx: -10,
      dy: 10,
    }),
  ];
}

function cellsOf(counts: readonly (readonly number[])[]): Cell[] {
  const shares = counts.map((row) => {
    const whole = Math.max(1, sum(row));
    return row.map((count) => count / whole);
  });
  const errors = shares.flatMap((row, i) => row.filter((_, column) => column !== i));
  const fullError = Math.max(FULL_ERROR_SHARE, ...errors);
  return counts.flatMap((row, i) =>
    row.map((count, column) => {
      const share = shares[i][column];
      const fill = column === i ? rightColour(share) : errorColour(share / fullError);
      const textFill = count === 0 ? COLOUR.faint : textColourOn(fill);
      return { row: i, column, count, fill, textFill };
    }),
  );
}

function rightColour(share: number): string {
  return share === 0 ? EMPTY : tint(COLOUR.deepBlue, 0.1 + 0.9 * share);
}

/** The root makes one error in a thousand visible. */
function errorColour(share: number): string {
  return share === 0 ? EMPTY : tint(COLOUR.vermilion, 0.08 + 0.8 * Math.sqrt(share));
}

function shorten(name: string): string {
  return name.length > 20 ? `${name.slice(0, 19)}…` : name;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
