/**
 * More training images from those there are: copies moved by a pixel or two. A dense network knows nothing of
 * neighbouring pixels, so it learns from them that a digit is the same digit wherever it stands.
 */
import { Random } from "../../base/random.ts";
import type { DataSet } from "../../data/index.ts";

/** How to shift. */
export interface ShiftOptions {
  /** Copies of each image, besides the image itself. */
  copies: number;
  /** Farthest move in each direction, pixels. */
  distance: number;
  seed: number;
}

/** The images of a set followed by copies, each moved by a random vector other than zero; black comes in. */
export function shiftCopies(set: DataSet, { copies, distance, seed }: ShiftOptions): DataSet {
  const [count, height, width] = set.images.shape;
  const pixels = height * width;
  const all = new Uint8Array((copies + 1) * count * pixels);
  const labels = new Uint8Array((copies + 1) * count);
  all.set(set.images.data);
  labels.set(set.labels);
  const vectors = vectorsWithin(distance);
  const random = new Random(seed);
  for (let target = count; target < labels.length; target++) {
    const source = target % count;
    labels[target] = set.labels[source];
    const image = set.images.data.subarray(source * pixels, (source + 1) * pixels);
    const vector = vectors[random.nextBelow(vectors.length)];
    shiftInto(all.subarray(target * pixels, (target + 1) * pixels), image, [height, width], vector);
  }
  return { ...set, images: { ...set.images, data: all, shape: [labels.length, height, width] }, labels };
}

type Vector = readonly [down: number, right: number];

function vectorsWithin(distance: number): Vector[] {
  const steps = Array.from({ length: 2 * distance + 1 }, (_, i) => i - distance);
  const all = steps.flatMap((down) => steps.map((right): Vector => [down, right]));
  return all.filter(([down, right]) => down !== 0 || right !== 0);
}

/** @param out a black image, overwritten where the moved one is */
function shiftInto(
  out: Uint8Array,
  image: Uint8Array,
  [height, width]: readonly [number, number],
  [down, right]: Vector,
): void {
  const from = Math.max(0, -right);
  const to = Math.min(width, width - right);
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    out.set(image.subarray(y * width + from, y * width + to), (y + down) * width + right + from);
  }
}
