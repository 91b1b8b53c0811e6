/**
 * What stands beside, under and behind numbers and is to be read as nothing: underlines, remains of ruled lines, sides of boxes,
 * specks, the ends of strokes of neighbouring lines, equals signs, currencies, letters, points and dashes behind, patterned paper. Each draws
 * onto { picture, left, right, base, height, pen }.
 */
import { cosPi } from "../../dist/base/portable-math.js";
import { createGrayImage } from "../../dist/image/index.js";
import { chance, pick, uniform, wholeBetween } from "../digits/random-draws.mjs";
import { drawStrokes, smoothStroke } from "../digits/stroke.mjs";
import { drawLetter, drawMark, drawSign, paint } from "./pen-marks.mjs";
import { lay } from "./render-digit.mjs";

/** Distractors, each with the share of strings that have it. */
const KINDS = [
  [0.08, underline],
  [0.06, ruledRemains],
  [0.05, lineTakenOut],
  [0.06, boxSides],
  [0.08, specks],
  [0.08, neighbours],
  [0.06, patterned],
];
/** Signs in front, and behind. */
const SIGNS_SHARE = 0.2;
const BEFORE = ["$", "$", "€", "£", "=", "=", "#", "*", "--", "letter"];
const BEHIND = [
  "€",
  "€",
  "$",
  "£",
  "#",
  "*",
  "--",
  "--",
  "-",
  "-",
  "x",
  "x",
  "=",
  ".-",
  ".",
  ".",
  ",",
  "letter",
  "~",
];
/** Cosines of a whole turn, for patterns. */
const WAVE = Float64Array.from({ length: 256 }, (_, i) => cosPi(i / 128));

/** The line with some of them, or with none. */
export function addDistractors(line, random) {
  let result = line;
  if (chance(random, SIGNS_SHARE)) result = addSign(result, pick(random, ["before", "behind"]), random);
  for (const [share, draw] of KINDS) if (chance(random, share)) draw(result, random);
  return result;
}

/** A sign or two in front of or behind the number, on a larger picture. */
function addSign(line, side, random) {
  const name = pick(random, side === "before" ? BEFORE : BEHIND);
  const marks = marksOf(name, line, random);
  const gap = () =>
    Math.round(uniform(random, name.startsWith(".") || name === "," ? 0 : 0.12, 0.5) * line.height);
  const width = marks.reduce((sum, { picture }) => sum + picture.width, 0);
  const room = width + Math.ceil(marks.length * 0.5 * line.height);
  const shift = side === "before" ? room : 0;
  const picture = createGrayImage(line.picture.width + room, line.picture.height);
  lay(picture, line.picture, shift, 0);
  let [left, right] = [line.left + shift, line.right + shift];
  for (const mark of marks) {
    const x = side === "before" ? left - gap() - mark.picture.width : right + gap();
    lay(picture, mark.picture, x, line.base + mark.top);
    if (side === "before") left = x;
    else right = x + mark.picture.width;
  }
  return { ...line, picture, left, right };
}

function marksOf(name, line, random) {
  if (name === "letter")
    return Array.from({ length: wholeBetween(random, 1, 2) }, () => drawLetter(line, random));
  const dash = () => {
    const y = -uniform(random, 0.3, 0.55) * line.height;
    const length = uniform(random, 0.4, 1.6) * line.height;
    const rise = uniform(random, -0.1, 0.1) * length;
    return paint(
      [
        smoothStroke([
          [0, y],
          [length / 2, y + rise],
          [length, y - rise],
        ]),
      ],
      line.pen,
      random,
    );
  };
  if (name === "-") return [dash()];
  if (name === "--") return Array.from({ length: wholeBetween(random, 2, 3) }, dash);
  if (name === "." || name === ",") return [drawMark(name, line, random)];
  if (name !== ".-") return [drawSign(name, line, random)];
  return [paint([[[0, -0.05 * line.height]]], line.pen * 1.2, random), dash()];
}

/** A thin pen beside the string's, or a printed line's. */
function linePen({ pen, height }, random) {
  return { width: uniform(random, 0.3, 0.9) * Math.max(pen, 0.08 * height), level: uniform(random, 90, 255) };
}

