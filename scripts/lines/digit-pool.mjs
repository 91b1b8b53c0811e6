/**
 * The digits that strings are made of: MNIST's, digits as Europeans write them, and digits drawn from strokes. Each is cut out, and
 * its pen and slant are known, so that the digits of one string can look as if one hand had written them.
 */
import { deriveSeed } from "../../dist/base/random.js";
import { strokeWidth } from "../../dist/vision/index.js";
import { drawEuropean } from "../digits/european-hands.mjs";
import { cropToInk, imageAt, momentsOf } from "../digits/field.mjs";
import { pick } from "../digits/random-draws.mjs";
import { drawWritten } from "../digits/written-digits.mjs";

const EUROPEAN_SHARE = 0.1;
const WRITTEN_SHARE = 0.03;
/** Of so many digits the one is taken that is most like the string's hand. */
const CANDIDATES = 3;
/** How much a slant counts beside a pixel of the pen. */
const SLANT_WEIGHT = 2;

/** @returns for each digit a list of { picture, pen, slant }: pen in pixels, slant in pixels to the right for each upwards */
export function makeDigitPool({ images, labels }, seed) {
  const pool = makePlainPool({ images, labels });
  const hands = drawEuropean(images, labels, { share: EUROPEAN_SHARE, seed: deriveSeed(seed, 0) });
  const written = drawWritten(Math.round(WRITTEN_SHARE * labels.length), deriveSeed(seed, 1));
  for (const part of [hands, written]) addTo(pool, part);
  return pool;
}

/** The same of MNIST's digits alone. */
export function makePlainPool({ images, labels }) {
  const pool = Array.from({ length: 10 }, () => []);
  addTo(pool, { data: images.data, labels });
  return pool;
}

function addTo(pool, { data, labels }) {
  labels.forEach((label, n) => pool[label].push(describe(imageAt({ data }, n))));
}

function describe(image) {
  const picture = cropToInk(image);
  const { covariance, varianceY } = momentsOf(picture);
  return { picture, pen: strokeWidth(picture), slant: -covariance / (varianceY || 1) };
}

/** A digit of the pool that is like the hand of another, if that is given. */
export function pickFromPool(pool, digit, random, hand) {
  let best = pick(random, pool[digit]);
  if (hand === undefined) return best;
  for (let i = 1; i < CANDIDATES; i++) {
    const next = pick(random, pool[digit]);
    if (unlikeness(next, hand) < unlikeness(best, hand)) best = next;
  }
  return best;
}

function unlikeness(a, b) {
  return Math.abs(a.pen - b.pen) + SLANT_WEIGHT * Math.abs(a.slant - b.slant);
}
