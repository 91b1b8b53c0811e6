/** Ink that is no writing: scribbles, lines, blots, noise, blank paper, grids, small print and stamps. */
import { cosPi } from "../../dist/base/portable-math.js";
import { centreInField, drawPicture, FIELD_SIDE, momentsOf, toField } from "./field.mjs";
import { drawPen, writeByHand } from "./handwriting.mjs";
import { drawShape } from "./glyph-negatives.mjs";
import { isHollow, isLying, isUprightBar } from "./digit-likeness.mjs";
import { enclosedPixels } from "./pieces.mjs";
import { chance, normal, pick, uniform, wholeBetween } from "./random-draws.mjs";
import { arc, drawInBox, quadratic, smoothStroke } from "./stroke.mjs";

/** A scribble shows so many pixels of stroke or more; an 8 has about 70. */
const LEAST_SCRIBBLE = 85;

/** Sideways pixels for each of height from which on a stroke is a slash: about 29 degrees, and 20 the other way. */
const LEAST_SLASH = 0.55;
const LEAST_BACKSLASH = 0.36;

/** A smooth curve, up and down along a line or all over; undefined if it may be a digit. */
export function drawScribble(random) {
  const pen = drawPen(random, { most: 2 });
  // The others are often drawn again: in the end about two of five go up and down.
  const zigzag = chance(random, 0.1);
  const points = Array.from({ length: wholeBetween(random, 9, 15) }, (_, i) =>
    zigzag
      ? [i * 0.14 + uniform(random, -0.08, 0.08), (i % 2) + uniform(random, -0.2, 0.2)]
      : [random.nextFloat(), random.nextFloat()],
  );
  const image = centreInField(drawInBox([smoothStroke(points)], pen));
  const length = momentsOf(image).mass / 255 / pen.width;
  return zigzag || (length >= LEAST_SCRIBBLE && !isHollow(image)) ? image : undefined;
}

/** A dash, two or three parallel lines, a cross or a corner, by hand. */
export function drawLines(random) {
  const draw = pick(random, [drawDash, drawParallels, drawParallels, drawCross]);
  const image = drawShape(draw(random), random);
  return isUprightBar(image) ? undefined : image;
}

function lineAt([x, y], angle, length) {
  const [dx, dy] = [(cosPi(angle) * length) / 2, (cosPi(angle - 0.5) * length) / 2];
  return [
    [x - dx, y - dy],
    [x + dx, y + dy],
  ];
}

function drawDash(random) {
  return [lineAt([0, 0], uniform(random, -0.09, 0.09), 1)];
}

function drawParallels(random) {
  const angle = random.nextFloat();
  const count = wholeBetween(random, 2, 3);
  const gap = uniform(random, 0.35, 0.6);
  return Array.from({ length: count }, (_, i) => {
    const middle = [cosPi(angle + 0.5) * gap * i, cosPi(angle) * gap * i];
    return lineAt(middle, angle + 0.02 * normal(random), uniform(random, 0.85, 1.15));
  });
}

function drawCross(random) {
  const angle = uniform(random, 0, 0.5);
  const length = uniform(random, 0.85, 1.15);
  return [lineAt([0, 0], angle, 1), lineAt([0, 0], angle + uniform(random, 0.38, 0.62), length)];
}

/** A slash, or leaning the other way a backslash: a stroke more slanted than most writers' 1. */
export function drawSlash(random) {
  const angle = chance(random, 0.7) ? uniform(random, -0.34, -0.16) : uniform(random, 0.11, 0.34);
  const [top, foot] = lineAt([0, 0], 0.5 - angle, 1);
  const bow = uniform(random, -0.08, 0.08);
  const middle = [(top[0] + foot[0]) / 2 + bow, (top[1] + foot[1]) / 2 + bow];
  const image = drawShape([[top, ...quadratic(top, middle, foot)]], random);
  const { covariance, varianceY } = momentsOf(image);
  const lean = -covariance / varianceY;
  return lean >= LEAST_SLASH || lean <= -LEAST_BACKSLASH ? image : undefined;
}

/** Spilt ink: several discs, wider than high, without a hole. */
export function drawBlot(random) {
  const discs = Array.from({ length: wholeBetween(random, 3, 7) }, () => ({
    x: uniform(random, 6, 22),
    y: uniform(random, 10, 18),
    radius: uniform(random, 1.5, 5),
  }));
  const picture = drawPicture(FIELD_SIDE, FIELD_SIDE, (x, y) => {
    const inside = discs.map((disc) => {
      const [dx, dy] = [x - disc.x, y - disc.y];
      return disc.radius - Math.sqrt(dx * dx + dy * dy);
    });
    return 255 * (Math.max(...inside) + 0.5);
  });
  const image = toField(picture);
  return !isLying(image) || enclosedPixels(image) > 0 ? undefined : image;
}

/** Specks all over, many or few, of one grey or of all. */
export function drawNoise(random) {
  const density = uniform(random, 0.03, 0.35);
  const lowest = chance(random, 0.5) ? 255 : 40;
  return drawPicture(FIELD_SIDE, FIELD_SIDE, () =>
    chance(random, density) ? uniform(random, lowest, 255) : 0,
  );
}

/** Nothing, or a faint grain. */
export function drawBlank(random) {
  const grain = chance(random, 0.5) ? 0 : uniform(random, 2, 25);
  return drawPicture(FIELD_SIDE, FIELD_SIDE, () => Math.abs(normal(random)) * grain);
}

/** Lines of squared paper or a table that stand out on all sides; three across two would be an 8. */
export function drawGrid(random) {
  const columns = wholeBetween(random, 2, 4);
  const rows = columns === 2 ? 2 : wholeBetween(random, 2, 4);
  const strokes = [];
  const overhang = () => uniform(random, 0.3, 0.7);
  for (let i = 0; i < columns; i++)
    strokes.push([
      [i, -overhang()],
      [i, rows - 1 + overhang()],
    ]);
  for (let i = 0; i < rows; i++)
    strokes.push([
      [-overhang(), i],
      [columns - 1 + overhang(), i],
    ]);
  const pen = drawPen(random, { least: 0.9, most: 2 });
  return centreInField(drawInBox(writeByHand(strokes, random), pen));
}

/** Rows of print too small to read. */
export function drawPrint(random) {
  const rows = wholeBetween(random, 2, 4);
  const strokes = [];
  for (let row = 0; row < rows; row++) {
    const top = row * (20 / rows);
    for (let x = 0; x < 20; x += uniform(random, 2.2, 3.2)) {
      if (chance(random, 0.12)) continue;
      strokes.push(tinyLetter([x, top], random));
    }
  }
  return centreInField(drawInBox(strokes, drawPen(random, { least: 0.7, most: 1.1 })));
}

function tinyLetter([x, y], random) {
  return Array.from({ length: wholeBetween(random, 2, 4) }, () => [
    x + uniform(random, 0, 1.8),
    y + uniform(random, 0, 3),
  ]);
}

/** A stamp: a ring of tiny letters around rows of them. */
export function drawStamp(random) {
  const strokes = [];
  const count = wholeBetween(random, 16, 24);
  for (const [x, y] of arc([9, 9], [9, uniform(random, 7, 9)], 0, 2, count)) {
    strokes.push(tinyLetter([x, y], random));
  }
  for (let row = 0; row < 2; row++) {
    for (let x = 4.5; x < 14; x += uniform(random, 2.2, 3))
      strokes.push(tinyLetter([x, 6 + row * 4], random));
  }
  const picture = drawInBox(strokes, drawPen(random, { least: 0.8, most: 1.3 }));
  return centreInField(picture);
}
