/**
 * Pieces higher than a line: cut where they plainly join two lines, else given to the one line that they reach out from.
 *
 * A piece joins two lines if it fills both beside their other digits. It is cut at the row between their middles where its
 * strokes are narrowest, if that is about one stroke.
 */
import { cutPiece } from "./draw-pieces.ts";
import { RUN_NUMBERS } from "./ink-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";
import { chainOf, middleAt, middleX } from "./line-chains.ts";
import type { LineChain } from "./line-chains.ts";

/** A line passes through a piece if it comes as near as so many heights… */
const BESIDE_HEIGHTS = 1.6;
/** …and the piece covers this share of its height. */
const LEAST_COVER = 0.6;
/** Two lines are at least so many heights apart. */
const APART_HEIGHTS = 0.8;
/** Where lines touch there is a stroke or two: at most so many times as wide as the pen. */
const MOST_STROKES = 3;
/** A piece of one line is at most so many times as high as it. */
const MOST_HEIGHTS = 2.6;

/** Gives high pieces, or their parts, to lines; those that belong to none are left. */
export function cutBetweenLines(
  lines: readonly LineChain[],
  high: readonly InkPiece[],
  slope: number,
): { lines: LineChain[]; left: InkPiece[] } {
  const added = lines.map((): InkPiece[] => []);
  const left: InkPiece[] = [];
  for (const piece of high) {
    const passing = [...lines.keys()].filter((i) => passesThrough(lines[i], piece, slope));
    const middles = passing.map((i) => middleAt(lines[i], middleX(piece), slope));
    const [one, other] = passing;
    const parts = passing.length === 2 ? partsOf(piece, middles, lines[one].height) : undefined;
    if (parts !== undefined) {
      added[one].push(parts[0]);
      added[other].push(parts[1]);
    } else if (passing.length > 0) added[nearestOf(passing, middles, piece)].push(piece);
    else left.push(piece);
  }
  return {
    lines: lines.map((line, i) =>
      added[i].length === 0 ? line : { ...chainOf([...line.pieces, ...added[i]]), height: line.height },
    ),
    left,
  };
}

function passesThrough(line: LineChain, { box }: InkPiece, slope: number): boolean {
  const { height } = line;
  if (box.height > 2 * MOST_HEIGHTS * height) return false;
  const gap = line.pieces.reduce(
    (least, other) =>
      Math.min(least, Math.max(other.box.x - box.x - box.width, box.x - other.box.x - other.box.width)),
    Infinity,
  );
  if (gap > BESIDE_HEIGHTS * height) return false;
  const middle = middleAt(line, box.x + box.width / 2, slope);
  const cover = Math.min(box.y + box.height, middle + height / 2) - Math.max(box.y, middle - height / 2);
  return cover >= LEAST_COVER * height;
}

function nearestOf(passing: readonly number[], middles: readonly number[], { box }: InkPiece): number {
  const distances = middles.map((middle) => Math.abs(middle - box.y - box.height / 2));
  return passing[distances.indexOf(Math.min(...distances))];
}

/** What a piece has in the line of the first middle and in that of the second, if it plainly joins the two. */
function partsOf(
  piece: InkPiece,
  [one, other]: readonly number[],
  height: number,
): [InkPiece, InkPiece] | undefined {
  if (Math.abs(one - other) < APART_HEIGHTS * height) return undefined;
  const { row, pixels } = narrowestRow(piece, Math.min(one, other), Math.max(one, other));
  if (pixels > MOST_STROKES * piece.strokeWidth) return undefined;
  const { x, y, width, height: whole } = piece.box;
  const upper = cutPiece(piece, { x, y, width, height: row - y });
  const lower = cutPiece(piece, { x, y: row, width, height: y + whole - row });
  if (upper === undefined || lower === undefined) return undefined;
  return one < other ? [upper, lower] : [lower, upper];
}

/** The row with the least ink between two heights, the nearest to the middle of those that have as little. */
function narrowestRow({ box, runs }: InkPiece, from: number, to: number): { row: number; pixels: number } {
  const counts = new Int32Array(box.height);
  for (let i = 0; i < runs.length; i += RUN_NUMBERS) counts[runs[i] - box.y] += runs[i + 2] - runs[i + 1];
  const [first, last] = [Math.max(box.y + 1, Math.ceil(from)), Math.min(box.y + box.height - 1, to)];
  let [row, least] = [first, Infinity];
  for (let y = first; y <= last; y++) {
    // A hundredth of a pixel for every row off the middle settles draws alone.
    const pixels = counts[y - box.y] + Math.abs(y - (from + to) / 2) / 100;
    if (pixels < least) [row, least] = [y, pixels];
  }
  return { row, pixels: least };
}
