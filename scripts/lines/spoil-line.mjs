/** What pens, paper and scanners do to a string's ink: thinner or broader strokes, blur, pale ink, grain, holes, thresholds. */
import { createGrayImage, resizeArea } from "../../dist/image/index.js";
import { chance, uniform } from "../digits/random-draws.mjs";

/** Spoilings, each with the share of strings that suffer it; strokes are always made so broad first. */
const KINDS = [
  [0.45, changeStrokes],
  [0.25, blur],
  [0.3, fade],
  [0.2, grain],
  [0.08, holes],
  [0.05, pepper],
  [0.1, threshold],
];

/** More than that at once leaves nothing to read. */
const MOST = 3;

/** The picture of a line with some of them, or with none; the line's own may be changed. */
export function spoil({ picture, pen }, random) {
  const chosen = KINDS.filter(([share]) => chance(random, share)).slice(0, MOST);
  return chosen.reduce((spoilt, [, act]) => act(spoilt, random, pen), picture);
}

/** Thinner or broader: each pixel moves toward the least or greatest of the nine around it. */
function changeStrokes(picture, random, pen) {
  const broader = chance(random, 0.45);
  const most = broader ? 0.8 : Math.min(Math.max((pen - 1.2) / 2, 0.1), 0.7);
  const amount = uniform(random, 0.1, most);
  const { width, height, data } = picture;
  // The least is the greatest of what is turned over.
  const flip = broader ? 0 : 255;
  const rows = new Uint8Array(data.length);
  for (let i = 1; i < data.length - 1; i++) {
    rows[i] = Math.max(data[i - 1] ^ flip, data[i] ^ flip, data[i + 1] ^ flip);
  }
  const changed = createGrayImage(width, height);
  for (let i = width; i < data.length - width; i++) {
    const extreme = Math.max(rows[i - width], rows[i], rows[i + width]) ^ flip;
    changed.data[i] = data[i] + (extreme - data[i]) * amount;
  }
  return changed;
}

/** As a coarser scan would show it. */
function blur(picture, random) {
  const { width, height } = picture;
  const factor = uniform(random, 0.45, 0.9);
  const side = (length) => Math.max(1, Math.round(length * factor));
  return resizeArea(resizeArea(picture, side(width), side(height)), width, height);
}

/** Paler ink, perhaps more so toward one end. */
function fade({ width, height, data }, random) {
  const [first, last] = [uniform(random, 0.5, 1), uniform(random, 0.5, 1)];
  const end = chance(random, 0.5) ? first : last;
  for (let x = 0; x < width; x++) {
    const factor = first + ((end - first) * x) / width;
    for (let i = x; i < data.length; i += width) data[i] *= factor;
  }
  return { width, height, data };
}

/** Paper's and the scanner's grain: of everything, or of the ink alone. */
function grain(picture, random) {
  const strength = uniform(random, 10, 60);
  const inkOnly = chance(random, 0.4);
  const { data } = picture;
  for (let i = 0; i < data.length; i++) {
    if (inkOnly && data[i] === 0) continue;
    // Grain of paper is what is left above its mean.
    const level =
      data[i] + (random.nextFloat() + random.nextFloat() - 1) * strength * (data[i] === 0 ? 0.7 : 1.5);
    data[i] = Math.min(Math.max(level, 0), 255);
  }
  return picture;
}

/** Spots that the pen left out, as pencil and ball pens do. */
function holes(picture, random) {
  const { data } = picture;
  const share = uniform(random, 0.05, 0.3);
  for (let i = 0; i < data.length; i++) {
    if (data[i] > 0 && chance(random, share)) data[i] *= random.nextFloat();
  }
  return picture;
}

/** Single pixels of ink and of paper. */
function pepper(picture, random) {
  const { data } = picture;
  for (let count = Math.round(data.length * uniform(random, 0.002, 0.015)); count > 0; count--) {
    data[random.nextBelow(data.length)] = chance(random, 0.6) ? uniform(random, 60, 255) : 0;
  }
  return picture;
}

/** Black and white. */
function threshold({ width, height, data }, random) {
  const limit = uniform(random, 0.25, 0.45) * data.reduce((most, level) => Math.max(most, level), 0);
  return { width, height, data: data.map((level) => (level > limit ? 255 : 0)) };
}
