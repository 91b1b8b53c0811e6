/** What a hand does to a drawn shape: every stroke a little off, the whole slanted, turned, stretched and bent. */
import { cosPi } from "../../dist/base/portable-math.js";
import { normal, uniform } from "./random-draws.mjs";
import { boundsOf, mapPoints } from "./stroke.mjs";

/** How far a hand goes; lengths are shares of the shape's longer side. */
const HAND = { strokeShift: 0.024, strokeScale: 0.07, slant: 0.17, turn: 0.025, aspect: 0.12, wobble: 0.03 };
/** Pen and ink, in pixels of MNIST's box. */
const PEN = { least: 1.5, most: 3.4, edgeLeast: 1, edgeMost: 1.8 };

/** A pen as MNIST's writers had. */
export function drawPen(random, { least = PEN.least, most = PEN.most } = {}) {
  return {
    width: uniform(random, least, most),
    edge: uniform(random, PEN.edgeLeast, PEN.edgeMost),
    level: 255,
  };
}

/** The strokes as a hand would draw them. */
export function writeByHand(strokes, random) {
  const { width, height } = boundsOf(strokes);
  const side = Math.max(width, height);
  const loose = strokes.map((stroke) => loosen(stroke, side, random));
  return mapPoints(mapPoints(loose, bend(side, random)), slant(random));
}

/** One stroke a little shifted and longer or shorter. */
function loosen(stroke, side, random) {
  const { left, top, width, height } = boundsOf([stroke]);
  const [x, y] = [left + width / 2, top + height / 2];
  const shift = () => normal(random) * HAND.strokeShift * side;
  const [shiftX, shiftY] = [shift(), shift()];
  const scale = 1 + normal(random) * HAND.strokeScale;
  return stroke.map((point) => [x + (point[0] - x) * scale + shiftX, y + (point[1] - y) * scale + shiftY]);
}

/** A slow wave across, and another down. */
function bend(side, random) {
  const wave = () => {
    const size = normal(random) * HAND.wobble * side;
    const [pace, phase] = [uniform(random, 0.8, 2.2) / side, uniform(random, 0, 2)];
    return (along) => size * cosPi(pace * along + phase);
  };
  const [across, down] = [wave(), wave()];
  return (x, y) => [x + across(y), y + down(x)];
}

function slant(random) {
  const shear = normal(random) * HAND.slant;
  const angle = normal(random) * HAND.turn;
  const aspect = 1 + normal(random) * HAND.aspect;
  const [cosine, sine] = [cosPi(angle), cosPi(angle - 0.5)];
  return (x, y) => {
    const slanted = (x - shear * y) * aspect;
    return [slanted * cosine - y * sine, slanted * sine + y * cosine];
  };
}
