/**
 * Strokes of a pen: polylines drawn with round ends and soft edges. A picture's shape is a list of strokes, a stroke a list of
 * points [x, y], y downwards; a stroke of one point is a dot. Method: each pixel's level is a ramp of its distance from the
 * nearest segment. Only + - * / and square roots, so that equal draws give equal bytes everywhere.
 */
import { cosPi } from "../../dist/base/portable-math.js";
import { createGrayImage } from "../../dist/image/index.js";
import { BOX_SIDE } from "./field.mjs";

const CURVE_PIECES = 8;

/** Strokes of a path: the commands M x y, L x y and Q x y x y of SVG, each with absolute coordinates and its letter. */
export function parsePath(path) {
  const strokes = [];
  for (const [, letter, rest] of path.matchAll(/([MLQ])([^MLQ]*)/g)) {
    const numbers = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (letter === "M") strokes.push([numbers]);
    else if (letter === "L") strokes.at(-1).push(numbers);
    else strokes.at(-1).push(...quadratic(strokes.at(-1).at(-1), numbers.slice(0, 2), numbers.slice(2)));
  }
  return strokes;
}

/** Points of Bézier's quadratic curve after its first. */
export function quadratic(start, control, end) {
  return Array.from({ length: CURVE_PIECES }, (_, i) => {
    const t = (i + 1) / CURVE_PIECES;
    return [0, 1].map((k) => (1 - t) * (1 - t) * start[k] + 2 * t * (1 - t) * control[k] + t * t * end[k]);
  });
}

/** A smooth stroke that begins and ends at the first and last point and passes by the others. */
export function smoothStroke(points) {
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const stroke = [points[0]];
  for (let i = 1; i < points.length - 1; i++) {
    const end = i === points.length - 2 ? points[i + 1] : middle(points[i], points[i + 1]);
    stroke.push(...quadratic(stroke.at(-1), points[i], end));
  }
  return stroke;
}

/** Points of an ellipse; angles in half turns, from the right by way of the bottom. */
export function arc([x, y], [radiusX, radiusY], from, to, pieces = 24) {
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / pieces;
    return [x + radiusX * cosPi(angle), y + radiusY * cosPi(angle - 0.5)];
  });
}

/** Strokes with every point moved. */
export function mapPoints(strokes, move) {
  return strokes.map((stroke) => stroke.map(([x, y]) => move(x, y)));
}

/** The box around all points. */
export function boundsOf(strokes) {
  const points = strokes.flat();
  const extent = (k) =>
    points.reduce(([a, b], p) => [Math.min(a, p[k]), Math.max(b, p[k])], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [extent(0), extent(1)];
  return { left, top, width: right - left, height: bottom - top };
}

/** A picture of the strokes whose longer side is 20 pixels, with a pen so many pixels wide. */
export function drawInBox(strokes, pen) {
  const { left, top, width, height } = boundsOf(strokes);
  const scale = (BOX_SIDE - pen.width) / Math.max(width, height, 1e-9);
  const side = (length) => Math.min(BOX_SIDE, Math.max(1, Math.ceil(length * scale + pen.width)));
  const picture = createGrayImage(side(width), side(height));
  const half = pen.width / 2;
  const placed = mapPoints(strokes, (x, y) => [(x - left) * scale + half, (y - top) * scale + half]);
  drawStrokes(picture, placed, pen);
  return picture;
}

/**
 * Draws onto a picture, in its pixels, whose first one's middle is at (0.5, 0.5); where there is brighter ink, that stays.
 * @param width of the pen, pixels
 * @param level of its ink
 * @param edge pixels over which the ink fades
 */
export function drawStrokes(picture, strokes, { width, level = 255, edge = 1 }) {
  const reach = (width + edge) / 2;
  for (const stroke of strokes) {
    for (let i = 0; i === 0 || i < stroke.length - 1; i++) {
      const [from, to] = [stroke[i], stroke[Math.min(i + 1, stroke.length - 1)]];
      paintNear(picture, from, to, reach, (distance) => level * Math.min(1, (reach - distance) / edge));
    }
  }
}

function paintNear({ width, height, data }, from, to, reach, levelAt) {
  const first = (k) => Math.max(0, Math.floor(Math.min(from[k], to[k]) - reach));
  const last = (k, side) => Math.min(side, Math.ceil(Math.max(from[k], to[k]) + reach));
  for (let y = first(1); y < last(1, height); y++) {
    for (let x = first(0); x < last(0, width); x++) {
      const distance = distanceToSegment(x + 0.5, y + 0.5, from, to);
      if (distance < reach) {
        data[y * width + x] = Math.max(data[y * width + x], Math.round(levelAt(distance)));
      }
    }
  }
}

/** Distance of (x, y) from the straight piece between two points. */
function distanceToSegment(x, y, from, to) {
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]];
  const square = alongX * alongX + alongY * alongY;
  const share = square === 0 ? 0 : ((x - from[0]) * alongX + (y - from[1]) * alongY) / square;
  const held = Math.min(Math.max(share, 0), 1);
  const [dx, dy] = [x - from[0] - held * alongX, y - from[1] - held * alongY];
  return Math.sqrt(dx * dx + dy * dy);
}