function underline(line, random) {
  const { picture, left, right, base, height } = line;
  const y = Math.min(base + uniform(random, 0.02, 0.3) * height, picture.height - 1);
  const rise = uniform(random, -0.08, 0.08) * height;
  const reach = () => uniform(random, -0.25, 0.35) * height;
  const strokes = [
    [
      [left - reach(), y + rise],
      [right + reach(), y - rise],
    ],
  ];
  if (chance(random, 0.15)) strokes.push(strokes[0].map(([x, row]) => [x, row + 0.14 * height]));
  drawStrokes(picture, strokes, linePen(line, random));
}

/** Pieces of a line where there was one, as far as taking it out has left any. */
function ruledRemains(line, random) {
  const { picture, base, height } = line;
  const y = base + uniform(random, -0.1, 0.35) * height - (chance(random, 0.2) ? 1.15 * height : 0);
  const pen = linePen(line, random);
  const strokes = [];
  for (let x = uniform(random, 0, height); x < picture.width; x += uniform(random, 0.4, 2) * height) {
    strokes.push([
      [x, y],
      [x + uniform(random, 0.05, 0.5) * height, y],
    ]);
  }
  drawStrokes(picture, strokes, pen);
}

/** Rows without ink where a ruled line was taken out, strokes and all. */
function lineTakenOut({ picture, base, height }, random) {
  const rows = Math.max(1, Math.round(uniform(random, 0.03, 0.1) * height));
  const top = Math.round(base - uniform(random, 0, 0.9) * height);
  const part = chance(random, 0.5) ? [0, 1] : [uniform(random, 0, 0.5), uniform(random, 0.5, 1)];
  const [from, to] = part.map((share) => Math.round(share * picture.width));
  for (let y = Math.max(0, top); y < Math.min(picture.height, top + rows); y++) {
    picture.data.fill(0, y * picture.width + from, y * picture.width + to);
  }
}

function boxSides(line, random) {
  const { picture, left, right, base, height } = line;
  const pen = linePen(line, random);
  const lean = uniform(random, -0.03, 0.03) * height;
  const [top, bottom] = [
    base - uniform(random, 1.1, 1.45) * height,
    base + uniform(random, 0.1, 0.4) * height,
  ];
  const sides = pick(random, [[0], [1], [0, 1]]).map((side) => {
    const gap = uniform(random, 0.15, 0.38) * height;
    return side === 0 ? left - gap : right + gap;
  });
  drawStrokes(
    picture,
    sides.map((x) => [
      [x + lean, top],
      [x - lean, bottom],
    ]),
    pen,
  );
}

/** Dust, smaller than any point that belongs to the number. */
function specks({ picture, pen }, random) {
  for (let i = wholeBetween(random, 1, 6); i > 0; i--) {
    const place = [uniform(random, 0, picture.width), uniform(random, 0, picture.height)];
    const width = Math.min(uniform(random, 0.2, 0.6) * pen, 2);
    drawStrokes(picture, [[place]], { width, level: uniform(random, 80, 255) });
  }
}

/** Ends of strokes that reach in from the lines above and below. */
function neighbours({ picture, height, pen }, random) {
  const above = chance(random, 0.5);
  for (let i = wholeBetween(random, 1, 5); i > 0; i--) {
    const x = uniform(random, 0, picture.width);
    const edge = above ? -1 : picture.height + 1;
    const reach = uniform(random, 0.05, 0.24) * height * (above ? 1 : -1);
    const across = uniform(random, -0.3, 0.3) * height;
    const bend = uniform(random, -0.3, 0.5) * height;
    const stroke = smoothStroke([
      [x - bend, edge],
      [x, edge + reach],
      [x + across, edge + 0.8 * reach],
      [x + across + bend, edge],
    ]);
    drawStrokes(picture, [stroke], { width: pen });
  }
}

/** Wavy lines of safety paper, faint beside the ink. */
function patterned({ picture, height }, random) {
  const { width, data } = picture;
  const [strength, floor] = [uniform(random, 25, 85), uniform(random, 0.2, 0.8)];
  // Lines across are the most common.
  const angle = chance(random, 0.4) ? uniform(random, 0.45, 0.55) : random.nextFloat();
  const pace = 256 / (uniform(random, 0.12, 0.45) * height);
  const [across, down] = [pace * cosPi(angle), pace * cosPi(angle - 0.5)];
  const [bend, bendPace] = [uniform(random, 0, 160), 256 / (uniform(random, 1, 4) * height)];
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const phase = across * x + down * y + bend * WAVE[(bendPace * (x + y)) & 255];
    const level = ((WAVE[phase & 255] - floor) / (1 - floor)) * strength;
    if (level > data[i]) data[i] = level;
  }
}
