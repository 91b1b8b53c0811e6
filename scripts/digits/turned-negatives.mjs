/** Digits turned on their side or seen in a mirror. */
import { isLying, isUprightBar, likeness } from "./digit-likeness.mjs";
import { pickDigit } from "./digit-source.mjs";
import { momentsOf, toField } from "./field.mjs";
import { mirror, rotate, shear } from "./geometry.mjs";
import { enclosedPixels } from "./pieces.mjs";
import { normal, pick, uniform } from "./random-draws.mjs";

/**
 * Digits and the degrees that they are turned by, clockwise. A 0, 6 or 9 turned is near to 0, 6 and 9; a slanted 2 or 5 on its
 * side near to itself; so are 3, 4 and 7 beyond these angles.
 */
const TURNS = [
  [1, 80, 100],
  [1, -100, -80],
  [3, 75, 100],
  [4, 95, 120],
  [4, -120, -95],
  [7, 75, 115],
  [7, -115, -92],
  [8, 80, 100],
  [8, -100, -80],
];
/** A 2 in a mirror is near to a 5, a 5 to a 2, and many a 4 to itself. */
const MIRRORED = [3, 6, 7, 9];
/** Digits that are so like their mirror image, upright, are the same digit in it. */
const MOST_ALIKE = 0.6;

/** A digit that lies on its side; undefined if it may be a digit. */
export function drawRotated(random, train) {
  const [digit, least, most] = pick(random, TURNS);
  const angle = uniform(random, least, most) / 180;
  const turned = toField(rotate(pickDigit(train, digit, random), angle));
  return isUprightBar(turned) || (digit === 8 && !isLying(turned)) ? undefined : turned;
}

/** A digit seen in a mirror, slanted as people write; undefined if it may be a digit. */
export function drawMirrored(random, train) {
  const digit = pick(random, MIRRORED);
  const image = pickDigit(train, digit, random);
  const { covariance, varianceY } = momentsOf(image);
  const upright = toField(shear(image, covariance / varianceY));
  const mirrored = toField(mirror(upright));
  if (likeness(upright, mirrored) > MOST_ALIKE || isUprightBar(mirrored)) return undefined;
  // A mirrored 3 with a loop is an 8.
  if (digit === 3 && enclosedPixels(mirrored) > 0) return undefined;
  return toField(shear(mirrored, 0.12 + 0.15 * normal(random)));
}
