/** The .h5 files that real Keras wrote (test/golden/golden_files.py), and what Keras found in them. */
import { readFileSync } from "node:fs";
import type { NdArray } from "../../src/base/shapes.ts";

/** An array as the golden files hold it. */
export interface GoldenArray {
  shape: number[];
  data: number[];
}

/** What Keras found in one file. */
interface GoldenFile {
  weights: (GoldenArray & { layer: string; name: string })[];
  /** The optimizer's variables in Keras's order; the count of steps and the learning rate come first. */
  optimizer: (GoldenArray & { name: string })[];
  predictions: GoldenArray;
  /** One more training step on the fixed batch: its loss, and the weights behind it. */
  next: { loss: number; weights: GoldenArray[] };
}

interface GoldenFiles {
  predictInputs: GoldenArray;
  batchInputs: GoldenArray;
  batchTargets: GoldenArray;
  files: Record<string, GoldenFile>;
}

/** golden-files.json. */
export const golden = JSON.parse(
  readFileSync(new URL("../golden/golden-files.json", import.meta.url), "utf8"),
) as GoldenFiles;

/** The bytes of a file in test/golden. */
export function goldenBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../golden/${name}`, import.meta.url)));
}

export function ndArray({ shape, data }: GoldenArray): NdArray {
  return { shape, data: Float32Array.from(data) };
}

/** The largest difference between two lists of numbers; infinite if their lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
