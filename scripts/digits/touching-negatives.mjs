/** Digits that touch, as a reader gets them who cannot part them. */
import { resizeArea } from "../../dist/image/index.js";
import { pickDigit } from "./digit-source.mjs";
import { cropToInk, toField } from "./field.mjs";
import { join } from "./geometry.mjs";
import { uniform } from "./random-draws.mjs";

/** Two or three digits that touch, as one; undefined if they are as narrow as a digit. */
export function drawTouching(random, train) {
  const count = random.nextBelow(4) === 0 ? 3 : 2;
  let joined = drawSized(random, train);
  for (let i = 1; i < count; i++) joined = join(joined, drawSized(random, train), random);
  return joined.width < 0.95 * joined.height ? undefined : toField(joined);
}

/** Any digit, up to a sixth smaller or larger than MNIST's, cropped. */
function drawSized(random, train) {
  const digit = cropToInk(pickDigit(train, random.nextBelow(10), random));
  const scale = uniform(random, 0.85, 1.15);
  return resizeArea(
    digit,
    Math.max(1, Math.round(digit.width * scale)),
    Math.max(1, Math.round(digit.height * scale)),
  );
}
