/** One drawn digit of each kind: images that a model may carry along, as MNIST's may not be. */
import { loadInk } from "../../dist/index.js";
import { FIELD_PIXELS, FIELD_SIDE } from "./field.mjs";

const DIGITS = 10;
/** Enough that every digit is among them. */
const DRAWN = 200;

/** @returns { data, shape } of (10, 28, 28), a 0 to a 9 */
export async function drawGoldenDigits() {
  const { images, labels } = await loadInk({ count: DRAWN, seed: 1 });
  const data = new Uint8Array(DIGITS * FIELD_PIXELS);
  for (let digit = 0; digit < DIGITS; digit++) {
    const from = labels.indexOf(digit) * FIELD_PIXELS;
    data.set(images.data.subarray(from, from + FIELD_PIXELS), digit * FIELD_PIXELS);
  }
  return { data, shape: [DIGITS, FIELD_SIDE, FIELD_SIDE] };
}
