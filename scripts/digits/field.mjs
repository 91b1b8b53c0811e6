/**
 * Pictures in MNIST's form: ink bright on black, scaled into 20 × 20 keeping its aspect ratio, its centre of mass in the middle
 * of 28 × 28. Pictures are { width, height, data: Uint8Array }, as the library's `GrayImage`.
 * Source: Y. LeCun et al., "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86 (1998).
 */
import { createGrayImage, resizeArea } from "../../dist/image/index.js";

export const FIELD_SIDE = 28;
export const FIELD_PIXELS = FIELD_SIDE * FIELD_SIDE;
export const BOX_SIDE = 20;
/** MNIST's centres of mass lie within half a pixel of pixel (14, 14). */
const FIELD_CENTRE = 14;
/** What still counts as the middle, pixels. */
const FARTHEST = 1.5;
/** Enlarged edges are made steep again up to this factor. */
const STEEPEST = 2.5;

/** The n-th image of a set (N, 28, 28), a view. */
export function imageAt(images, n) {
  const data = images.data.subarray(n * FIELD_PIXELS, (n + 1) * FIELD_PIXELS);
  return { width: FIELD_SIDE, height: FIELD_SIDE, data };
}

/** A new picture; `levelAt(x, y)` gives each pixel, and is rounded and held in 0..255. */
export function drawPicture(width, height, levelAt) {
  const picture = createGrayImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      picture.data[y * width + x] = Math.round(Math.min(Math.max(levelAt(x, y), 0), 255));
    }
  }
  return picture;
}

/** The level of a pixel, 0 outside the picture. */
export function levelAt({ width, height, data }, x, y) {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x];
}

/** The box of what is not black, or undefined if all is. */
export function inkBox({ width, height, data }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), y + 1];
    }
  }
  return right === 0 ? undefined : { left, top, width: right - left, height: bottom - top };
}

/** The picture without the black around its ink. */
export function cropToInk(picture) {
  const box = inkBox(picture);
  if (box === undefined) return createGrayImage(1, 1);
  return drawPicture(
    box.width,
    box.height,
    (x, y) => picture.data[(box.top + y) * picture.width + box.left + x],
  );
}

/** Ink of any size as an image of 28 × 28 in MNIST's form. */
export function toField(picture) {
  return centreInField(scaleToBox(cropToInk(picture)));
}

/** Scaled so that the longer side is 20 pixels. Enlarging flattens edges; they are made as steep again as they were. */
export function scaleToBox(picture) {
  const scale = BOX_SIDE / Math.max(picture.width, picture.height);
  const side = (length) => Math.max(1, Math.round(length * scale));
  const scaled = resizeArea(picture, side(picture.width), side(picture.height));
  if (scale <= 1) return scaled;
  const slope = Math.min(scale, STEEPEST);
  return drawPicture(
    scaled.width,
    scaled.height,
    (x, y) => (scaled.data[y * scaled.width + x] - 127.5) * slope + 127.5,
  );
}

/** Moves a picture of at most 28 × 28 to where its centre of mass is the field's centre, but cuts no ink off. */
export function centreInField(picture) {
  const { centreX, centreY } = momentsOf(picture);
  const place = (centre, length) =>
    Math.min(Math.max(Math.ceil(FIELD_CENTRE - 0.5 - centre), 0), FIELD_SIDE - length);
  const [left, top] = [place(centreX, picture.width), place(centreY, picture.height)];
  const field = createGrayImage(FIELD_SIDE, FIELD_SIDE);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width, (y + 1) * picture.width);
    field.data.set(row, (top + y) * FIELD_SIDE + left);
  }
  return field;
}

/** Whether the centre of mass is where MNIST has it; far-reaching thin ink keeps it from there. */
export function isCentred(field) {
  const { centreX, centreY } = momentsOf(field);
  return Math.max(Math.abs(centreX - FIELD_CENTRE), Math.abs(centreY - FIELD_CENTRE)) <= FARTHEST;
}

/** Sum of the levels, centre of mass and covariances in pixels; zeros for a black picture. */
export function momentsOf({ width, data }) {
  let [mass, sumX, sumY] = [0, 0, 0];
  let [sumXX, sumXY, sumYY] = [0, 0, 0];
  data.forEach((level, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    mass += level;
    sumX += level * x;
    sumY += level * y;
    sumXX += level * x * x;
    sumXY += level * x * y;
    sumYY += level * y * y;
  });
  const [centreX, centreY] = [sumX / (mass || 1), sumY / (mass || 1)];
  return {
    mass,
    centreX,
    centreY,
    varianceX: sumXX / (mass || 1) - centreX * centreX,
    covariance: sumXY / (mass || 1) - centreX * centreY,
    varianceY: sumYY / (mass || 1) - centreY * centreY,
  };
}
