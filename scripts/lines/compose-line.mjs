/**
 * A number as one hand writes it: digits of about one size, slant and pen, on a line that may rise, apart, touching or overlapping.
 * Lengths are given for digits 20 pixels high, as MNIST's are, and scaled with them.
 */
import { createGrayImage } from "../../dist/image/index.js";
import { chance, normal, pick, uniform } from "../digits/random-draws.mjs";
import { pickFromPool } from "./digit-pool.mjs";
import { drawMark } from "./pen-marks.mjs";
import { lay, renderDigit } from "./render-digit.mjs";

const UNIT = 20;
/** Gaps between digits, pixels, each kind with its share of the strings. */
const GAPS = [
  [0.3, [1, 6]],
  [0.2, [-2, 4]],
  [0.14, [-3.5, 0]],
  [0.14, [-4, 8]],
  [0.12, [4, 9]],
  [0.1, [8, 24]],
];
/** Beyond that a digit would stand in front of the one before it. */
const MOST_OVERLAP = 0.45;
/** The same for ink itself, as a share of the digit's height. */
const MOST_LAID_OVER = 0.06;
/** Digits that may hang below the line. */
const TAILED = "1479";
/** Pixels to the right for each upwards: what a hand adds to a digit's own slant, and a 1's slant in all. */
const [LEAST_SHEAR, MOST_SHEAR] = [-0.35, 0.75];
const MOST_LEAN_OF_ONE = 0.6;
/** Levels from which on ink touches. */
const INK = 80;
/** Heights of digits, pixels, each range with its share of the strings. */
const HEIGHTS = [
  [0.6, [18, 26]],
  [0.22, [26, 38]],
  [0.18, [12, 18]],
];
/** Paper around the string, as a share of the digits' height, for what else is drawn there. */
const MARGIN = 0.4;

/** Picks from [share, item] pairs. */
function pickByShare(random, pairs) {
  let left = random.nextFloat();
  return (pairs.find(([share]) => (left -= share) < 0) ?? pairs[0])[1];
}

/** How a string is written; `plain` strings are of one size, upright, and on a straight line. */
export function drawHand(random, { gaps, plain = false } = {}) {
  const height = plain ? UNIT : uniform(random, ...pickByShare(random, HEIGHTS));
  const spread = plain || !chance(random, 0.2) ? 0.05 : 0.16;
  return {
    height,
    gaps: gaps ?? pickByShare(random, GAPS),
    // Between boxes, or between the ink itself, where a digit may reach under its neighbour.
    kerned: !plain && chance(random, 0.5),
    aspect: plain ? 1 : drawAspect(random),
    shear: plain ? 0 : 0.21 * normal(random),
    spread,
    jitter: plain ? 0.02 : pick(random, [0.02, 0.04, 0.08]),
    rise: plain ? 0 : 0.04 * normal(random),
    // Whether digits are chosen that look like one hand's.
    alike: !plain,
    // Many write zeros smaller than other digits, and broader.
    zeros: !plain && chance(random, 0.22) ? uniform(random, 0.5, 0.85) : 1,
    // Some let 1, 4, 7 and 9 hang below the line, or begin above the others.
    tails: !plain && chance(random, 0.22) ? uniform(random, 1.15, 2) : 1,
  };
}

/** Widths beside MNIST's: many write narrow digits, above all in long numbers. */
function drawAspect(random) {
  return chance(random, 0.3) ? uniform(random, 0.5, 0.85) : 1 + 0.14 * normal(random);
}

/**
 * @param text of symbols; a space is a gap
 * @returns { picture, left, right, base, height, pen }: where the string is in the picture, and its pen
 */
export function composeLine(text, hand, pool, random) {
  const { height, gaps } = hand;
  let like;
  let pen = (2.5 * height) / UNIT;
  const placed = [];
  let extra = 0;
  for (const symbol of text) {
    if (symbol === " ") {
      extra = uniform(random, 4, 10);
      continue;
    }
    let next;
    if (/\d/.test(symbol)) {
      const digit = pickFromPool(pool, Number(symbol), random, like);
      pen = Math.max(1.2, ((like ?? digit).pen * height) / UNIT);
      if (hand.alike) like ??= digit;
      next = drawDigit(digit, symbol, hand, random);
    } else next = { ...drawMark(symbol, { height, pen, shear: hand.shear }, random), mark: true };
    const gap = next.mark ? uniform(random, -1, 4) : uniform(random, ...gaps);
    place(next, placed.at(-1), { gap: ((gap + extra) * height) / UNIT, kerned: hand.kerned || next.mark });
    extra = 0;
    placed.push(next);
  }
  return layAll(placed, { ...hand, pen });
}

