/**
 * Images that are no digit, for the network's eleventh output: what a reader of real pages meets, drawn from MNIST's digits and
 * from strokes. Ink is bright on black and in MNIST's form. Equal seeds give equal bytes on every machine; image n depends on
 * the seed and n alone, not on how many are drawn.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { indexByDigit } from "./digit-source.mjs";
import { FIELD_PIXELS, isCentred } from "./field.mjs";
import { drawFragment } from "./fragment-negatives.mjs";
import { drawGlyph } from "./glyph-negatives.mjs";
import {
  drawBlank,
  drawBlot,
  drawGrid,
  drawLines,
  drawNoise,
  drawPrint,
  drawScribble,
  drawSlash,
  drawStamp,
} from "./junk-negatives.mjs";
import { drawTouching } from "./touching-negatives.mjs";
import { drawMirrored, drawRotated } from "./turned-negatives.mjs";
import { drawTyped } from "./typed-negatives.mjs";

/**
 * Share of each kind; they add up to one. A draw that may be a digit gives nothing, and one that is not in the middle is no use
 * unless its kind may be anywhere: both are drawn again.
 */
export const KINDS = {
  touching: { share: 0.17, draw: drawTouching },
  fragment: { share: 0.11, draw: drawFragment },
  rotated: { share: 0.09, draw: drawRotated },
  mirrored: { share: 0.06, draw: drawMirrored },
  glyph: { share: 0.19, draw: drawGlyph },
  typed: { share: 0.14, draw: drawTyped },
  scribble: { share: 0.06, draw: drawScribble },
  lines: { share: 0.05, draw: drawLines },
  slash: { share: 0.04, draw: drawSlash },
  blot: { share: 0.02, draw: drawBlot },
  noise: { share: 0.02, draw: drawNoise, anywhere: true },
  blank: { share: 0.01, draw: drawBlank, anywhere: true },
  grid: { share: 0.02, draw: drawGrid },
  print: { share: 0.01, draw: drawPrint },
  stamp: { share: 0.01, draw: drawStamp },
};

const MOST_ATTEMPTS = 1000;

/**
 * @param train { images: { data: Uint8Array }, labels }, images of (N, 28, 28) with some of every digit
 * @param count how many are drawn
 * @param seed a whole number
 * @param kinds the kinds to draw, each in its share of them @default all
 * @returns data (count, 28, 28) and the kind of each
 */
export function drawNegatives(train, { count, seed, kinds = Object.keys(KINDS) }) {
  const source = { images: train.images, byDigit: indexByDigit(train.labels) };
  const data = new Uint8Array(count * FIELD_PIXELS);
  const drawn = [];
  for (let n = 0; n < count; n++) {
    const random = new Random(deriveSeed(seed, n));
    const kind = pickKind(kinds, random);
    data.set(drawOne(kind, random, source).data, n * FIELD_PIXELS);
    drawn.push(kind);
  }
  return { data, kinds: drawn };
}

function pickKind(kinds, random) {
  const total = kinds.reduce((sum, kind) => sum + KINDS[kind].share, 0);
  let rest = random.nextFloat() * total;
  return kinds.find((kind) => (rest -= KINDS[kind].share) < 0) ?? kinds.at(-1);
}

function drawOne(kind, random, source) {
  const { draw, anywhere } = KINDS[kind];
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const image = draw(random, source);
    if (image !== undefined && (anywhere || isCentred(image))) return image;
  }
  throw new Error(`No image of the kind "${kind}" came out of ${MOST_ATTEMPTS} attempts.`);
}
