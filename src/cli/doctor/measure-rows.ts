/** Measures in words and numbers, beside MNIST's: what the terminal and the report both show. */
import { formatCount } from "../../base/format-count.ts";
import { formatPercent } from "../../plots/plot-style.ts";
import { MNIST_SHAPE, placeAmongMnist, type Place, type ShapeMeasures } from "../../vision/index.ts";
import { describePolarity } from "../read-digit.ts";
import type { Examination } from "./examination.ts";

/** One measure of the digit's shape. */
export interface MeasureRow {
  name: keyof ShapeMeasures;
  label: string;
  value: string;
  /** The same of MNIST's 1st and 99th percentile. */
  low: string;
  high: string;
  place: Place;
  /** The place in one or two words. */
  word: string;
  /** Where the value lies between the two percentiles: 0 at the first, 1 at the second, held between them. */
  at: number;
  /** Where 5 %, half and 95 % of MNIST's digits lie. */
  marks: readonly [p5: number, p50: number, p95: number];
}

interface Measure {
  label: string;
  format: (value: number) => string;
  /** For the places -2, -1, 1 and 2; those between are typical. */
  words: readonly [farBelow: string, below: string, above: string, farAbove: string];
}

const MEASURES: Readonly<Record<keyof ShapeMeasures, Measure>> = {
  strokeWidth: {
    label: "stroke width",
    format: (pixels) => `${pixels.toFixed(1)} px`,
    words: ["very thin", "thin", "thick", "very thick"],
  },
  slant: {
    label: "slant",
    format: formatSlant,
    words: ["leans far left", "leans left", "leans right", "leans far right"],
  },
  aspect: {
    label: "width / height",
    format: (ratio) => ratio.toFixed(2),
    words: ["very narrow", "narrow", "wide", "very wide"],
  },
  inkMass: {
    label: "amount of ink",
    format: (pixels) => `${pixels.toFixed(0)} px`,
    words: ["very little", "little", "much", "very much"],
  },
  pieces: {
    label: "pieces",
    format: (count) => count.toFixed(0),
    words: ["none", "none", "in pieces", "many pieces"],
  },
  greyShare: {
    label: "grey of the ink",
    format: (share) => formatPercent(share),
    words: ["very sharp", "sharp", "soft", "very soft"],
  },
};

/** A row for each measure of the shape, in the order in which they are shown. */
export function measureRows(measures: ShapeMeasures): MeasureRow[] {
  return (Object.keys(MEASURES) as (keyof ShapeMeasures)[]).map((name) => {
    const { label, format, words } = MEASURES[name];
    const [p1, p5, p50, p95, p99] = MNIST_SHAPE[name];
    const along = (value: number): number => Math.min(1, Math.max(0, (value - p1) / (p99 - p1)));
    const value = measures[name];
    const place = placeAmongMnist(name, value);
    return {
      name,
      label,
      value: format(value),
      low: format(p1),
      high: format(p99),
      place,
      word: wordFor(place, words),
      at: along(value),
      marks: [along(p5), along(p50), along(p95)],
    };
  });
}

/** What is known of the picture and has no counterpart in MNIST. */
export function pictureFacts({ picture, reading, measures }: Examination): [name: string, value: string][] {
  const { normalised } = reading;
  const size = `${formatCount(picture.width)} × ${formatCount(picture.height)} pixels`;
  if (normalised.blank) return [["picture", size]];
  const { box, dropped } = normalised;
  const { centreX, centreY } = measures.position;
  const centre = `centred ${formatPercent(centreX)} across and ${formatPercent(centreY)} down`;
  return [
    ["picture", size],
    ["found", describePolarity(normalised)],
    ["digit", `${formatCount(box.width)} × ${formatCount(box.height)} pixels, ${centre}`],
    ["contrast", `${formatPercent(measures.contrast)} of what ink on this paper could have`],
    ["left out", dropped === 0 ? "nothing" : `${dropped} at the border`],
  ];
}

function wordFor(place: Place, [farBelow, below, above, farAbove]: Measure["words"]): string {
  return { "-2": farBelow, "-1": below, "0": "typical", "1": above, "2": farAbove }[place];
}

function formatSlant(degrees: number): string {
  const rounded = Math.round(Math.abs(degrees));
  if (rounded === 0) return "upright";
  return `${rounded}° ${degrees > 0 ? "right" : "left"}`;
}
