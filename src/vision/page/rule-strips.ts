/**
 * Ink in strips: means over a few pixels along one direction, at full resolution across it. A line along the strips fills them
 * even where it is dotted, broken or pale; strokes across them do not stay in one row.
 */
import type { GrayImage } from "../../image/index.ts";

/** Strips of a picture; `at(strip, place)` lies at `strip * stripStep + place * placeStep` of `levels`. */
export interface Strips {
  /** Pixels along a strip. */
  side: number;
  /** Strips along the direction, and places across it. */
  count: number;
  places: number;
  stripStep: number;
  placeStep: number;
  /** Mean levels. */
  levels: Uint8Array;
}

/** Strips that lie along the rows; the last may be cut short. */
export function stripsAlongRows({ width, height, data }: GrayImage, side: number): Strips {
  const count = Math.ceil(width / side);
  const levels = new Uint8Array(count * height);
  for (let y = 0; y < height; y++) {
    for (let strip = 0; strip < count; strip++) {
      const first = strip * side;
      const end = Math.min(width, first + side);
      let sum = 0;
      for (let i = y * width + first; i < y * width + end; i++) sum += data[i];
      levels[y * count + strip] = sum / (end - first);
    }
  }
  return { side, count, places: height, stripStep: 1, placeStep: count, levels };
}

/** Strips that lie along the columns; the last may be cut short. */
export function stripsAlongColumns({ width, height, data }: GrayImage, side: number): Strips {
  const count = Math.ceil(height / side);
  const levels = new Uint8Array(count * width);
  const sums = new Uint32Array(width);
  for (let strip = 0; strip < count; strip++) {
    const end = Math.min(height, (strip + 1) * side);
    sums.fill(0);
    for (let y = strip * side; y < end; y++) {
      for (let x = 0, i = y * width; x < width; x++, i++) sums[x] += data[i];
    }
    const tall = end - strip * side;
    for (let x = 0; x < width; x++) levels[strip * width + x] = sums[x] / tall;
  }
  return { side, count, places: width, stripStep: width, placeStep: 1, levels };
}
