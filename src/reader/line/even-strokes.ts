/**
 * Strokes of a prepared line made as bright, as sharp and at least as broad as those of MNIST's digits.
 *
 * What was enlarged gets its steep edges back. Levels are multiplied so that the brightest tenth of the ink is white. Hairlines
 * are widened by a grey dilation: each pixel rises toward the brightest beside it, by as much as the strokes lack.
 */
import type { GrayImage } from "../../image/index.ts";
import { strokeWidth } from "../../vision/index.ts";

/** Enlarged edges are made steep again up to this factor. */
const STEEPEST = 2.5;
const MIDDLE = 127.5;
/** Levels from this share of the highest on are ink; the brightest tenth of it becomes white. */
const INK_SHARE = 0.25;
const BRIGHTEST = 0.1;
const WHITE = 250;
const MOST_GAIN = 5;
/** Strokes thinner than this are widened to `TARGET`, pixels; most of MNIST's are 2.4 to 3.3 in digits 23 high. */
const THIN = 1.6;
const TARGET = 2.3;
/** A diagonal neighbour is farther away. */
const DIAGONAL = 0.6;

/** @param scale by which the picture was enlarged */
export function evenStrokes(line: GrayImage, scale: number): GrayImage {
  const bright = brighten(steepen(line, scale));
  const width = strokeWidth(bright);
  return width > 0 && width < THIN ? widen(bright, (TARGET - width) / 2) : bright;
}

function steepen(line: GrayImage, scale: number): GrayImage {
  if (scale <= 1) return line;
  const slope = Math.min(scale, STEEPEST);
  return mapLevels(line, (level) => (level - MIDDLE) * slope + MIDDLE);
}

function brighten(line: GrayImage): GrayImage {
  const counts = new Uint32Array(256);
  for (const level of line.data) counts[level]++;
  const highest = counts.findLastIndex((count) => count > 0);
  const least = Math.max(1, Math.ceil(highest * INK_SHARE));
  let left = counts.subarray(least).reduce((sum, count) => sum + count, 0) * BRIGHTEST;
  let level = highest;
  for (; level > least && left > counts[level]; level--) left -= counts[level];
  const gain = Math.min(WHITE / Math.max(level, 1), MOST_GAIN);
  return gain <= 1 ? line : mapLevels(line, (value) => value * gain);
}

function mapLevels({ width, height, data }: GrayImage, map: (level: number) => number): GrayImage {
  const table = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.round(Math.min(Math.max(map(level), 0), 255)),
  );
  const mapped = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mapped[i] = table[data[i]];
  return { width, height, data: mapped };
}

/** @param radius pixels, below 1 */
function widen({ width, height, data }: GrayImage, radius: number): GrayImage {
  const wide = data.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = data[y * width + x];
      if (level === 0) continue;
      const [near, far] = [Math.round(level * radius), Math.round(level * radius * DIAGONAL)];
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const raised = row !== y && column !== x ? far : near;
          if (raised > wide[row * width + column]) wide[row * width + column] = raised;
        }
      }
    }
  }
  return { width, height, data: wide };
}
