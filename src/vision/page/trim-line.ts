/** Where a traced line really ends: strips tell it only to their own length. */
import type { GrayImage } from "../../image/index.ts";
import type { Rule } from "./page-parts.ts";
import type { Line } from "./trace-lines.ts";

/** A pixel with at least this level belongs to the line. */
const LINE_LEVEL = 96;
/** A line goes on over gaps of so many pixels, as dotted ones have. */
const MOST_GAP = 3;
/** An end is sought from so far inside of it, as a share of the line's length and in pixels. */
const SOUGHT_SHARE = 0.25;
const MOST_SOUGHT = 32;

/** The line with its ends where its ink ends, and cut to the picture. */
export function trimLine({ width, height, data }: GrayImage, line: Line, direction: Rule["direction"]): Line {
  const horizontal = direction === "horizontal";
  const [length, breadth] = horizontal ? [width, height] : [height, width];
  const [step, across] = horizontal ? [1, width] : [width, 1];
  const [from, to] = [Math.max(0, line.from), Math.min(breadth, line.to)];
  const isInked = (place: number): boolean => {
    for (let row = from; row < to; row++) if (data[place * step + row * across] >= LINE_LEVEL) return true;
    return false;
  };
  const [first, last] = [Math.max(0, line.start), Math.min(length, line.end)];
  const sought = Math.min(MOST_SOUGHT, Math.floor(SOUGHT_SHARE * (last - first)));
  /** From inside the line outwards as long as there is ink. */
  const endFrom = (inside: number, outwards: 1 | -1): number => {
    let end = inside;
    for (let place = inside, gap = 0; place >= 0 && place < length && gap <= MOST_GAP; place += outwards) {
      gap = isInked(place) ? 0 : gap + 1;
      if (gap === 0) end = place;
    }
    return end;
  };
  const start = endFrom(Math.min(length - 1, first + sought), -1);
  const end = endFrom(Math.max(0, last - 1 - sought), 1) + 1;
  return { ...line, start, end: Math.max(end, start + 1), from, to };
}
