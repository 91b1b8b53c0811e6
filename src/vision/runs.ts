/**
 * Runs: stretches of a row's pixels that are bright enough, and which of them hang together over their eight neighbours.
 * Joined runs are a tree whose root is the first of them (union-find with path halving).
 * Source: L. He, Y. Chao, K. Suzuki, "A run-based two-scan labeling algorithm", IEEE Trans. Image Processing 17 (2008).
 */
import type { GrayImage } from "../image/index.ts";

/** Room for so many runs a row is made at first; a row can have half as many runs as pixels. */
const RUNS_A_ROW = 4;

/** Runs in reading order. */
export interface Runs {
  count: number;
  /** The row of each. */
  rows: Int32Array;
  /** Its first pixel's column, and the one after its last. */
  starts: Int32Array;
  ends: Int32Array;
  /** The first run of those that hang together with it. */
  roots: Int32Array;
}

/** The runs of pixels of at least `low`. */
export function findRuns({ width, height, data }: GrayImage, low: number): Runs {
  let [rows, starts] = [new Int32Array(RUNS_A_ROW * height), new Int32Array(RUNS_A_ROW * height)];
  let [ends, roots] = [new Int32Array(RUNS_A_ROW * height), new Int32Array(RUNS_A_ROW * height)];
  let count = 0;
  let above = 0;
  for (let row = 0; row < height; row++) {
    const first = count;
    const base = row * width;
    let candidate = above;
    while (count + width > rows.length)
      [rows, starts, ends, roots] = [rows, starts, ends, roots].map(doubled);
    for (let x = 0; x < width; x++) {
      if (data[base + x] < low) continue;
      const start = x;
      while (x < width && data[base + x] >= low) x++;
      rows[count] = row;
      starts[count] = start;
      ends[count] = x;
      roots[count] = count;
      // Runs that end before this one's upper left neighbour touch neither it nor what comes behind it.
      while (candidate < first && ends[candidate] < start) candidate++;
      for (let upper = candidate; upper < first && starts[upper] <= x; upper++) join(roots, upper, count);
      count++;
    }
    above = first;
  }
  for (let run = 0; run < count; run++) roots[run] = roots[roots[run]];
  return { count, rows, starts, ends, roots };
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

function join(roots: Int32Array, a: number, b: number): void {
  const [one, other] = [rootOf(roots, a), rootOf(roots, b)];
  if (one < other) roots[other] = one;
  else roots[one] = other;
}

function rootOf(roots: Int32Array, run: number): number {
  while (roots[run] !== run) {
    roots[run] = roots[roots[run]];
    run = roots[run];
  }
  return run;
}
