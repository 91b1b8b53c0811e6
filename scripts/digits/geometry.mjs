/** Pictures turned, slanted, mirrored, cut and joined. */
import { cosPi } from "../../dist/base/portable-math.js";
import { drawPicture, levelAt, momentsOf } from "./field.mjs";
import { wholeBetween } from "./random-draws.mjs";

/** Room to turn an image of 28 × 28 in. */
const TURNING_SIDE = 40;

/** The picture turned by so many half turns, clockwise, about its centre, with linear interpolation. */
export function rotate(picture, angle) {
  const [cosine, sine] = [cosPi(angle), cosPi(angle - 0.5)];
  const [middleX, middleY] = [(picture.width - 1) / 2, (picture.height - 1) / 2];
  const middle = (TURNING_SIDE - 1) / 2;
  return drawPicture(TURNING_SIDE, TURNING_SIDE, (x, y) => {
    const [dx, dy] = [x - middle, y - middle];
    const [sourceX, sourceY] = [middleX + cosine * dx + sine * dy, middleY - sine * dx + cosine * dy];
    const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
    const [right, below] = [sourceX - left, sourceY - top];
    return (
      (1 - below) * ((1 - right) * levelAt(picture, left, top) + right * levelAt(picture, left + 1, top)) +
      below * ((1 - right) * levelAt(picture, left, top + 1) + right * levelAt(picture, left + 1, top + 1))
    );
  });
}

/** Rows moved to the left by so many pixels for each that they lie lower than the middle. */
export function shear(picture, slope) {
  const middle = (picture.height - 1) / 2;
  const room = (TURNING_SIDE - picture.width) / 2;
  return drawPicture(TURNING_SIDE, picture.height, (x, y) => {
    const source = x - room + slope * (y - middle);
    const left = Math.floor(source);
    return (left + 1 - source) * levelAt(picture, left, y) + (source - left) * levelAt(picture, left + 1, y);
  });
}

/** Left and right exchanged. */
export function mirror({ width, height, data }) {
  return drawPicture(width, height, (x, y) => data[y * width + width - 1 - x]);
}

/** What lies between two parallel lines, such that so large shares of the ink lie before each, along the direction. */
export function cutBetween(picture, direction, from, to) {
  const { mass } = momentsOf(picture);
  const [x, y] = [cosPi(direction), cosPi(direction - 0.5)];
  const along = (i) => (i % picture.width) * x + Math.floor(i / picture.width) * y;
  const order = [...picture.data.keys()].sort((a, b) => along(a) - along(b) || a - b);
  const data = new Uint8Array(picture.data.length);
  let before = 0;
  for (const i of order) {
    const middle = (before + picture.data[i] / 2) / mass;
    if (middle >= from && middle <= to) data[i] = picture.data[i];
    before += picture.data[i];
  }
  return { width: picture.width, height: picture.height, data };
}

/** Two pictures side by side, so near that they touch or overlap by a pixel, one a little higher. */
export function join(a, b, random) {
  const drop = wholeBetween(random, -3, 3) + Math.floor((a.height - b.height) / 2);
  const overlap = wholeBetween(random, 0, 1);
  const [topA, topB] = [Math.max(0, -drop), Math.max(0, drop)];
  const height = Math.max(topA + a.height, topB + b.height);
  const right = edges(a, topA, height, (columns) => columns.at(-1));
  const left = edges(b, topB, height, (columns) => columns[0]);
  let gap = Infinity;
  for (let y = 0; y < height; y++) {
    // Ink touches across a corner too.
    for (let other = Math.max(0, y - 1); other <= Math.min(height - 1, y + 1); other++) {
      gap = Math.min(gap, left[other] + a.width - 1 - right[y]);
    }
  }
  const start = Math.max(0, a.width - gap - overlap);
  return drawPicture(Math.max(a.width, start + b.width), height, (x, y) =>
    Math.max(levelAt(a, x, y - topA), levelAt(b, x - start, y - topB)),
  );
}

/** The column of each row's outermost ink, or one infinitely far from the other picture. */
function edges(picture, top, height, choose) {
  const columns = Array.from({ length: picture.width }, (_, x) => x);
  const none = choose([Infinity, -Infinity]);
  return Array.from(
    { length: height },
    (_, y) => choose(columns.filter((x) => levelAt(picture, x, y - top) >= 100)) ?? none,
  );
}