function drawDigit(
  { picture, slant },
  symbol,
  { height, aspect, shear, spread, jitter, zeros, tails },
  random,
) {
  const own = Math.min(Math.max(1 + spread * normal(random), 0.6), 1.4) * (symbol === "0" ? zeros : 1);
  const tail = TAILED.includes(symbol) && chance(random, 0.7) ? tails : 1;
  const scaleY = (own * tail * height) / UNIT;
  const wide = symbol === "0" && zeros < 1 ? 1.2 : 1;
  const scaleX = (scaleY / tail) * Math.min(Math.max(aspect, 0.5), 1.5) * wide * uniform(random, 0.95, 1.05);
  // A 1 that leans farther is a slash.
  const most = symbol === "1" ? Math.max(0, MOST_LEAN_OF_ONE - slant) : MOST_SHEAR;
  const drawn = renderDigit(picture, { scaleX, scaleY, shear: Math.min(Math.max(shear, LEAST_SHEAR), most) });
  const lift = zeros < 1 && symbol === "0" ? uniform(random, 0, 0.3) * height : 0;
  const hang = (tail - 1) * height * (chance(random, 0.75) ? uniform(random, 0.7, 1) : 0);
  const offset = jitter * normal(random) * height - lift + hang;
  return { picture: drawn, top: Math.round(offset - drawn.height + scaleY) };
}

/** Sets `x` so that the gap to the symbol before is as wanted. */
function place(next, before, { gap, kerned }) {
  next.ends = endsOf(next.picture);
  if (before === undefined) {
    next.x = 0;
    return;
  }
  const boxStart = before.x + before.ends.last - next.ends.first;
  const start = kerned ? kernedStart(next, before, boxStart) : boxStart;
  // Ink laid over ink by more than that cannot be read.
  const held = kerned ? Math.max(gap, -MOST_LAID_OVER * next.picture.height) : gap;
  const least = before.x + before.ends.last - MOST_OVERLAP * (next.ends.last - next.ends.first);
  next.x = Math.round(Math.max(start + held, least - next.ends.first, before.x + 1));
}

/** Where the ink of both would just meet in some row or across a corner; in rows that they share. */
function kernedStart(next, before, boxStart) {
  let start = -Infinity;
  const shift = next.top - before.top;
  for (let y = 0; y < next.picture.height; y++) {
    for (let other = y + shift - 1; other <= y + shift + 1; other++) {
      if (other < 0 || other >= before.picture.height) continue;
      start = Math.max(start, before.x + before.ends.right[other] - next.ends.left[y]);
    }
  }
  return Number.isFinite(start) ? start : boxStart;
}

/** The columns of each row's outermost ink, the right one exclusive; infinitely far apart in rows without any. */
function endsOf({ width, height, data }) {
  const left = new Float64Array(height).fill(Infinity);
  const right = new Float64Array(height).fill(-Infinity);
  let [first, last] = [width, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] < INK) continue;
      if (left[y] === Infinity) left[y] = x;
      right[y] = x + 1;
    }
    first = Math.min(first, left[y]);
    last = Math.max(last, right[y]);
  }
  return first > last ? { left, right, first: 0, last: width } : { left, right, first, last };
}

function layAll(placed, { height, pen, rise }) {
  const margin = Math.ceil(MARGIN * height);
  const rows = placed.map(({ top, x }) => top - Math.round(rise * x));
  const bottoms = placed.map(({ picture }, i) => rows[i] + picture.height);
  const starts = placed.map(({ x }) => x);
  const left = Math.min(0, ...starts) - margin;
  const right = Math.max(Math.ceil(height), ...placed.map(({ x, picture }) => x + picture.width)) + margin;
  const top = Math.min(-Math.round(height), ...rows) - margin;
  const bottom = Math.max(0, ...bottoms) + margin;
  const picture = createGrayImage(right - left, bottom - top);
  placed.forEach((symbol, i) => lay(picture, symbol.picture, symbol.x - left, rows[i] - top));
  return { picture, left: margin, right: right - left - margin, base: -top, height, pen };
}
