/** Where the digits come from that other images are made of. */
import { imageAt } from "./field.mjs";
import { pick } from "./random-draws.mjs";

/** Indices of the images of each digit. */
export function indexByDigit(labels) {
  const indices = Array.from({ length: 10 }, () => []);
  labels.forEach((label, n) => indices[label].push(n));
  return indices;
}

/** One of the images of a digit. */
export function pickDigit(train, digit, random) {
  const members = train.byDigit[digit];
  if (members.length === 0) throw new Error(`There is no image of the digit ${digit} to draw others from.`);
  return imageAt(train.images, pick(random, members));
}
