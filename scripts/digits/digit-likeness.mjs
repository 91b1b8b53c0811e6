/** Rules that tell when a picture may be a digit after all: an upright bar is a 1, a ring a 0. */
import { momentsOf } from "./field.mjs";
import { largestPiece } from "./pieces.mjs";

/** Width over length, in standard deviations, below which ink is a bar. */
const BAR_RATIO = 0.36;
/** Beside a piece with that share of the ink, the rest is specks. */
const MAIN_SHARE = 0.65;
/** The cosine of twice 58 degrees, the angle from the upright beyond which a bar is a dash. */
const UPRIGHT_COSINE = -0.438;
/** Variance across over variance down beyond which ink lies on its side. */
const LYING_RATIO = 2;
/** The middle's side in pixels, and the mean level below which it is hollow. */
const MIDDLE_SIDE = 8;
const HOLLOW_LEVEL = 64;

/** Whether the ink, or all but specks of it, is one bar that a person may take for a slanted 1. */
export function isUprightBar(picture, ratio = BAR_RATIO) {
  const piece = largestPiece(picture);
  const main = momentsOf(piece).mass >= MAIN_SHARE * momentsOf(picture).mass;
  return isBar(picture, ratio) || (main && isBar(piece, ratio));
}

function isBar(picture, ratio) {
  const { varianceX, varianceY, covariance } = momentsOf(picture);
  const mean = (varianceX + varianceY) / 2;
  const half = (varianceX - varianceY) / 2;
  const root = Math.sqrt(half * half + covariance * covariance);
  const [major, minor] = [mean + root, Math.max(mean - root, 0)];
  if (minor >= ratio * ratio * major) return false;
  // The cosine of twice the angle between the longer axis and the upright.
  return -half >= UPRIGHT_COSINE * root;
}

/** Whether the ink is much wider than high. */
export function isLying(picture) {
  const { varianceX, varianceY } = momentsOf(picture);
  return varianceX > LYING_RATIO * varianceY;
}

/** Whether there is hardly any ink in the middle, as in a 0. */
export function isHollow({ width, height, data }) {
  const isMiddle = (at, side) => Math.abs(at + 0.5 - side / 2) < MIDDLE_SIDE / 2;
  const middle = [...data.keys()].filter(
    (at) => isMiddle(at % width, width) && isMiddle(Math.floor(at / width), height),
  );
  const mean = middle.reduce((sum, at) => sum + data[at], 0) / middle.length;
  return mean < HOLLOW_LEVEL;
}

/** How alike two pictures of one size are: the cosine of the angle between them, 1 for the same. */
export function likeness(a, b) {
  let [both, first, second] = [0, 0, 0];
  a.data.forEach((level, i) => {
    both += level * b.data[i];
    first += level * level;
    second += b.data[i] * b.data[i];
  });
  return both / Math.sqrt(first * second || 1);
}
