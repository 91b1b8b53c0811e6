/**
 * Risk over coverage: how many of the accepted samples are wrong, if only the surest share of all is accepted. Beside
 * the curve what no order of the samples can beat (all wrong ones last), and what an order that says nothing gives.
 * Source: Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty estimation for deep neural classifiers", ICLR 2019.
 */
import { axisX, axisY, dot, gridY, line, plot, ruleY, text } from "@observablehq/plot";
import type { Markish } from "@observablehq/plot";
import { rangeError } from "../base/errors.ts";
import type { RiskCoverage } from "../metrics/risk-coverage.ts";
import { composeFigure, MARGIN } from "./compose-figure.ts";
import { COLOUR, FONT_SIZE, formatPercent } from "./plot-style.ts";
import type { PlotStyleOptions } from "./plot-style.ts";

/** A point of a drawn line, shares 0..1. */
interface Place {
  coverage: number;
  risk: number;
}

const PANEL = { width: 590, height: 340, marginLeft: 68, marginRight: 20, marginTop: 12, marginBottom: 44 };
/** A curve of so many places looks like one of ten thousand. */
const MOST_PLACES = 500;
/** Below this coverage a single wrong sample may be a high risk: it does not set the scale. */
const STEADY_COVERAGE = 0.05;
/** Share of the height above the largest drawn risk. */
const HEADROOM = 0.12;

/**
 * The curve as the text of an SVG file.
 *
 * ```ts
 * const svg = riskCoveragePlot(riskCoverage(confidences, correct), { document: await plotDocument() });
 * ```
 * @param options.title @default "Risk and coverage"
 * @throws RangeError if there is no point
 */
export function riskCoveragePlot({ points, area }: RiskCoverage, options: PlotStyleOptions): string {
  const whole = points.at(-1);
  if (whole === undefined) {
    throw rangeError({
      what: "the risk has nothing to plot",
      expected: "at least one point, as riskCoverage() gives them",
      received: "none",
    });
  }
  const steady = points.filter(({ coverage }) => coverage >= STEADY_COVERAGE);
  const largest = Math.max(...steady.map(({ risk }) => risk));
  const top = largest === 0 ? 0.01 : Math.min(1, largest * (1 + HEADROOM));
  const figure = plot({
    ...PANEL,
    document: options.document,
    className: "inkling",
    x: { domain: [0, 1] },
    y: { domain: [0, top] },
    marks: [...axisMarks(top), ...referenceMarks(points, whole.risk), ...curveMarks(points, top)],
  });
  return composeFigure({
    title: options.title ?? "Risk and coverage",
    subtitle: `area under the curve ${Number(area.toPrecision(3))}`,
    width: PANEL.width + MARGIN + 4,
    height: PANEL.height + 30,
    parts: [{ x: 16, y: 0, plot: figure }, ...legendParts(whole.risk)],
  });
}

function axisMarks(top: number): Markish[] {
  const decimals = top <= 0.005 ? 2 : top <= 0.05 ? 1 : 0;
  const shared = { color: COLOUR.muted, fontSize: FONT_SIZE.text } as const;
  return [
    gridY({ stroke: COLOUR.line, strokeOpacity: 1, ticks: 5 }),
    axisX({
      ...shared,
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      tickFormat: (share: number) => formatPercent(share),
      tickSize: 4,
      label: "accepted",
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 38,
    }),
    axisY({
      ...shared,
      ticks: 5,
      tickFormat: (share: number) => formatPercent(share, decimals),
      tickSize: 0,
      label: null,
    }),
    text(["wrong among the accepted"], {
      frameAnchor: "left",
      textAnchor: "middle",
      rotate: -90,
      dx: -56,
      fontSize: FONT_SIZE.text,
      fill: COLOUR.muted,
    }),
  ];
}

/**
 * The risk of any order that says nothing, and of the best order: 1 - right / accepted where the right ones run out. The
 * best order has its places at the curve's coverages, so that the straight lines between them never cross.
 */
function referenceMarks(points: readonly Place[], risk: number): Markish[] {
  if (risk === 0) return [];
  const right = 1 - risk;
  const best = thinOut(points)
    .filter(({ coverage }) => coverage > right)
    .map(({ coverage }): Place => ({ coverage, risk: 1 - right / coverage }));
  const start: Place[] =
    right === 0
      ? [{ coverage: 0, risk: 1 }]
      : [
          { coverage: 0, risk: 0 },
          { coverage: right, risk: 0 },
        ];
  return [
    ruleY([risk], { stroke: COLOUR.muted, strokeDasharray: "4 4" }),
    line([...start, ...best], {
      x: "coverage",
      y: "risk",
      stroke: COLOUR.muted,
      strokeDasharray: "1 3",
      strokeWidth: 1.5,
    }),
  ];
}

/** The label fits above the curve's end up to this share of the frame's height. */
const ROOM_ABOVE = 0.99;

/** The curve from where it comes into the frame for good; a dot at its end, and what is wrong there. */
function curveMarks(points: readonly Place[], top: number): Markish[] {
  const end = points.slice(-1);
  const first = points.findLastIndex(({ risk }) => risk > top) + 1;
  const style = { x: "coverage", y: "risk" } as const;
  return [
    line(thinOut(points.slice(first)), { ...style, stroke: COLOUR.blue, strokeWidth: 2 }),
    dot(end, { ...style, fill: COLOUR.blue, r: 4 }),
    text(end, {
      ...style,
      text: ({ risk }: Place) => `all accepted: ${formatPercent(risk, 2)} wrong`,
      textAnchor: "end",
      dx: 2,
      // Above the curve's end; below it where there is no room above.
      dy: end[0].risk > ROOM_ABOVE * top ? 18 : -14,
      fill: COLOUR.blue,
      fontSize: FONT_SIZE.text,
      fontWeight: "bold",
      stroke: COLOUR.paper,
      strokeWidth: 4,
    }),
  ];
}

/** The last point of each of `MOST_PLACES` equal steps of coverage. */
function thinOut(points: readonly Place[]): Place[] {
  const stepOf = ({ coverage }: Place): number => Math.ceil(coverage * MOST_PLACES);
  return points.filter((point, i) => i === points.length - 1 || stepOf(point) !== stepOf(points[i + 1]));
}

function legendParts(risk: number) {
  const style = { y: PANEL.height + 16, size: FONT_SIZE.text, colour: COLOUR.muted };
  if (risk === 0) return [];
  return [
    { ...style, x: 16 + PANEL.marginLeft, text: "– – –  if confidence said nothing" },
    {
      ...style,
      x: 16 + PANEL.marginLeft + 210,
      text: "· · · · ·  best possible: wrong ones last",
    },
  ];
}
