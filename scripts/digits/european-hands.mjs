/**
 * Digits as Europeans write them: a 1 with a flag (an up-stroke on the left of its top) and sometimes a foot, a 7 with a bar
 * across its stem. They are drawn onto MNIST's upright 1s and 7s with the digit's own stroke width and brightness.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { FIELD_PIXELS, imageAt } from "./field.mjs";
import { drawBar, drawFlag } from "./flags-and-bars.mjs";

const MOST_ATTEMPTS = 100;

/**
 * @param images { data: Uint8Array }, (N, 28, 28)
 * @param labels the digits, N
 * @param share how many are drawn, as a share of N, half of them 1s
 * @param seed a whole number
 * @returns data (M, 28, 28) and labels (M)
 */
export function drawEuropean(images, labels, { share, seed }) {
  const count = Math.round(labels.length * share);
  const members = [1, 7].map((digit) => [...labels.keys()].filter((n) => labels[n] === digit));
  const data = new Uint8Array(count * FIELD_PIXELS);
  const drawn = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const random = new Random(deriveSeed(seed, n));
    const digit = n % 2;
    data.set(drawOne(images, members[digit], [drawFlag, drawBar][digit], random).data, n * FIELD_PIXELS);
    drawn[n] = [1, 7][digit];
  }
  return { data, labels: drawn };
}

function drawOne(images, members, draw, random) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS && members.length > 0; attempt++) {
    const changed = draw(imageAt(images, members[random.nextBelow(members.length)]), random);
    if (changed !== undefined) return changed;
  }
  throw new Error(`No upright 1 or 7 came out of ${MOST_ATTEMPTS} attempts.`);
}
