/** Parts of digits: what a straight line cuts off, or what is left between two. */
import { isUprightBar } from "./digit-likeness.mjs";
import { pickDigit } from "./digit-source.mjs";
import { cropToInk, toField } from "./field.mjs";
import { cutBetween } from "./geometry.mjs";
import { enclosedPixels } from "./pieces.mjs";
import { pick, uniform } from "./random-draws.mjs";

/**
 * Parts of digits that are no digits, as directions in half turns from the right by way of the bottom. Not here: what is left of
 * a 1 is a 1; a 7's top is a 7 and its stem a 1; the loops of 6, 8 and 9 are 0s, an 8's right half a 3, the left of 2, 6, 8 and
 * 9 a 6; the top of 2 and 3 is a 7, and the left of a 4 a smaller 4.
 */
const [BOTTOM, LEFT, TOP] = [0.5, 1, 1.5];
const CUTS = [
  [0, [TOP, LEFT, BOTTOM]],
  [2, [BOTTOM]],
  [3, [LEFT, BOTTOM]],
  [4, [TOP]],
  [5, [TOP, LEFT, BOTTOM]],
];
/** Digits of which a band through the middle is left, and the band's direction. */
const BANDS = [
  [0, 0],
  [0, 0.5],
  [8, 0],
  [8, 0.5],
];
/** Shares of the ink that are left. Broader bands of a 0 are a 0 with gaps, broader left sides of a 5 or 3 have a digit's hooks. */
const LEAST_SHARE = 0.16;
const MOST_SHARE = { end: 0.4, side: 0.3, band: 0.28 };
/** Below this a fragment is too coarse to be enlarged, pixels. */
const LEAST_FRAGMENT = 9;
/** Fragments are stumpier than strokes; above this they are no bars. */
const FRAGMENT_BAR_RATIO = 0.65;
/** A part of a digit, cut off by a straight line or between two; undefined if it may be a digit. */
export function drawFragment(random, train) {
  const band = random.nextBelow(4) === 0;
  const [digit, choice] = pick(random, band ? BANDS : CUTS);
  const direction = band ? choice : pick(random, choice);
  const share = uniform(random, LEAST_SHARE, MOST_SHARE[band ? "band" : direction === LEFT ? "side" : "end"]);
  const from = band ? (1 - share) / 2 : 1 - share;
  const tilt = uniform(random, -0.14, 0.14);
  const part = cutBetween(pickDigit(train, digit, random), direction + tilt, from, from + share);
  const { width, height } = cropToInk(part);
  if (Math.max(width, height) < LEAST_FRAGMENT) return undefined;
  const fragment = toField(part);
  const mayBeDigit = isUprightBar(fragment, FRAGMENT_BAR_RATIO) || enclosedPixels(fragment) > 0;
  return mayBeDigit ? undefined : fragment;
}
