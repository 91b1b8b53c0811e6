/**
 * Chains of pieces that stand side by side: every piece is linked to at most one neighbour on its right and one on its left.
 *
 * Pairs are linked from the nearest on, measured by the gap between them and by how much they are shifted up or down, both
 * relative to their heights; so chains follow slopes and curves, and never branch into the line above or below.
 * Method after A. Simon, J.-C. Pret, A. P. Johnson, "A fast algorithm for bottom-up document layout analysis", IEEE Trans.
 * PAMI 19 (1997). A sweep over sorted sides compares a piece only with those within its reach.
 */
import type { InkPiece } from "./ink-pieces.ts";

/** Neighbours are at most so many times apart as they are high on average… */
const REACH_HEIGHTS = 1.6;
/** …and one at most so many times as high as the other… */
const MOST_RATIO = 3;
/** …and overlap in this share of the lower one's height. */
const LEAST_OVERLAP = 0.4;
/** A shift up or down counts so many times as much as the same gap. */
const SHIFT_WEIGHT = 2;
/** So many neighbours on its right are kept for each piece. */
const MOST_NEIGHBOURS = 4;

/** One piece may be followed by another. */
interface Link {
  cost: number;
  left: number;
  right: number;
}

/** The chains, each from left to right; a piece without neighbours is one on its own. */
export function chainPieces(pieces: readonly InkPiece[]): InkPiece[][] {
  const sorted = [...pieces].sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y);
  const links = findLinks(sorted).sort((a, b) => a.cost - b.cost || a.left - b.left || a.right - b.right);
  const next = new Int32Array(sorted.length).fill(-1);
  const hasPrevious = new Uint8Array(sorted.length);
  for (const { left, right } of links) {
    if (next[left] >= 0 || hasPrevious[right] === 1) continue;
    next[left] = right;
    hasPrevious[right] = 1;
  }
  const chains: InkPiece[][] = [];
  for (let first = 0; first < sorted.length; first++) {
    if (hasPrevious[first] === 1) continue;
    const chain: InkPiece[] = [];
    for (let i = first; i >= 0; i = next[i]) chain.push(sorted[i]);
    chains.push(chain);
  }
  return chains;
}

function findLinks(sorted: readonly InkPiece[]): Link[] {
  const lefts = Int32Array.from(sorted, ({ box }) => box.x);
  const widths = Int32Array.from(sorted, ({ box }) => box.width);
  const tops = Int32Array.from(sorted, ({ box }) => box.y);
  const heights = Int32Array.from(sorted, ({ box }) => box.height);
  const links: Link[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const [left, top, height] = [lefts[i], tops[i], heights[i]];
    const right = left + widths[i];
    // No neighbour is so high that two of them could be farther apart than this.
    const reach = right + (REACH_HEIGHTS * (1 + MOST_RATIO) * height) / 2;
    const nearest: Link[] = [];
    for (let j = i + 1; j < sorted.length && lefts[j] <= reach; j++) {
      const overlap = Math.min(top + height, tops[j] + heights[j]) - Math.max(top, tops[j]);
      if (overlap < LEAST_OVERLAP * Math.min(height, heights[j])) continue;
      if (Math.max(height, heights[j]) > MOST_RATIO * Math.min(height, heights[j])) continue;
      const unit = (height + heights[j]) / 2;
      const gap = (lefts[j] - right) / unit;
      if (gap > REACH_HEIGHTS) continue;
      const shift = Math.abs(top + height / 2 - tops[j] - heights[j] / 2) / unit;
      const isBefore = 2 * left + widths[i] <= 2 * lefts[j] + widths[j];
      const cost = Math.max(gap, 0) + SHIFT_WEIGHT * shift;
      keepNearest(nearest, { cost, left: isBefore ? i : j, right: isBefore ? j : i });
    }
    links.push(...nearest);
  }
  return links;
}

function keepNearest(nearest: Link[], link: Link): void {
  if (nearest.length < MOST_NEIGHBOURS) {
    nearest.push(link);
    return;
  }
  const worst = nearest.reduce((a, b) => (b.cost > a.cost ? b : a));
  if (link.cost < worst.cost) nearest[nearest.indexOf(worst)] = link;
}
