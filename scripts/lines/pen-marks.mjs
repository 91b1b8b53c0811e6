/**
 * Points, commas, dashes and slashes as pen strokes, in sizes of their own: a point is a stroke or two broad, a comma hangs below
 * the line, a dash is as long as a digit is wide, a slash leans more than a 1 and is taller. Signs that are no part of a number come
 * from the same pen. A mark is { picture, top }, with `top` counted from the base line, downwards; lengths are pixels.
 */
import { createGrayImage } from "../../dist/image/index.js";
import { GLYPHS } from "../digits/glyphs.mjs";
import { writeByHand } from "../digits/handwriting.mjs";
import { chance, pick, uniform } from "../digits/random-draws.mjs";
import { boundsOf, drawStrokes, mapPoints, parsePath, quadratic } from "../digits/stroke.mjs";

/** Signs beside numbers; each with the ways to draw it, in a box 1 high. */
const OWN_SIGNS = {
  $: [
    "M0.6 0.15 Q0.4 0 0.2 0.12 Q0 0.3 0.3 0.45 Q0.65 0.6 0.5 0.8 Q0.3 1 0 0.8 M0.3 -0.12 L0.3 1.12",
    "M0.6 0.15 Q0.35 0 0.1 0.15 Q0 0.3 0.3 0.47 Q0.65 0.65 0.5 0.85 Q0.3 1 0 0.85 M0.25 -0.1 L0.2 1.1 M0.42 -0.1 L0.37 1.1",
  ],
  "£": ["M0.65 0.2 Q0.55 0 0.4 0 Q0.15 0.05 0.22 0.4 Q0.3 0.8 0.02 1 L0.7 0.95 M0.02 0.52 L0.5 0.5"],
};
const SIGNS = Object.fromEntries(
  [...GLYPHS, ...Object.entries(OWN_SIGNS)].map(([name, paths]) => [name, paths.map(parsePath)]),
);
const LETTERS = Object.keys(SIGNS).filter((name) => /[A-Za-z]/.test(name));

const MARKS = { ".": pointOf, ",": commaOf, "-": dashOf, "/": slashOf };

/** One of `. , - /` beside digits that are `height` pixels high. */
export function drawMark(symbol, { height, pen, shear = 0 }, random) {
  const { strokes, width = pen } = MARKS[symbol]({ height, pen, shear }, random);
  return paint(strokes, width, random);
}

function pointOf({ height, pen }, random) {
  const y = -uniform(random, 0, 0.08) * height;
  const width = Math.max(pen * uniform(random, 1, 1.6), 0.08 * height);
  const length = uniform(random, 0, 0.06) * height;
  return {
    strokes: [
      [
        [0, y],
        [length, y + uniform(random, -0.5, 0.5) * length],
      ],
    ],
    width,
  };
}

function commaOf({ height, pen }, random) {
  const top = -uniform(random, -0.02, 0.12) * height;
  const length = uniform(random, 0.16, 0.34) * height;
  const tip = [-uniform(random, 0.25, 0.75) * length, top + length];
  const bow = [uniform(random, 0, 0.25) * length, top + 0.5 * length];
  return { strokes: [[[0, top], ...quadratic([0, top], bow, tip)]], width: pen * uniform(random, 0.9, 1.25) };
}

function dashOf({ height }, random) {
  const y = -uniform(random, 0.32, 0.6) * height;
  const length = uniform(random, 0.3, 0.75) * height;
  const rise = uniform(random, -0.12, 0.12) * length;
  const middle = [length / 2, y + uniform(random, -0.06, 0.06) * length];
  return { strokes: [[[0, y], ...quadratic([0, y], middle, [length, y - rise])]] };
}

function slashOf({ height, shear }, random) {
  const [top, bottom] = [-uniform(random, 1, 1.3) * height, uniform(random, 0.02, 0.32) * height];
  const across = (bottom - top) * (uniform(random, 0.38, 0.75) + Math.min(Math.max(0, shear), 0.5));
  const bow = uniform(random, -0.04, 0.04) * height;
  const middle = [across / 2 + bow, (top + bottom) / 2 + bow];
  return { strokes: [[[across, top], ...quadratic([across, top], middle, [0, bottom])]] };
}

/** A letter or sign, about as high as the digits. */
export function drawSign(name, { height, pen }, random) {
  const strokes = writeByHand(pick(random, SIGNS[name]), random);
  const { top, height: own } = boundsOf(strokes);
  const low = name === "=" || name === "~" || name === "*";
  const size =
    ((low ? uniform(random, 0.45, 0.7) : uniform(random, 0.75, 1.15)) * height) / Math.max(own, 0.3);
  const lift = low ? uniform(random, 0.15, 0.4) * height : uniform(random, -0.1, 0.1) * height;
  const placed = mapPoints(strokes, (x, y) => [x * size, (y - top - own) * size - lift]);
  return paint(placed, pen, random);
}

export function drawLetter(hand, random) {
  return drawSign(pick(random, LETTERS), hand, random);
}

/** Strokes as a mark. */
export function paint(strokes, width, random) {
  const { left, top, width: across, height: down } = boundsOf(strokes);
  const margin = width / 2 + 1;
  // Whole pixels, so that the mark's base line is the string's.
  const [startX, startY] = [Math.floor(left - margin), Math.floor(top - margin)];
  const side = (start, end) => Math.max(1, Math.ceil(end + margin) - start);
  const picture = createGrayImage(side(startX, left + across), side(startY, top + down));
  const moved = mapPoints(strokes, (x, y) => [x - startX, y - startY]);
  drawStrokes(picture, moved, { width, edge: chance(random, 0.5) ? 1 : 1.4 });
  return { picture, top: startY };
}
