/**
 * Digits as Europeans write them: a 1 with a flag (an up-stroke on the left of its top) and sometimes a foot, a 7 with a bar
 * across its stem or a tick at its roof, a 9 whose stem ends in a hook. They are drawn onto MNIST's upright ones with the
 * digit's own stroke width and brightness.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { FIELD_PIXELS, imageAt } from "./field.mjs";
import { drawBar, drawFlag, drawHook } from "./flags-and-bars.mjs";

const MOST_ATTEMPTS = 100;
const HANDS = [
  { digit: 1, draw: drawFlag },
  { digit: 7, draw: drawBar },
  { digit: 9, draw: drawHook },
];

/**
 * @param images { data: Uint8Array }, (N, 28, 28)
 * @param labels the digits, N
 * @param share how many are drawn, as a share of N, a third of them of each digit
 * @param seed a whole number
 * @returns data (M, 28, 28) and labels (M)
 */
export function drawEuropean(images, labels, { share, seed }) {
  const count = Math.round(labels.length * share);
  const members = HANDS.map(({ digit }) => [...labels.keys()].filter((n) => labels[n] === digit));
  const data = new Uint8Array(count * FIELD_PIXELS);
  const drawn = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const random = new Random(deriveSeed(seed, n));
    const { digit, draw } = HANDS[n % HANDS.length];
    data.set(drawOne(images, members[n % HANDS.length], draw, random).data, n * FIELD_PIXELS);
    drawn[n] = digit;
  }
  return { data, labels: drawn };
}

function drawOne(images, members, draw, random) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS && members.length > 0; attempt++) {
    const changed = draw(imageAt(images, members[random.nextBelow(members.length)]), random);
    if (changed !== undefined) return changed;
  }
  throw new Error(`No upright digit came out of ${MOST_ATTEMPTS} attempts.`);
}
