/** A set of handwriting that is small enough to be counted by hand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeIdx } from "../../src/data/index.ts";

const SIDE = 28;

/**
 * Writes two 7s, a 3, something that is no digit, and a blank image that is none either. All but the last are the same
 * stroke on white paper: a reader that always says 7 reads the first two right.
 */
export function writeSmallSet(folder: string): void {
  const labels = Uint8Array.of(7, 7, 3, 255, 255);
  const data = new Uint8Array(labels.length * SIDE * SIDE).fill(255);
  for (let n = 0; n < 4; n++) {
    for (let y = 5; y < 23; y++) data.fill(0, (n * SIDE + y) * SIDE + 12, (n * SIDE + y) * SIDE + 15);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "images-idx3-ubyte"), encodeIdx({ data, shape: [labels.length, SIDE, SIDE] }));
  writeFileSync(join(folder, "labels-idx1-ubyte"), encodeIdx({ data: labels, shape: [labels.length] }));
}
