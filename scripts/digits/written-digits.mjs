/**
 * Digits drawn from strokes as hands beyond MNIST write them: a 1 whose flag bows far down, a 4 like a flash of lightning, a 9
 * whose stem is as round as a 3's. They are in MNIST's form.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { FIELD_PIXELS } from "./field.mjs";
import { drawShape } from "./glyph-negatives.mjs";
import { chance, uniform } from "./random-draws.mjs";
import { enclosedPixels } from "./pieces.mjs";
import { arc, quadratic } from "./stroke.mjs";

const MOST_ATTEMPTS = 100;
/** Pixels of paper in a 9's loop: with less it may be a 3. */
const LEAST_LOOP = 2;
const HANDS = [
  { digit: 1, strokes: bowedOne },
  { digit: 4, strokes: lightningFour },
  { digit: 9, strokes: roundNine, isClear: (image) => enclosedPixels(image) >= LEAST_LOOP },
];

/** @returns data (count, 28, 28) and labels (count), as many of each digit */
export function drawWritten(count, seed) {
  const data = new Uint8Array(count * FIELD_PIXELS);
  const labels = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const random = new Random(deriveSeed(seed, n));
    const hand = HANDS[n % HANDS.length];
    data.set(drawOne(hand, random).data, n * FIELD_PIXELS);
    labels[n] = hand.digit;
  }
  return { data, labels };
}

function drawOne({ strokes, isClear = () => true }, random) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const image = drawShape(strokes(random), random);
    if (isClear(image)) return image;
  }
  throw new Error(`No clear digit came out of ${MOST_ATTEMPTS} attempts.`);
}

/** An up-stroke bowed outwards, steep enough not to be a roof, and a stem. */
function bowedOne(random) {
  const reach = uniform(random, 0.22, 0.55);
  const tip = [-reach, reach * uniform(random, 0.8, 1.6)];
  const bow = [tip[0] * uniform(random, 0.3, 0.7), tip[1] * uniform(random, 0, 0.5)];
  return [[tip, ...quadratic(tip, bow, [0, 0]), [uniform(random, -0.3, 0.2), 1]]];
}

/** A long slanted stroke, a bar to the right, and a stem from the bar's end or across it. */
function lightningFour(random) {
  const corner = [0, uniform(random, 0.5, 0.68)];
  const barEnd = [uniform(random, 0.55, 0.85), corner[1] - uniform(random, -0.06, 0.16)];
  const first = [[uniform(random, 0.35, 0.8), 0], corner, barEnd];
  const foot = [barEnd[0] - uniform(random, 0, 0.25), 1];
  if (chance(random, 0.5)) return [[...first, foot]];
  const head = [barEnd[0] - uniform(random, 0, 0.15), barEnd[1] - uniform(random, 0.02, 0.25)];
  return [first, [head, foot]];
}

/** A closed loop and a stem that swings to the right and ends on the left, from the loop's right or from beneath it. */
function roundNine(random) {
  const loop = [uniform(random, 0.15, 0.3), uniform(random, 0.13, 0.24)];
  const middle = [0.4, loop[1]];
  const beneath = chance(random, 0.6);
  const start = beneath ? uniform(random, 0.4, 0.6) : uniform(random, -0.1, 0.15);
  const ring = arc(middle, loop, start, start + (beneath ? 2 : -2) * uniform(random, 0.98, 1.1));
  const swing = [middle[0] + loop[0] * uniform(random, 0.9, 1.9), uniform(random, 0.55, 0.8)];
  const bottom = [uniform(random, 0.25, 0.45), 1];
  const tip = [uniform(random, -0.15, 0.15), uniform(random, 0.78, 0.98)];
  const upper = quadratic(ring.at(-1), [swing[0], (ring.at(-1)[1] + swing[1]) / 2], swing);
  const lower = quadratic(swing, [swing[0], 0.98], bottom);
  return [[...ring, ...upper, ...lower, ...quadratic(bottom, [bottom[0] - 0.2, 1.02], tip)]];
}
