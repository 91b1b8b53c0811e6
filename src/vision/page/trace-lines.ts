/**
 * Straight lines along strips of ink, traced from strip to strip.
 *
 * In every strip the thin stretches of ink across it may be a piece of a line. A line goes on to the piece nearest to where it
 * points; where a stroke covers it the line runs through, and where there is no ink it may be broken for a few strips.
 */
import type { Strips } from "./rule-strips.ts";

/** A strip with at least this mean level holds ink: a third of a dotted line is. */
const STRIP_LEVEL = 70;
/** A line is broken for at most so many strips at a time… */
const MOST_EMPTY = 3;
/** …and over at most this share of its length; at least this share of it is seen free of strokes. */
const EMPTY_SHARE = 0.25;
const FREE_SHARE = 0.65;
/** What is at most this share of a pen's width thick is no stroke. Of it, and of long straight lines, less may be free. */
const HAIRLINE_PENS = 0.6;
const COVERED_FREE_SHARE = 0.4;
/** What is so many times as thick as most of a line, and so many pixels thicker, is the line together with a stroke. */
const THICKER = 1.4;
const THICKER_PIXELS = 1;
/** Under a stroke a line is followed for so many pens' widths. */
const COVERED_PENS = 12;
/** Tangent of the steepest slope, 2 degrees. */
const MOST_SLOPE = Math.tan((2 * Math.PI) / 180);
/**
 * A line strays from straight by this standard deviation, in pixels or in pens' widths, if it is up to so many pens long, and
 * in proportion if it is longer: the feet of digits in a row stray by more than 0.2 of a pen's width (measured).
 */
const WAVE_PIXELS = 0.5;
const WAVE_PENS = 0.14;
const WAVE_LENGTH = 50;
/** The newest piece's weight in the place to which a line points. */
const NEWEST = 0.5;
/** A line is made of at least so many pieces, and so many times as long as it is thick. */
const LEAST_PIECES = 3;
const LEAST_SLENDERNESS = 4;

/** A line along strips: in pixels along them and across them, `end` exclusive. */
export interface Line {
  start: number;
  end: number;
  /** Around the line across the strips. */
  from: number;
  to: number;
  thickness: number;
}

/** A stretch of ink across a strip. */
interface Stretch {
  middle: number;
  thickness: number;
  thin: boolean;
}

/** A line while it is traced. */
interface Trace {
  strips: number[];
  middles: number[];
  thicknesses: number[];
  /** Where it points. */
  place: number;
  /** Strips since the last piece, those of them without ink, and how many of these come last without a break. */
  missing: number;
  missingBlanks: number;
  blank: number;
  /** Strips without ink up to the last piece. */
  blanks: number;
}

/** Traces all lines of any length. @param pen width of the strokes in pixels */
export function traceLines(strips: Strips, pen: number): Line[] {
  const lines: Line[] = [];
  const close = (trace: Trace): void => {
    const line = lineOf(trace, strips.side, pen);
    if (line !== undefined) lines.push(line);
  };
  const mostCovered = Math.ceil((COVERED_PENS * pen) / strips.side);
  const owners = new Int32Array(strips.places);
  let open: Trace[] = [];
  for (let strip = 0; strip < strips.count; strip++) {
    const stretches = stretchesOf(strips, strip, 1.5 * pen + 2, owners);
    const taken = new Uint8Array(stretches.length);
    const going: Trace[] = [];
    for (const trace of open) {
      follow(trace, strip, stretches, owners, taken, strips.side);
      if (trace.blank > MOST_EMPTY || trace.missing > MOST_EMPTY + mostCovered) close(trace);
      else going.push(trace);
    }
    stretches.forEach(({ thin, middle, thickness }, i) => {
      if (!thin || taken[i] === 1) return;
      going.push({
        strips: [strip],
        middles: [middle],
        thicknesses: [thickness],
        place: middle,
        missing: 0,
        missingBlanks: 0,
        blank: 0,
        blanks: 0,
      });
    });
    open = going;
  }
  open.forEach(close);
  return lines;
}

