/**
 * Sets of strings to learn from and to measure with, as the reader prepares them: (N, 32, W, 1) and rows of symbols, ended by -1.
 * Every string has a seed of its own, so the first do not depend on how many are drawn.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { LINE_HEIGHT, prepareLine } from "../../dist/reader/line/prepare-line.js";
import { symbolsOf } from "../../dist/reader/grammar/symbols.js";
import { chance, wholeBetween } from "../digits/random-draws.mjs";
import { composeLine, drawHand } from "./compose-line.mjs";
import { addDistractors } from "./distractors.mjs";
import { composeNoNumber } from "./no-numbers.mjs";
import { drawText } from "./number-texts.mjs";
import { spoil } from "./spoil-line.mjs";

/** The width that the network learns at. */
export const WIDTH = 168;
/** Columns of the prepared line for each step of the network's output. */
const COLUMNS_PER_STEP = 2;
/** The most symbols of a string; rows of labels are that long. */
const MOST_SYMBOLS = 12;
const EMPTY_SHARE = 0.06;
const MOST_ATTEMPTS = 200;
/** Digits of a prepared line are about that high; a string that would not fit at that size is drawn again. */
const BODY = 23;
const ROOM = WIDTH - 12;

/** @returns images (count, 32, 168, 1), labels (count, 12) and texts, of the kind that the network learns from */
export function drawLineSet(pool, { count, seed }) {
  return drawSet(count, seed, (random) => drawLine(pool, random));
}

/** Clean strings of two to six digits with gaps from `gaps`, pixels between digits 20 high. */
export function drawPlainSet(pool, { count, seed, gaps }) {
  return drawSet(count, seed, (random) => {
    const text = Array.from({ length: wholeBetween(random, 2, 6) }, () => random.nextBelow(10)).join("");
    const { picture } = composeLine(text, drawHand(random, { gaps, plain: true }), pool, random);
    return { text, picture };
  });
}

/** @returns { text, picture }: the ink of one string, before it is prepared */
function drawLine(pool, random) {
  if (chance(random, EMPTY_SHARE)) {
    const line = addDistractors(composeNoNumber(random), random);
    return { text: "", picture: spoil(line, random) };
  }
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const written = drawText(random);
    const text = written.replaceAll(" ", "");
    const line = composeLine(written, drawHand(random), pool, random);
    if (((line.right - line.left) * BODY) / line.height > ROOM || !fits(text)) continue;
    return { text, picture: spoil(addDistractors(line, random), random) };
  }
  throw new Error(`No string of ${MOST_ATTEMPTS} was short enough for ${WIDTH} pixels.`);
}

/** Whether there are steps enough for each symbol and for the blanks between equal ones. */
function fits(text) {
  const equal = [...text].filter((symbol, i) => symbol === text[i - 1]).length;
  return text.length <= MOST_SYMBOLS && text.length + equal <= WIDTH / COLUMNS_PER_STEP;
}

function drawSet(count, seed, draw) {
  const data = new Uint8Array(count * LINE_HEIGHT * WIDTH);
  const symbols = new Float32Array(count * MOST_SYMBOLS).fill(-1);
  const texts = [];
  for (let n = 0; n < count; n++) {
    const { text, image } = drawVisible(draw, new Random(deriveSeed(seed, n)));
    data.set(image.data, n * LINE_HEIGHT * WIDTH);
    symbols.set(symbolsOf(text), n * MOST_SYMBOLS);
    texts.push(text);
  }
  return {
    images: { data, shape: [count, LINE_HEIGHT, WIDTH, 1], scale: 1 / 255 },
    labels: { data: symbols, shape: [count, MOST_SYMBOLS] },
    texts,
  };
}

/** A prepared string, drawn again where spoiling has left nothing of it. */
function drawVisible(draw, random) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const { text, picture } = draw(random);
    const { image, blank } = prepareLine(picture, [WIDTH]);
    if (!blank || text === "") return { text, image };
  }
  throw new Error(`Of ${MOST_ATTEMPTS} strings nothing was left.`);
}
