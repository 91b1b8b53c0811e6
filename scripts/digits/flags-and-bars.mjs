/** What hands add to digits: a flag and a foot to a 1, a bar or a tick at the roof to a 7, a hook to the stem of a 9. */
import {
  BOX_SIDE,
  centreInField,
  cropToInk,
  drawPicture,
  FIELD_SIDE,
  inkBox,
  momentsOf,
  scaleToBox,
} from "./field.mjs";
import { measurePen, middleOfRow, spanOfRow } from "./measure-pen.mjs";
import { chance, uniform } from "./random-draws.mjs";
import { drawStrokes, quadratic } from "./stroke.mjs";

/** Pixels around the image for strokes that leave it. */
const MARGIN = 6;
/** Width over height up to which a 1 is a bare stroke without flag or foot, beyond its slant. */
const BARE_WIDTH = 1.7;
/** Sideways pixels for each of height beyond which a digit leans too far, forward and backward. */
const MOST_SLANT = 0.45;
const MOST_BACKSLANT = 0.12;
/** A broader pen closes the angles, pixels. */
const BROADEST_PEN = 3.6;
const FOOT_SHARE = 0.3;
/** The flag's length, as a share of the digit's height: from a mere hook to an up-stroke from the line. */
const FLAG_LENGTH = [0.25, 0.95];
/** Rows for each column of a flag; a long one must be steeper, or it is the roof of a 7 to somebody. */
const FLAG_STEEPNESS = [0.35, 2.2];
const STEEPNESS_OF_LONG = 0.5;
/** How far its tip is from the stem at least, in widths of the pen: nearer it is a part of it. */
const LEAST_FLAG = 1.8;
/** The lowest tip of a flag, as a share of the height. */
const LOWEST_TIP = 0.8;
/** Of the 7s with a bar those that have a tick too, and of all 7s those that have a tick alone. */
const TICK_SHARE = 0.35;
const TICK_ALONE_SHARE = 0.2;

/** A bare 1 with a flag and perhaps a foot; undefined if it leans or has some already. */
export function drawFlag(image, random) {
  const pen = measurePen(image);
  const { covariance, varianceX, varianceY } = momentsOf(image);
  const slant = -covariance / varianceY;
  const thickness = Math.sqrt(Math.max(0, 12 * (varianceX + slant * covariance)));
  if (!isUpright(slant, pen) || thickness > BARE_WIDTH * pen.width) return undefined;
  const { top, height } = inkBox(image);
  const half = pen.width / 2;
  const head = [middleOfRow(image, top + Math.ceil(half)), top + half];
  const share = uniform(random, ...FLAG_LENGTH);
  const [least, most] = FLAG_STEEPNESS;
  const steepness = uniform(random, least + STEEPNESS_OF_LONG * share, most);
  const slope = Math.sqrt(1 + steepness * steepness);
  const length = Math.min(share, (LOWEST_TIP * slope) / steepness) * height;
  const across = Math.max(length / slope, LEAST_FLAG * pen.width);
  const tip = [head[0] - across, head[1] + (length / slope) * steepness];
  const bow = uniform(random, -0.12, 0.12) * length;
  const middle = [(head[0] + tip[0]) / 2 + bow * 0.5, (head[1] + tip[1]) / 2 + bow];
  const strokes = [[head, ...quadratic(head, middle, tip)]];
  if (chance(random, FOOT_SHARE))
    strokes.push(footOf(image, { bottom: top + height - half, height, half }, random));
  return addStrokes(image, strokes, pen);
}

function isUpright(slant, { width }) {
  return slant <= MOST_SLANT && slant >= -MOST_BACKSLANT && width <= BROADEST_PEN;
}

function footOf(image, { bottom, height, half }, random) {
  const x = middleOfRow(image, Math.floor(bottom - half));
  const [left, right] = [uniform(random, 0.15, 0.32) * height, uniform(random, 0.15, 0.32) * height];
  const rise = uniform(random, -0.06, 0.06) * height;
  return [
    [x - left, bottom + rise],
    [x + right, bottom - rise],
  ];
}

