/**
 * Ink turned upright: a rotation about the middle with linear interpolation, onto a canvas that nothing falls off.
 * Memory: the result, a byte a pixel.
 */
import { checkGrayImage, createGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";

/** Fractions of a pixel are kept to this many bits; 256ths of a level are more than a byte shows. */
const FRACTION_BITS = 8;
const ONE = 1 << FRACTION_BITS;

/** Upright ink. */
export interface StraightInk {
  ink: GrayImage;
  /**
   * Where a point of `ink` lies in the ink that was given. Pixel (x, y) is the square from point (x, y) to (x + 1, y + 1).
   */
  toSource: (x: number, y: number) => [number, number];
}

/**
 * Turns ink back by the angle that it lies askew; 0 returns the same image. @param degrees clockwise
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image.
 */
export function straighten(ink: GrayImage, degrees: number): StraightInk {
  checkGrayImage(ink);
  if (degrees === 0) return { ink, toSource: (x, y) => [x, y] };
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const reach = (along: number, across: number): number =>
    Math.ceil(along * Math.abs(cosine) + across * Math.abs(sine) - 1e-9);
  const straight = createGrayImage(reach(ink.width, ink.height), reach(ink.height, ink.width));
  const toSource = (x: number, y: number): [number, number] => {
    const [dx, dy] = [x - straight.width / 2, y - straight.height / 2];
    return [dx * cosine - dy * sine + ink.width / 2, dx * sine + dy * cosine + ink.height / 2];
  };
  for (let y = 0; y < straight.height; y++) {
    const [fromX, fromY] = toSource(0.5, y + 0.5);
    // Interpolation counts from the pixels' centres.
    drawRow(straight, y, ink, fromX - 0.5, fromY - 0.5, cosine, sine);
  }
  return { ink: straight, toSource };
}

function drawRow(
  target: GrayImage,
  y: number,
  { width, height, data }: GrayImage,
  fromX: number,
  fromY: number,
  stepX: number,
  stepY: number,
): void {
  const base = y * target.width;
  // Plain numbers without arrays: three times as fast.
  for (let x = 0; x < target.width; x++) {
    const exactX = fromX + x * stepX;
    const exactY = fromY + x * stepY;
    const left = Math.floor(exactX);
    const top = Math.floor(exactY);
    if (left < -1 || top < -1 || left >= width || top >= height) continue;
    const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
    const i = top * width + left;
    const a = inside ? data[i] : levelAt(data, width, height, left, top);
    const b = inside ? data[i + 1] : levelAt(data, width, height, left + 1, top);
    const c = inside ? data[i + width] : levelAt(data, width, height, left, top + 1);
    const d = inside ? data[i + width + 1] : levelAt(data, width, height, left + 1, top + 1);
    if ((a | b | c | d) === 0) continue;
    const right = ((exactX - left) * ONE) | 0;
    const down = ((exactY - top) * ONE) | 0;
    const upper = a * (ONE - right) + b * right;
    const lower = c * (ONE - right) + d * right;
    target.data[base + x] = (upper * (ONE - down) + lower * down + (ONE * ONE) / 2) >> (2 * FRACTION_BITS);
  }
}

/** What lies outside of the picture is paper. */
function levelAt(data: Uint8Array, width: number, height: number, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x];
}
