/**
 * Lines cut where boxes that stand side by side leave gaps between them: a line may be broken anywhere, but a gap that reaches
 * exactly from one line across it to the next is the space between two boxes.
 */
import type { GrayImage } from "../../image/index.ts";
import type { Rule } from "./page-parts.ts";

/** A pixel with at least this level belongs to the line. */
const LINE_LEVEL = 96;
/** A gap is at least so many pixels long, and this share of it at most is inked. */
const LEAST_GAP = 4;
const MOST_INKED = 0.25;

/** The lines, each in as many pieces as it has gaps and one more. @param reach how near lines must come to meet */
export function splitAtGaps<T extends Rule>(ink: GrayImage, lines: readonly T[], reach: number): T[] {
  return lines.flatMap((line) => {
    const [start, end] = alongOf(line);
    const crossings = lines
      .filter((other) => other.direction !== line.direction && meets(line, other, reach))
      .map(acrossOf)
      .sort((a, b) => a[0] - b[0]);
    const pieces: T[] = [];
    let from = start;
    for (let n = 0; n + 1 < crossings.length; n++) {
      const [gap, behind] = [crossings[n][1], crossings[n + 1][0]];
      if (behind - gap < LEAST_GAP || gap <= from || inkedShare(ink, line, gap, behind) > MOST_INKED)
        continue;
      pieces.push(stretch(line, from, gap));
      from = behind;
    }
    return [...pieces, stretch(line, from, end)];
  });
}

/** From where to where a rule reaches in its direction. */
function alongOf({ direction, box }: Rule): [number, number] {
  return direction === "horizontal" ? [box.x, box.x + box.width] : [box.y, box.y + box.height];
}

/** From where to where it reaches across. */
function acrossOf({ direction, box }: Rule): [number, number] {
  return direction === "horizontal" ? [box.y, box.y + box.height] : [box.x, box.x + box.width];
}

function meets(line: Rule, other: Rule, reach: number): boolean {
  const [start, end] = alongOf(line);
  const [top, bottom] = acrossOf(line);
  const [first, last] = alongOf(other);
  const [left, right] = acrossOf(other);
  return left >= start - reach && right <= end + reach && first <= bottom + reach && last >= top - reach;
}

function stretch<T extends Rule>(line: T, start: number, end: number): T {
  const side = Math.max(1, end - start);
  const box =
    line.direction === "horizontal"
      ? { ...line.box, x: start, width: side }
      : { ...line.box, y: start, height: side };
  return { ...line, box };
}

/** The share of places between two along a line at which there is ink. */
function inkedShare({ width, data }: GrayImage, line: Rule, start: number, end: number): number {
  const [from, to] = acrossOf(line);
  const [step, across] = line.direction === "horizontal" ? [1, width] : [width, 1];
  let inked = 0;
  for (let place = start; place < end; place++) {
    let row = from;
    while (row < to && data[place * step + row * across] < LINE_LEVEL) row++;
    if (row < to) inked++;
  }
  return inked / (end - start);
}
