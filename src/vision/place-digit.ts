/** The ink of one digit in MNIST's form: scaled into a box of 20×20, its centre of mass in the middle of 28×28. */
import { createGrayImage, resizeArea } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import { thickenStrokes } from "./thicken.ts";

export const FIELD_SIDE = 28;
const BOX_SIDE = 20;
/** MNIST's centres of mass lie within half a pixel of pixel (14, 14); an exact half is at 13.5. */
const FIELD_CENTRE = 14;

/** A digit on its way into the field. */
interface PlacedDigit {
  /** The ink, with hairlines widened; the same object if there are none. */
  strokes: GrayImage;
  /** The strokes scaled, their brightest 255. */
  box: GrayImage;
  /** 28×28. */
  digit: GrayImage;
}

/** @param ink bright on black, cropped to its box, which is not all black */
export function placeDigit(ink: GrayImage): PlacedDigit {
  const strokes = thickenStrokes(ink);
  const box = stretchToWhite(scaleIntoBox(strokes));
  return { strokes, box, digit: centreByMass(box) };
}

/** Scales so that the longer side is 20 pixels; the shorter keeps the aspect ratio and is at least 1. */
function scaleIntoBox(image: GrayImage): GrayImage {
  const scale = BOX_SIDE / Math.max(image.width, image.height);
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeArea(image, side(image.width), side(image.height));
}

/** Scales the levels so that the brightest is 255: averaging dims strokes that are thinner than a pixel of the box. */
function stretchToWhite({ width, height, data }: GrayImage): GrayImage {
  const brightest = data.reduce((most, level) => Math.max(most, level), 1);
  return { width, height, data: data.map((level) => Math.round((level * 255) / brightest)) };
}

/** Moves the ink to where its centre of mass is the field's centre, but never so far that ink would be cut off. */
function centreByMass({ width, height, data }: GrayImage): GrayImage {
  let [mass, sumX, sumY] = [0, 0, 0];
  data.forEach((level, i) => {
    mass += level;
    sumX += level * (i % width);
    sumY += level * Math.floor(i / width);
  });
  const place = (centre: number, length: number): number =>
    Math.min(Math.max(Math.ceil(FIELD_CENTRE - 0.5 - centre), 0), FIELD_SIDE - length);
  const left = place(sumX / mass, width);
  const top = place(sumY / mass, height);
  const field = createGrayImage(FIELD_SIDE, FIELD_SIDE);
  for (let y = 0; y < height; y++) {
    field.data.set(data.subarray(y * width, (y + 1) * width), (top + y) * FIELD_SIDE + left);
  }
  return field;
}
