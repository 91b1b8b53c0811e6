/**
 * Reliability diagram: for each bin of confidence the share that was read right, with its Wilson interval, against the
 * diagonal on which the two agree; below it how many samples each bin holds.
 * Source: A. Niculescu-Mizil, R. Caruana, "Predicting good probabilities with supervised learning", ICML 2005.
 */
import { axisX, axisY, dot, gridX, gridY, link, plot, rect, ruleX, ruleY, text } from "@observablehq/plot";
import type { Markish } from "@observablehq/plot";
import { rangeError } from "../base/errors.ts";
import { formatCount } from "../base/format-count.ts";
import type { CalibrationError, ReliabilityBin } from "../metrics/calibration-error.ts";
import { composeFigure, MARGIN } from "./compose-figure.ts";
import { COLOUR, FONT_SIZE, formatPercent } from "./plot-style.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

/** A bin that holds samples, ready to draw. */
interface Point {
  confidence: number;
  accuracy: number;
  low: number;
  high: number;
}

/** Both panels have the same width, so that a bin stands above its count. */
const PANEL = { width: 590, marginLeft: 62, marginRight: 28 };
const DIAGRAM = { ...PANEL, height: 410, marginTop: 8, marginBottom: 8 };
const COUNTS = { ...PANEL, height: 124, marginTop: 22, marginBottom: 44 };
const INNER_WIDTH = PANEL.width - PANEL.marginLeft - PANEL.marginRight;
/** Width of a digit at the size of the counts, pixels. */
const DIGIT_WIDTH = 6.2;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * The reliability diagram as the text of an SVG file. Points below the diagonal are surer than they are right.
 *
 * ```ts
 * const svg = reliabilityPlot(calibrationError(confidences, correct), { document: await plotDocument() });
 * ```
 * @param options.title @default "Reliability"
 * @throws RangeError if no bin holds a sample
 */
export function reliabilityPlot(calibration: CalibrationError, options: PlotStyleOptions): string {
  const { bins, error } = calibration;
  const points = bins.flatMap(({ measured }): Point[] =>
    measured === undefined
      ? []
      : [{ confidence: measured.confidence, accuracy: measured.accuracy, ...measured.interval }],
  );
  if (points.length === 0) {
    throw rangeError({
      what: "the calibration holds nothing to plot",
      expected: "at least one bin with samples, as calibrationError() gives them",
      received: `${bins.length} empty bins`,
    });
  }
  const mean = (key: "confidence" | "accuracy"): string => {
    const total = bins.reduce((sum, { count }) => sum + count, 0);
    const whole = bins.reduce((sum, { count, measured }) => sum + count * (measured?.[key] ?? 0), 0);
    return formatPercent(whole / total, 2);
  };
  return composeFigure({
    title: options.title ?? "Reliability",
    subtitle:
      `calibration error ${formatPercent(error, 2)} · mean confidence ${mean("confidence")}` +
      ` · read right ${mean("accuracy")}`,
    width: PANEL.width + MARGIN + 4,
    height: DIAGRAM.height + COUNTS.height + 8,
    parts: [
      { x: 16, y: 0, plot: diagram(points, options.document) },
      { x: 16, y: DIAGRAM.height, plot: countPanel(bins, options.document) },
    ],
  });
}

function diagram(points: readonly Point[], document: Document): Element {
  return plot({
    ...DIAGRAM,
    document,
    className: "inkling",
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1] },
    marks: [
      gridX(TICKS, { stroke: COLOUR.line, strokeOpacity: 1 }),
      gridY(TICKS, { stroke: COLOUR.line, strokeOpacity: 1 }),
      axisY(TICKS, { ...AXIS, tickSize: 0, label: null }),
      text(["read right, with its 95\u00a0% interval"], {
        ...AXIS_TITLE,
        frameAnchor: "left",
        rotate: -90,
        dx: -48,
      }),
      link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: COLOUR.muted, strokeDasharray: "4 4" }),
      ruleX(points, {
        x: "confidence",
        y1: "low",
        y2: "high",
        stroke: COLOUR.blue,
        strokeWidth: 2,
        strokeOpacity: 0.45,
      }),
      ...regionMarks(),
      dot(points, { x: "confidence", y: "accuracy", fill: COLOUR.blue, r: 4.5, stroke: COLOUR.paper }),
    ],
  });
}

/** What the two sides of the diagonal mean, with a rim of paper where they meet an interval. */
function regionMarks(): Markish[] {
  const rim = { stroke: COLOUR.paper, strokeWidth: 4 } as const;
  const style = { ...rim, fill: COLOUR.muted, fontSize: FONT_SIZE.text } as const;
  return [
    text(["underconfident"], { ...style, frameAnchor: "top-left", dx: 10, dy: 10 }),
    text(["overconfident"], { ...style, frameAnchor: "bottom-right", dx: -10, dy: -10 }),
  ];
}

/** Columns of the counts, each with its number where there is room for it. */
function countPanel(bins: readonly ReliabilityBin[], document: Document): Element {
  const filled = bins.filter(({ count }) => count > 0);
  const most = Math.max(...filled.map(({ count }) => count));
  const hasRoom = formatCount(most).length * DIGIT_WIDTH <= INNER_WIDTH / bins.length;
  const numbered = hasRoom ? filled : filled.filter(({ count }) => count === most).slice(0, 1);
  return plot({
    ...COUNTS,
    document,
    className: "inkling",
    x: { domain: [0, 1] },
    y: { domain: [0, most], axis: null },
    marks: [
      rect(filled, {
        x1: "low",
        x2: "high",
        y1: 0,
        y2: "count",
        fill: COLOUR.blue,
        insetLeft: 1,
        insetRight: 1,
      }),
      ruleY([0], { stroke: COLOUR.muted }),
      ...numbered.map(countMark),
      axisX(TICKS, {
        ...AXIS,
        tickSize: 4,
        label: "confidence",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 38,
      }),
      text(["samples"], { ...AXIS_TITLE, frameAnchor: "left", rotate: -90, dx: -48 }),
    ],
  });
}

/** The number over a column; over the outermost ones it stays within the frame. */
function countMark({ low, high, count }: ReliabilityBin): Markish {
  const label = formatCount(count);
  const half = (label.length * DIGIT_WIDTH) / 2;
  const centre = ((low + high) / 2) * INNER_WIDTH;
  const inside = Math.min(Math.max(centre, half), INNER_WIDTH - half);
  return text([label], {
    x: inside / INNER_WIDTH,
    y: count,
    text: (string: string) => string,
    dy: -8,
    fill: COLOUR.muted,
    fontSize: FONT_SIZE.small,
  });
}

const AXIS = {
  tickFormat: (share: number) => formatPercent(share),
  color: COLOUR.muted,
  fontSize: FONT_SIZE.text,
} as const;

const AXIS_TITLE = { fontSize: FONT_SIZE.text, fill: COLOUR.muted, textAnchor: "middle" } as const;