/** A 7 with a bar across its stem, a tick at its roof, or both; undefined if it leans or has a bar already. */
export function drawBar(image, random) {
  const pen = measurePen(image);
  const { top, height } = inkBox(image);
  const rows = Array.from(
    { length: Math.floor(height * 0.45) },
    (_, i) => Math.floor(top + height * 0.42) + i,
  );
  const [high, low] = [rows[0], rows.at(-1)];
  const lean = (middleOfRow(image, high) - middleOfRow(image, low)) / (low - high);
  const widest = Math.max(...rows.map((y) => spanOfRow(image, y)));
  // A slanted stem's cut is wider than the pen by this factor.
  const cut = Math.sqrt(1 + lean * lean);
  if (height < 16 || !isUpright(lean / 2, pen) || widest > BARE_WIDTH * cut * pen.width) return undefined;
  if (chance(random, TICK_ALONE_SHARE)) {
    return addStrokes(image, [tickOf(image, { top, height }, random)], pen);
  }
  const y = top + height * uniform(random, 0.45, 0.62);
  const x = middleOfRow(image, Math.floor(y)) + uniform(random, -0.06, 0.06) * height;
  const reach = uniform(random, 0.2, 0.42) * height;
  const rise = reach * uniform(random, -0.12, 0.35);
  const bar = [
    [x - reach, y + rise],
    [x + reach, y - rise],
  ];
  const strokes = chance(random, TICK_SHARE) ? [bar, tickOf(image, { top, height }, random)] : [bar];
  return addStrokes(image, strokes, pen);
}

/** A short stroke down from the left end of the roof. */
function tickOf({ width, data }, { top, height }, random) {
  const rows = Array.from({ length: Math.ceil(height * 0.3) }, (_, i) => top + i);
  const starts = rows.map((y) => data.subarray(y * width, (y + 1) * width).findIndex((level) => level > 127));
  const left = Math.min(...starts.filter((start) => start >= 0));
  const [x, y] = [left + 0.5, rows[starts.indexOf(left)] + 0.5];
  const length = uniform(random, 0.12, 0.42) * height;
  return [
    [x, y],
    [x + length * uniform(random, -0.4, 0.3), y + length],
  ];
}

/** A 9 whose stem ends in a hook to the left; undefined if it leans or ends in one already. */
export function drawHook(image, random) {
  const pen = measurePen(image);
  const { top, height } = inkBox(image);
  const rows = Array.from({ length: Math.floor(height * 0.2) }, (_, i) => top + height - 1 - i);
  const lean = (middleOfRow(image, rows.at(-1)) - middleOfRow(image, rows[0])) / rows.length;
  const widest = Math.max(...rows.map((y) => spanOfRow(image, y)));
  const cut = Math.sqrt(1 + lean * lean);
  if (height < 16 || !isUpright(lean / 2, pen) || widest > BARE_WIDTH * cut * pen.width) return undefined;
  const end = [middleOfRow(image, rows[1]), rows[1] + 0.5];
  const reach = uniform(random, 0.2, 0.55) * height;
  const low = [end[0] - 0.4 * reach, end[1] + uniform(random, 0.06, 0.25) * height];
  const tip = [end[0] - reach, end[1] - uniform(random, -0.06, 0.2) * height];
  return addStrokes(image, [[end, ...quadratic(end, low, tip)]], pen);
}

/** The digit with the strokes, in MNIST's form again. */
function addStrokes(image, strokes, pen) {
  const side = FIELD_SIDE + 2 * MARGIN;
  const canvas = drawPicture(side, side, (x, y) => {
    const inside = x >= MARGIN && y >= MARGIN && x < side - MARGIN && y < side - MARGIN;
    return inside ? image.data[(y - MARGIN) * FIELD_SIDE + x - MARGIN] : 0;
  });
  const moved = strokes.map((stroke) => stroke.map(([x, y]) => [x + MARGIN, y + MARGIN]));
  drawStrokes(canvas, moved, pen);
  const ink = cropToInk(canvas);
  return centreInField(Math.max(ink.width, ink.height) > BOX_SIDE ? scaleToBox(ink) : ink);
}
