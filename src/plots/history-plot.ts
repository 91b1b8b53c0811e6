/** Curves of a training: for each metric a panel with the training and the validation curve over the epochs. */
import { axisX, axisY, dot, gridY, line, plot, text } from "@observablehq/plot";
import type { Markish } from "@observablehq/plot";
import { rangeError } from "../base/errors.ts";
import { composeFigure, MARGIN } from "./compose-figure.ts";
import type { FigurePart } from "./compose-figure.ts";
import { COLOUR, FONT_SIZE, formatPercent } from "./plot-style.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

/** Values by name, one an epoch, as `History` keeps them: `{ loss, accuracy, val_loss, val_accuracy }`. */
export type HistoryCurves = Readonly<Record<string, readonly number[]>>;

/** A point of a curve: an epoch from 1, and the value at its end. */
interface Point {
  epoch: number;
  value: number;
}

interface Curve {
  label: string;
  colour: string;
  /** The epochs at which the value is a finite number. */
  points: Point[];
  /** The value of the last epoch, finite or not. */
  last: number;
}

const PANEL = { width: 424, height: 270, marginLeft: 52, marginRight: 118, marginTop: 12, marginBottom: 44 };
const HEADING_HEIGHT = 18;
const LABEL_GAP = 17;
/** Ticks below this are written as 2e-5. */
const LEAST_PLAIN = 1e-4;

/**
 * The history as the text of an SVG file: one panel a metric, two in a row.
 *
 * ```ts
 * const svg = historyPlot(history.history, { document: await plotDocument() });
 * ```
 * @param options.title @default "Training history"
 * @throws RangeError if the history holds no epoch
 */
export function historyPlot(history: HistoryCurves, options: PlotStyleOptions): string {
  const epochCount = Math.max(0, ...Object.values(history).map((values) => values.length));
  if (epochCount === 0) {
    throw rangeError({
      what: "the history holds nothing to plot",
      expected: "values of at least one epoch, such as { loss: [0.5, 0.3] }",
      received: `the curves [${Object.keys(history).join(", ")}] without values`,
    });
  }
  // Keras's history has the accuracy first; the loss, which training lowers, reads better there.
  const metrics = [...new Set(Object.keys(history).map((name) => name.replace(/^val_/, "")))].sort(
    (a, b) => Number(b === "loss") - Number(a === "loss"),
  );
  const panelHeight = HEADING_HEIGHT + PANEL.height;
  const columns = Math.min(2, metrics.length);
  const rows = Math.ceil(metrics.length / columns);
  const parts = metrics.flatMap((metric, i): FigurePart[] => {
    const x = MARGIN + (i % columns) * (PANEL.width + MARGIN);
    const y = Math.floor(i / columns) * (panelHeight + MARGIN);
    return [
      { x, y: y + 13, text: headingOf(metric), size: FONT_SIZE.heading, bold: true },
      { x, y: y + HEADING_HEIGHT, plot: panel(metric, history, epochCount, options.document) },
    ];
  });
  return composeFigure({
    title: options.title ?? "Training history",
    width: MARGIN + columns * (PANEL.width + MARGIN),
    height: rows * (panelHeight + MARGIN) - 8,
    parts,
  });
}

function panel(metric: string, history: HistoryCurves, epochCount: number, document: Document): Element {
  const curves = [
    curveOf(metric === "learning_rate" ? "last" : "training", COLOUR.blue, history[metric]),
    curveOf("validation", COLOUR.vermilion, history[`val_${metric}`]),
  ].filter((curve) => curve !== undefined);
  const isShare = metric.endsWith("accuracy");
  const domain = domainOf(curves, isShare);
  return plot({
    ...PANEL,
    document,
    className: "inkling",
    x: { domain: epochCount === 1 ? [0, 2] : [1, epochCount] },
    y: { domain },
    marks: [
      gridY({ stroke: COLOUR.line, strokeOpacity: 1, ticks: 5 }),
      axisX({
        ticks: epochTicks(epochCount),
        tickFormat: String,
        tickSize: 4,
        label: "epoch",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 38,
        color: COLOUR.muted,
        fontSize: FONT_SIZE.text,
      }),
      axisY({
        ticks: 5,
        tickFormat: tickFormatOf(isShare, domain[1]),
        tickSize: 0,
        label: null,
        color: COLOUR.muted,
        fontSize: FONT_SIZE.text,
      }),
      ...curves.flatMap(curveMarks),
      ...labelMarks(curves, domain, isShare),
    ],
  });
}

