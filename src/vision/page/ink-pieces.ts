/**
 * The connected pieces of a page's ink: their boxes, how much ink they have, how wide their strokes are.
 *
 * Every piece keeps the runs that it is made of (runs.ts), so that it can be drawn or cut without any other's ink. Specks are
 * left out, measured by the pen that wrote most of the page; a full stop, about as large as the pen is wide, is none.
 * Memory: 32 bytes for every run of ink. With more than 20,000 pieces only the largest 20,000 are looked at.
 */
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";
import { findRuns } from "../runs.ts";
import type { Runs } from "../runs.ts";

/** A pixel with at least this level belongs to a piece: a fifth of full ink, where strokes' edges end. */
const PIECE_LEVEL = 51;
const MOST_PIECES = 20_000;
/** What has less ink than this share of a square as wide as the pen is a speck. */
const SPECK_SHARE = 0.3;
/** Pieces so many times as long as their strokes are wide tell how wide the pen is: dots and blots do not. */
const STROKE_LENGTHS = 3;
/** Numbers of a run among those of a piece: its row, its first column, the column after its last. */
export const RUN_NUMBERS = 3;

/** A connected piece of ink. */
export interface InkPiece {
  box: Box;
  /** Ink in pixels, those that are grey counted in part. */
  area: number;
  /** Mean width of its strokes in pixels. */
  strokeWidth: number;
  /** Its runs from the top: row, first column, the column after the last, and so on. */
  runs: Int32Array;
}

/** What is measured of a piece along its runs. */
interface Measure {
  left: number;
  top: number;
  right: number;
  bottom: number;
  area: number;
  /** Total variation of the grey levels along rows and columns. */
  variation: number;
  /** Where its runs end among all pieces' runs. */
  end: number;
}

/** Finds the pieces of ink, from the top by their first rows, without specks. */
export function findInkPieces(ink: GrayImage): InkPiece[] {
  const runs = findRuns(ink, PIECE_LEVEL);
  const { measures, pieceOf } = measurePieces(ink, runs);
  const sorted = sortRuns(runs, pieceOf, measures);
  const isLarge = largest(measures);
  const pieces: InkPiece[] = [];
  measures.forEach(({ left, top, right, bottom, area, variation, end }, i) => {
    if (!isLarge(area)) return;
    // As in stroke-width.ts: strokes have an outline of twice their length, and a total variation of 4 / pi of it.
    const strokeWidth = (2 * area) / (variation * (Math.PI / 4));
    const own = sorted.subarray(i === 0 ? 0 : measures[i - 1].end, end);
    pieces.push({
      box: { x: left, y: top, width: right - left, height: bottom - top },
      area,
      strokeWidth,
      runs: own,
    });
  });
  const least = SPECK_SHARE * penWidth(pieces) ** 2;
  return pieces.filter(({ area }) => area >= least);
}

/** Tells piece by piece whether it is among the largest, of which there are at most 20,000; the first of equals are. */
function largest(measures: readonly Measure[]): (area: number) => boolean {
  if (measures.length <= MOST_PIECES) return () => true;
  const areas = Float64Array.from(measures, ({ area }) => area).sort();
  const least = areas[measures.length - MOST_PIECES];
  let equals = areas.subarray(measures.length - MOST_PIECES).filter((area) => area === least).length;
  return (area) => area > least || (area === least && equals-- > 0);
}

/** The width of the pen that wrote most of the pieces' ink, in pixels; 0 of none. */
export function penWidth(pieces: readonly InkPiece[]): number {
  const strokes = pieces.filter(({ box, strokeWidth }) => sideOf(box) >= STROKE_LENGTHS * strokeWidth);
  const sorted = (strokes.length > 0 ? strokes : [...pieces]).sort((a, b) => a.strokeWidth - b.strokeWidth);
  const half = sorted.reduce((sum, { box }) => sum + sideOf(box) ** 2, 0) / 2;
  let seen = 0;
  return sorted.find(({ box }) => (seen += sideOf(box) ** 2) >= half)?.strokeWidth ?? 0;
}

function sideOf({ width, height }: Box): number {
  return Math.max(width, height);
}

/** Measures all pieces; `pieceOf` gives every run's, and `end` for now the number of its runs. */
function measurePieces(ink: GrayImage, { count, rows, starts, ends, roots }: Runs) {
  const measures: Measure[] = [];
  const pieceOf = new Int32Array(count);
  for (let run = 0; run < count; run++) {
    if (roots[run] === run) {
      const top = rows[run];
      pieceOf[run] = measures.length;
      measures.push({ left: Infinity, top, right: 0, bottom: 0, area: 0, variation: 0, end: 0 });
    } else pieceOf[run] = pieceOf[roots[run]];
    const measure = measures[pieceOf[run]];
    measure.left = Math.min(measure.left, starts[run]);
    measure.right = Math.max(measure.right, ends[run]);
    measure.bottom = rows[run] + 1;
    measure.end++;
    measureRun(measure, ink, rows[run], starts[run], ends[run]);
  }
  return { measures, pieceOf };
}

/** Adds a run's ink and its variation; what is above and below a run is compared with it once for both. */
function measureRun(
  measure: Measure,
  { width, height, data }: GrayImage,
  row: number,
  start: number,
  end: number,
): void {
  const base = row * width;
  let [area, variation, previous] = [0, 0, 0];
  for (let i = base + start; i < base + end; i++) {
    const level = data[i];
    const above = row > 0 && data[i - width] >= PIECE_LEVEL ? data[i - width] : 0;
    const below = row + 1 < height && data[i + width] >= PIECE_LEVEL ? data[i + width] : 0;
    area += level;
    variation += Math.abs(level - previous) + (above === 0 ? level : Math.abs(level - above));
    if (below === 0) variation += level;
    previous = level;
  }
  measure.area += area / 255;
  measure.variation += (variation + previous) / 255;
}

/** The runs piece by piece; every measure's `end` becomes where its runs end. */
function sortRuns({ count, rows, starts, ends }: Runs, pieceOf: Int32Array, measures: Measure[]): Int32Array {
  const places = new Int32Array(measures.length);
  let total = 0;
  measures.forEach((measure, piece) => {
    places[piece] = total;
    total += RUN_NUMBERS * measure.end;
    measure.end = total;
  });
  const sorted = new Int32Array(total);
  for (let run = 0; run < count; run++) {
    const place = places[pieceOf[run]];
    sorted[place] = rows[run];
    sorted[place + 1] = starts[run];
    sorted[place + 2] = ends[run];
    places[pieceOf[run]] += RUN_NUMBERS;
  }
  return sorted;
}
