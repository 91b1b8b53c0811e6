/**
 * Chains of pieces while they grow to lines of writing: where a chain runs, and which chains are parts of one line.
 *
 * A chain is drawn out over a gap along the slope that most chains of the page have, and joined with the chain that it meets.
 */
import type { Box } from "../components.ts";
import { boxOf } from "./draw-pieces.ts";
import type { InkPiece } from "./ink-pieces.ts";

/** Pieces whose median tells where a chain runs. */
const LOCAL_PIECES = 5;
const END_PIECES = 3;
/** A chain of so many pieces tells the slope of the page. */
const SLOPE_PIECES = 4;
/** Parts of one line meet within this share of their height… */
const MEETING_HEIGHTS = 0.4;
/** …and one is at most so many times as high as the other. */
const MOST_RATIO = 2;
/** Farther apart than so many heights, and with so many pieces, it must be alike in height and pen. */
const FAR_HEIGHTS = 4;
const FAR_PIECES = 2;
const FAR_RATIO = 1.6;
/** A gap of a height counts as much as this share of a height up or down. */
const GAP_WEIGHT = 0.1;

/** Pieces side by side, from left to right by their middles. */
export interface LineChain {
  pieces: InkPiece[];
  box: Box;
  /** Median height of its pieces. */
  height: number;
  strokeWidth: number;
}

export function chainOf(pieces: readonly InkPiece[]): LineChain {
  const sorted = [...pieces].sort((a, b) => middleX(a) - middleX(b));
  return {
    pieces: sorted,
    box: boxOf(sorted),
    height: median(sorted.map(({ box }) => box.height)),
    strokeWidth: median(sorted.map((piece) => piece.strokeWidth)),
  };
}

/** The height of a chain's middle at `x`: the median of its nearest pieces, moved along the slope. */
export function middleAt({ pieces }: LineChain, x: number, slope: number): number {
  let first = lowerBound(pieces, x) - Math.ceil(LOCAL_PIECES / 2);
  first = Math.max(0, Math.min(first, pieces.length - LOCAL_PIECES));
  const near = pieces.slice(first, first + LOCAL_PIECES);
  return median(near.map((piece) => middleY(piece) + slope * (x - middleX(piece))));
}

/** The slope of most chains, weighed by their lengths; 0 where no chain is long enough to tell. */
export function commonSlope(chains: readonly LineChain[]): number {
  const slopes = chains
    .filter(({ pieces }) => pieces.length >= SLOPE_PIECES)
    .map(({ pieces }) => ({ slope: slopeOf(pieces), weight: pieces.length }))
    .sort((a, b) => a.slope - b.slope);
  const half = slopes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  return slopes.find(({ weight }) => (seen += weight) >= half)?.slope ?? 0;
}

/** Joins chains that are parts of one line, the best matches first, until none are. */
export function joinChains(chains: readonly LineChain[], slope: number): LineChain[] {
  let joined = [...chains];
  for (let before = Infinity; joined.length < before;) {
    before = joined.length;
    joined = joinOnce(joined, slope);
  }
  return joined;
}

/** A chain seen along the slope: heights are those that it would have at the page's left side. */
interface Level {
  chain: LineChain;
  top: number;
  bottom: number;
  /** Medians of its first and its last pieces. */
  first: number;
  last: number;
}

function levelOf(chain: LineChain, slope: number): Level {
  const { pieces } = chain;
  const tops = pieces.map((piece) => piece.box.y - slope * middleX(piece));
  const middles = pieces.map((piece) => middleY(piece) - slope * middleX(piece));
  return {
    chain,
    top: Math.min(...tops),
    bottom: Math.max(...tops.map((top, i) => top + pieces[i].box.height)),
    first: median(middles.slice(0, END_PIECES)),
    last: median(middles.slice(-END_PIECES)),
  };
}

/** Every chain is joined with at most one other. */
function joinOnce(chains: readonly LineChain[], slope: number): LineChain[] {
  const levels = chains.map((chain) => levelOf(chain, slope)).sort((a, b) => a.top - b.top);
  const pairs: { cost: number; a: number; b: number }[] = [];
  for (let a = 0; a < levels.length; a++) {
    for (let b = a + 1; b < levels.length && levels[b].top <= levels[a].bottom; b++) {
      const cost = joiningCost(levels[a], levels[b], slope);
      if (cost !== undefined) pairs.push({ cost, a, b });
    }
  }
  const taken = new Uint8Array(levels.length);
  const joined: LineChain[] = [];
  for (const { a, b } of pairs.sort((one, other) => one.cost - other.cost)) {
    if (taken[a] + taken[b] > 0) continue;
    taken[a] = taken[b] = 1;
    joined.push(chainOf([...levels[a].chain.pieces, ...levels[b].chain.pieces]));
  }
  return [...joined, ...levels.filter((_, i) => taken[i] === 0).map(({ chain }) => chain)];
}

/** How badly two chains match, or undefined if they are not of one line. */
function joiningCost(one: Level, other: Level, slope: number): number | undefined {
  const [before, after] = one.chain.box.x <= other.chain.box.x ? [one, other] : [other, one];
  const [left, right] = [before.chain, after.chain];
  const height = Math.max(left.height, right.height);
  const ratio = height / Math.min(left.height, right.height);
  if (ratio > MOST_RATIO) return undefined;
  const leftEnd = left.box.x + left.box.width;
  const gap = right.box.x - leftEnd;
  if (gap > FAR_HEIGHTS * height && Math.min(left.pieces.length, right.pieces.length) < FAR_PIECES) {
    const pens = left.strokeWidth / right.strokeWidth;
    if (ratio > FAR_RATIO || Math.max(pens, 1 / pens) > FAR_RATIO) return undefined;
  }
  const shift = (gap >= 0 ? Math.abs(before.last - after.first) : shiftWithin(left, right, slope)) / height;
  return shift > MEETING_HEIGHTS ? undefined : shift + (GAP_WEIGHT * Math.max(0, gap)) / height;
}

/** How far two chains are from each other in the middle of the stretch that both cover. */
function shiftWithin(left: LineChain, right: LineChain, slope: number): number {
  const end = Math.min(left.box.x + left.box.width, right.box.x + right.box.width);
  const x = (right.box.x + end) / 2;
  return Math.abs(middleAt(left, x, slope) - middleAt(right, x, slope));
}

/** The slope of the least-squares line through the pieces' middles. */
function slopeOf(pieces: readonly InkPiece[]): number {
  const meanX = pieces.reduce((sum, piece) => sum + middleX(piece), 0) / pieces.length;
  const meanY = pieces.reduce((sum, piece) => sum + middleY(piece), 0) / pieces.length;
  let [covariance, variance] = [0, 1];
  for (const piece of pieces) {
    covariance += (middleX(piece) - meanX) * (middleY(piece) - meanY);
    variance += (middleX(piece) - meanX) ** 2;
  }
  return covariance / variance;
}

/** The first piece whose middle is not left of `x`. */
function lowerBound(pieces: readonly InkPiece[], x: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (middleX(pieces[half]) < x) low = half + 1;
    else high = half;
  }
  return low;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

export function middleX({ box }: InkPiece): number {
  return box.x + box.width / 2;
}

export function middleY({ box }: InkPiece): number {
  return box.y + box.height / 2;
}