function curveOf(label: string, colour: string, values: readonly number[] | undefined): Curve | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const points = values.map((value, i) => ({ epoch: i + 1, value }));
  return {
    label,
    colour,
    points: points.filter(({ value }) => Number.isFinite(value)),
    last: values[values.length - 1],
  };
}

/** The curve, and a dot at its end, which is all there is to see of a single epoch. */
function curveMarks({ points, colour }: Curve): Markish[] {
  return [
    line(points, { x: "epoch", y: "value", stroke: colour, strokeWidth: 2 }),
    dot(points.slice(-1), { x: "epoch", y: "value", fill: colour, r: 3.5 }),
  ];
}

/** At the end of each curve its name and last value, moved apart where the curves end close to each other. */
function labelMarks(
  curves: readonly Curve[],
  [low, high]: readonly [number, number],
  isShare: boolean,
): Markish[] {
  const innerHeight = PANEL.height - PANEL.marginTop - PANEL.marginBottom;
  const labels = curves.map(({ label, colour, points, last }) => {
    const value = isShare && Number.isFinite(last) ? formatPercent(last, 1) : formatValue(last);
    const height = points.at(-1)?.value ?? (low + high) / 2;
    return { text: `${label}  ${value}`, colour, offset: ((high - height) / (high - low)) * innerHeight };
  });
  labels.sort((a, b) => a.offset - b.offset);
  if (labels.length === 2) {
    const push = Math.max(0, LABEL_GAP - (labels[1].offset - labels[0].offset)) / 2;
    labels[0].offset -= push;
    labels[1].offset += push;
  }
  return labels.map(({ text: label, colour, offset }) =>
    text([label], {
      frameAnchor: "top-right",
      lineAnchor: "middle",
      textAnchor: "start",
      text: (string: string) => string.replaceAll(" ", "\u00a0"),
      dx: 11,
      dy: offset,
      fill: colour,
      fontSize: FONT_SIZE.text,
      fontWeight: "bold",
    }),
  );
}

/** From 0 to the largest value; a share from a little below its least value to 1. */
function domainOf(curves: readonly Curve[], isShare: boolean): [low: number, high: number] {
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length === 0) return [0, 1];
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (isShare) return [Math.max(0, Math.min(0.98, least - 0.05 * (1 - least))), 1];
  const low = Math.min(0, least);
  return [low, most > low ? most + 0.03 * (most - low) : low + 1];
}

/** Every epoch as far as there is room, else 1 and the multiples of a round number. */
function epochTicks(epochCount: number): number[] {
  const step =
    [1, 5, 10, 20, 50].find((size) => epochCount / size <= 10) ??
    10 ** Math.ceil(Math.log10(epochCount / 10));
  const multiples = Array.from({ length: Math.floor(epochCount / step) }, (_, i) => (i + 1) * step);
  return step === 1 ? multiples : [1, ...multiples];
}

/** Percent for a share, powers of ten for a tiny value, else Plot's own format (undefined). */
function tickFormatOf(isShare: boolean, largest: number): ((value: number) => string) | undefined {
  if (isShare) return (value) => formatPercent(value);
  if (largest >= LEAST_PLAIN) return undefined;
  return (value) => (value === 0 ? "0" : Number(value.toPrecision(3)).toExponential());
}

/** Three significant digits, all of them from 1000 on; NaN as `NaN`. */
function formatValue(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** `learning_rate` as `Learning rate`. */
function headingOf(metric: string): string {
  const words = metric.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
