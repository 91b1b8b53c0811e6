/** Letters and signs in handwriting. */
import { centreInField } from "./field.mjs";
import { GLYPHS } from "./glyphs.mjs";
import { drawPen, writeByHand } from "./handwriting.mjs";
import { pick } from "./random-draws.mjs";
import { drawInBox, parsePath } from "./stroke.mjs";

const SHAPES = GLYPHS.map(([, paths]) => paths.map(parsePath));

/** A letter or sign, any of them. */
export function drawGlyph(random) {
  return drawShape(pick(random, pick(random, SHAPES)), random);
}

/** The strokes by hand, as an image of 28 × 28. */
export function drawShape(strokes, random) {
  return centreInField(drawInBox(writeByHand(strokes, random), drawPen(random)));
}
