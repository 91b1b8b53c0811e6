/** Lines without a number: blank paper, scribbles, words of letters that no digit looks like, strokes crossed out, signs alone. */
import { createGrayImage } from "../../dist/image/index.js";
import { chance, pick, uniform, wholeBetween } from "../digits/random-draws.mjs";
import { smoothStroke } from "../digits/stroke.mjs";
import { drawLetter, drawSign, paint } from "./pen-marks.mjs";
import { lay } from "./render-digit.mjs";

const KINDS = [drawNothing, drawScribble, drawWord, drawWord, drawSigns, drawDashes];
const SIGNS = ["€", "$", "£", "=", "#", "*", "~", "x"];

/** As `composeLine` gives it. */
export function composeNoNumber(random) {
  const height = uniform(random, 16, 30);
  return pick(random, KINDS)({ height, pen: (uniform(random, 1.5, 3.3) * height) / 20 }, random);
}

function drawNothing(hand, random) {
  return layRow([], hand, uniform(random, 1, 6) * hand.height);
}

/** Up and down along the line, long enough to be no 3 and no 8. */
function drawScribble(hand, random) {
  const { height, pen } = hand;
  const zigzag = chance(random, 0.6);
  const [least, most] = zigzag ? [0.1, 0.3] : [-0.5, 0.9];
  const points = [];
  for (let [x, i] = [0, 0]; i < wholeBetween(random, 12, 24); i++) {
    const y = zigzag ? (i % 2) + uniform(random, -0.25, 0.25) : random.nextFloat();
    points.push([x, -y * height]);
    x = Math.max(0, x + uniform(random, least, most) * height);
  }
  return layRow([paint([smoothStroke(points)], pen, random)], hand);
}

function drawWord(hand, random) {
  return layRow(
    Array.from({ length: wholeBetween(random, 2, 6) }, () => drawLetter(hand, random)),
    hand,
  );
}

function drawSigns(hand, random) {
  return layRow(
    Array.from({ length: wholeBetween(random, 1, 3) }, () => drawSign(pick(random, SIGNS), hand, random)),
    hand,
  );
}

/** Dashes, or a stroke through the whole line, where nothing is to be filled in. */
function drawDashes(hand, random) {
  const { height, pen } = hand;
  const one = chance(random, 0.5);
  const marks = Array.from({ length: one ? 1 : wholeBetween(random, 2, 4) }, () => {
    const length = uniform(random, ...(one ? [2, 5] : [0.4, 1.2])) * height;
    const y = -uniform(random, 0.3, 0.6) * height;
    const rise = uniform(random, -0.1, 0.1) * height;
    return paint(
      [
        smoothStroke([
          [0, y],
          [length / 2, y - rise],
          [length, y + rise],
        ]),
      ],
      pen,
      random,
    );
  });
  return layRow(marks, hand);
}

function layRow(marks, { height, pen }, least = height) {
  const margin = Math.ceil(0.4 * height);
  const gap = Math.round(0.15 * height);
  const width = marks.reduce((sum, { picture }) => sum + picture.width + gap, 0);
  const base = Math.ceil(1.3 * height) + margin;
  const side = Math.ceil(Math.max(width, least)) + 2 * margin;
  const picture = createGrayImage(side, base + Math.ceil(0.4 * height) + margin);
  let x = margin;
  for (const mark of marks) {
    lay(picture, mark.picture, x, base + mark.top);
    x += mark.picture.width + gap;
  }
  return { picture, left: margin, right: side - margin, base, height, pen };
}