/** The stretches of one strip; `owners` gets each place's stretch, counted from 1, or 0. */
function stretchesOf(strips: Strips, strip: number, thinnest: number, owners: Int32Array): Stretch[] {
  const { places, placeStep, stripStep, levels } = strips;
  const stretches: Stretch[] = [];
  owners.fill(0);
  for (let place = 0, i = strip * stripStep; place < places; place++, i += placeStep) {
    if (levels[i] < STRIP_LEVEL) continue;
    const first = place;
    for (; place < places && levels[i] >= STRIP_LEVEL; place++, i += placeStep) {
      owners[place] = stretches.length + 1;
    }
    const thickness = place - first;
    stretches.push({ middle: (first + place) / 2, thickness, thin: thickness <= thinnest });
  }
  return stretches;
}

/** Lets a trace go on in a strip if it can. */
function follow(
  trace: Trace,
  strip: number,
  stretches: readonly Stretch[],
  owners: Int32Array,
  taken: Uint8Array,
  side: number,
): void {
  const reach = 1.5 + MOST_SLOPE * side * (trace.missing + 1);
  const last = Math.min(owners.length - 1, Math.ceil(trace.place + reach));
  let nearest = -1;
  let isCovered = false;
  for (let place = Math.max(0, Math.floor(trace.place - reach)); place <= last; place++) {
    const i = owners[place] - 1;
    if (i < 0) continue;
    isCovered = true;
    const distance = Math.abs(stretches[i].middle - trace.place);
    if (!stretches[i].thin || taken[i] === 1 || distance > reach) continue;
    if (nearest < 0 || distance < Math.abs(stretches[nearest].middle - trace.place)) nearest = i;
  }
  if (nearest < 0) {
    trace.missing++;
    // What is broken may begin again under a stroke, so a covered strip begins the count anew.
    trace.blank = isCovered ? 0 : trace.blank + 1;
    trace.missingBlanks += isCovered ? 0 : 1;
    return;
  }
  taken[nearest] = 1;
  const { middle, thickness } = stretches[nearest];
  trace.strips.push(strip);
  trace.middles.push(middle);
  trace.thicknesses.push(thickness);
  trace.place += NEWEST * (middle - trace.place);
  trace.blanks += trace.missingBlanks;
  trace.missing = 0;
  trace.missingBlanks = 0;
  trace.blank = 0;
}

/** The trace as a line, or undefined if it is too short, too broken, too steep or not straight. */
function lineOf(trace: Trace, side: number, pen: number): Line | undefined {
  const thickness = [...trace.thicknesses].sort((a, b) => a - b)[trace.thicknesses.length >> 1];
  const isFree = (_: number, i: number): boolean =>
    trace.thicknesses[i] <= THICKER * thickness + THICKER_PIXELS;
  const [strips, middles] = [trace.strips.filter(isFree), trace.middles.filter(isFree)];
  const pieces = strips.length;
  const [first, last] = [strips[0], strips[pieces - 1]];
  const length = last - first + 1;
  if (pieces < LEAST_PIECES || length * side < LEAST_SLENDERNESS * thickness) return undefined;
  if (trace.blanks > EMPTY_SHARE * length) return undefined;
  const hairline = thickness <= HAIRLINE_PENS * pen;
  const longer = (length * side) / (WAVE_LENGTH * pen);
  const { slope, wave } = fitLine(strips, middles);
  if (Math.abs(slope) > 1.25 * MOST_SLOPE * side) return undefined;
  const straight = Math.max(WAVE_PIXELS, WAVE_PENS * pen) * (hairline ? 2 : 1);
  const isOpen = pieces >= FREE_SHARE * length && wave <= straight * Math.max(1, longer);
  const isCovered = pieces >= COVERED_FREE_SHARE * length && wave <= straight && (hairline || longer >= 1);
  if (!isOpen && !isCovered) return undefined;
  return {
    start: first * side,
    end: (last + 1) * side,
    from: Math.floor(Math.min(...middles) - thickness / 2),
    to: Math.ceil(Math.max(...middles) + thickness / 2),
    thickness,
  };
}

/** The slope of the least-squares line through points, and their standard deviation from it. */
function fitLine(xs: readonly number[], ys: readonly number[]): { slope: number; wave: number } {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [covariance, variance] = [0, 0];
  xs.forEach((x, i) => {
    covariance += (x - meanX) * (ys[i] - meanY);
    variance += (x - meanX) ** 2;
  });
  const slope = covariance / Math.max(1, variance);
  const squares = ys.map((y, i) => (y - meanY - slope * (xs[i] - meanX)) ** 2);
  return { slope, wave: Math.sqrt(mean(squares)) };
}
