/**
 * What a picture's side cuts through all along, cleared from the page: a rest of the table, the shadow of a book's fold, the
 * frame of a scan. It is as deep as most of the side shows; strokes that run into it go deeper and are left from there.
 */
import type { GrayImage } from "../../image/index.ts";

/** A side of which at least this share is ink is no paper; less is enough where something else than paper was seen. */
const SIDE_SHARE = 0.25;
const SIDE_SHARE_BESIDE_TABLE = 0.05;
/** A side is looked at in so many stretches, as the edge may run askew… */
const STRETCHES = 16;
/** …and each is cleared as deep as this share of its inked places, and a pixel more. */
const DEPTH_SHARE = 0.75;
/** What is deeper than this share of the picture is no edge. */
const MOST_DEPTH = 0.1;

/** Clears the four sides. Overwrites `ink`. @param besideTable whether the paper ends within the picture */
export function clearEdges({ width, height, data }: GrayImage, besideTable: boolean): void {
  const least = besideTable ? SIDE_SHARE_BESIDE_TABLE : SIDE_SHARE;
  clearSide(data, least, 0, 1, width, width, height);
  clearSide(data, least, (height - 1) * width, 1, width, -width, height);
  clearSide(data, least, 0, width, height, 1, width);
  clearSide(data, least, width - 1, width, height, -1, width);
}

/** One side: `length` places from `start`, `along` apart, from each of which the picture is `breadth` pixels wide in steps of `inward`. */
function clearSide(
  data: Uint8Array,
  least: number,
  start: number,
  along: number,
  length: number,
  inward: number,
  breadth: number,
): void {
  const depths = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    let depth = 0;
    for (let pixel = start + i * along; depth < breadth && data[pixel] > 0; pixel += inward) depth++;
    depths[i] = depth;
  }
  if (depths.reduce((count, depth) => count + Math.sign(depth), 0) < least * length) return;
  const stretch = Math.ceil(length / STRETCHES);
  for (let first = 0; first < length; first += stretch) {
    const inked = depths
      .subarray(first, first + stretch)
      .filter((depth) => depth > 0)
      .sort();
    if (inked.length === 0) continue;
    const most = inked[Math.floor(DEPTH_SHARE * (inked.length - 1))] + 1;
    if (most > MOST_DEPTH * breadth) continue;
    for (let i = first; i < Math.min(length, first + stretch); i++) {
      const depth = Math.min(depths[i], most);
      for (let k = 0, pixel = start + i * along; k < depth; k++, pixel += inward) data[pixel] = 0;
    }
  }
}
