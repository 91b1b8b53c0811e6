/**
 * Strokes made whole again where a rule was cleared.
 *
 * What of a stroke stands on one side of the gap is joined to what faces it on the other, by a bridge whose edges run straight
 * from edge to edge. What has nothing to face ran into the rule: along it, and then it keeps as much of it as it lacks to
 * the pen's width; or it turned within it, as the foot of a 0 does, and then its two ends are joined.
 */
import type { RuleCourse } from "./follow-rule.ts";

/** A pixel beside the gap with at least this level is of a stroke. */
const STROKE_LEVEL = 96;
/** Strokes face each other if they are at most so many times as far apart along the rule as the rule is thick. */
const MOST_SHIFT = 2.5;
/** What is wider than so many pens and, on the mean, less than this share of a pen thick runs along the rule. */
const ALONG_PENS = 1.5;
const ALONG_THICKNESS = 0.8;
/** Two ends turn into each other if they are at most so many pens apart and come nearer by so many pixels… */
const TURN_PENS = 5;
const TURN_CONVERGENCE = 3;
/** …over so many rows. */
const TURN_ROWS = 2;

/** A stroke beside the gap: places along the rule, `end` exclusive. */
interface Foot {
  start: number;
  end: number;
  joined: boolean;
}

/** Joins what a cleared rule has cut. Overwrites `data`. @param ink the levels before @param pen width of the strokes */
export function joinAcross(data: Uint8Array, ink: Uint8Array, course: RuleCourse, pen: number): void {
  const upper = feetBeside(data, course, -1);
  const lower = feetBeside(data, course, 1);
  for (const [above, below] of facing(upper, lower, course)) {
    above.joined = true;
    below.joined = true;
    drawBridge(data, ink, course, above, below);
  }
  for (const side of [-1, 1] as const) {
    const free = (side < 0 ? upper : lower).filter(({ joined }) => !joined);
    for (const foot of free) thickenAlong(data, ink, course, side, foot, pen);
    free.forEach((foot, n) => {
      const next = free[n + 1];
      if (next !== undefined && turnIntoEachOther(data, course, side, foot, next, pen)) {
        keepRows(data, ink, course, side, foot.end, next.start, () => pen);
      }
    });
  }
}

/** The level `depth` pixels away from the gap at a place, on its upper (-1) or lower (1) side; 0 outside of the picture. */
function levelBeside(data: Uint8Array, course: RuleCourse, i: number, side: -1 | 1, depth: number): number {
  const { first, step, across, rows, tops, bottoms } = course;
  const row = side < 0 ? tops[i] - 1 - depth : bottoms[i] + depth;
  return row < 0 || row >= rows ? 0 : data[first + i * step + row * across];
}

function feetBeside(data: Uint8Array, course: RuleCourse, side: -1 | 1): Foot[] {
  const feet: Foot[] = [];
  const length = course.tops.length;
  for (let i = 0; i < length; i++) {
    if (levelBeside(data, course, i, side, 0) < STROKE_LEVEL) continue;
    const start = i;
    while (i < length && levelBeside(data, course, i, side, 0) >= STROKE_LEVEL) i++;
    feet.push({ start, end: i, joined: false });
  }
  return feet;
}

/** Every foot with the one nearest to it on the other side, if that is near enough. */
function facing(upper: readonly Foot[], lower: readonly Foot[], course: RuleCourse): Set<[Foot, Foot]> {
  const pairs = new Map<string, [Foot, Foot]>();
  const pair = (foot: Foot, others: readonly Foot[], isUpper: boolean): void => {
    const reach = MOST_SHIFT * (course.bottoms[foot.start] - course.tops[foot.start]) + 1;
    const nearest = others.reduce<Foot | undefined>(
      (best, next) => (best === undefined || apart(foot, next) < apart(foot, best) ? next : best),
      undefined,
    );
    if (nearest === undefined || apart(foot, nearest) > reach) return;
    const [above, below] = isUpper ? [foot, nearest] : [nearest, foot];
    pairs.set(`${above.start} ${below.start}`, [above, below]);
  };
  for (const foot of upper) pair(foot, lower, true);
  for (const foot of lower) pair(foot, upper, false);
  return new Set(pairs.values());
}

/** Pixels between two feet along the rule; less than 0 by how far they overlap. */
function apart(a: Foot, b: Foot): number {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end);
}

function drawBridge(data: Uint8Array, ink: Uint8Array, course: RuleCourse, above: Foot, below: Foot): void {
  const { first, step, across, tops, bottoms } = course;
  for (let i = Math.min(above.start, below.start); i < Math.max(above.end, below.end); i++) {
    const tall = bottoms[i] - tops[i];
    for (let k = 0; k < tall; k++) {
      const down = (k + 1) / (tall + 1);
      const left = above.start + (below.start - above.start) * down;
      const right = above.end + (below.end - above.end) * down;
      const covered = Math.min(1, Math.min(i + 1, right) - Math.max(i, left));
      const pixel = first + i * step + (tops[i] + k) * across;
      if (covered > 0) data[pixel] = Math.max(data[pixel], Math.round(ink[pixel] * covered));
    }
  }
}

/** Gives a stroke that runs along the rule back what it lacks to the pen's width. */
function thickenAlong(
  data: Uint8Array,
  ink: Uint8Array,
  course: RuleCourse,
  side: -1 | 1,
  { start, end }: Foot,
  pen: number,
): void {
  if (end - start < ALONG_PENS * pen) return;
  const thicknesses = new Float64Array(end - start).map((_, i) => {
    let thickness = 0;
    while (thickness < pen && levelBeside(data, course, start + i, side, thickness) >= STROKE_LEVEL)
      thickness++;
    return thickness;
  });
  const mean = thicknesses.reduce((sum, thickness) => sum + thickness, 0) / thicknesses.length;
  if (mean >= ALONG_THICKNESS * pen) return;
  keepRows(data, ink, course, side, start, end, (i) => pen - thicknesses[i - start]);
}

/** Whether the paper between two feet narrows towards the gap. */
function turnIntoEachOther(
  data: Uint8Array,
  course: RuleCourse,
  side: -1 | 1,
  foot: Foot,
  next: Foot,
  pen: number,
): boolean {
  if (next.start - foot.end > TURN_PENS * pen) return false;
  const isInk = (i: number): boolean => levelBeside(data, course, i, side, TURN_ROWS) >= STROKE_LEVEL;
  let [left, right] = [foot.end, next.start - 1];
  while (left > foot.start - TURN_CONVERGENCE && left > 0 && !isInk(left - 1)) left--;
  const last = Math.min(course.tops.length, next.end + TURN_CONVERGENCE) - 1;
  while (right < last && !isInk(right + 1)) right++;
  return foot.end - left + (right - next.start + 1) >= TURN_CONVERGENCE;
}

/** Gives so many rows of the gap next to one side back. */
function keepRows(
  data: Uint8Array,
  ink: Uint8Array,
  { first, step, across, tops, bottoms }: RuleCourse,
  side: -1 | 1,
  start: number,
  end: number,
  rowsAt: (i: number) => number,
): void {
  for (let i = start; i < end; i++) {
    const kept = Math.min(bottoms[i] - tops[i], Math.round(rowsAt(i)));
    for (let k = 0; k < kept; k++) {
      const pixel = first + i * step + (side < 0 ? tops[i] + k : bottoms[i] - 1 - k) * across;
      data[pixel] = ink[pixel];
    }
  }
}
