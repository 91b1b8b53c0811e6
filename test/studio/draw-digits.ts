/** Writes digits on the studio's pad with the mouse, stroke by stroke. */
import type { Page } from "playwright-core";

type Point = readonly [x: number, y: number];

/** Strokes in a box that is 1 wide and 1 high, its top left at (0, 0). */
const STROKES: Readonly<Record<string, readonly (readonly Point[])[]>> = {
  "0": [arc({ x: 0.5, y: 0.5, rx: 0.4, ry: 0.5, from: -100, to: 260 })],
  "1": [
    [
      [0.3, 0.22],
      [0.6, 0],
      [0.6, 1],
    ],
  ],
  /** A 1 of one straight stroke. */
  "|": [
    [
      [0.5, 0],
      [0.5, 1],
    ],
  ],
  "4": [
    [
      [0.5, 0],
      [0.1, 0.62],
      [0.95, 0.62],
    ],
    [
      [0.68, 0.35],
      [0.68, 1],
    ],
  ],
  "7": [
    [
      [0.08, 0.04],
      [0.9, 0.04],
      [0.42, 1],
    ],
  ],
};

/** What no digit looks like: a tangle of crossing lines. */
const SCRIBBLE: readonly Point[] = Array.from({ length: 60 }, (_, i): Point => [
  0.5 + 0.5 * Math.sin(i * 2.4),
  0.5 + 0.5 * Math.cos(i * 3.7),
]);

interface Arc {
  x: number;
  y: number;
  rx: number;
  ry: number;
  /** Degrees, clockwise from the right. */
  from: number;
  to: number;
}

function arc({ x, y, rx, ry, from, to }: Arc): Point[] {
  const steps = 24;
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

/** Writes the digits from left to right, the first in the place of this number from 0. */
export async function drawDigits(page: Page, digits: string, firstPlace = 0): Promise<void> {
  const pad = await padBox(page);
  const height = pad.height * 0.6;
  const width = height * 0.55;
  const step = width * 1.5;
  for (const [place, digit] of Array.from(digits).entries()) {
    const [left, top] = [pad.x + pad.width * 0.07 + (firstPlace + place) * step, pad.y + pad.height * 0.15];
    for (const stroke of STROKES[digit]) {
      await drawStroke(
        page,
        stroke.map(([x, y]) => [left + x * width, top + y * height]),
      );
    }
  }
}

/** Scribbles in the middle of the pad. */
export async function drawScribble(page: Page): Promise<void> {
  const pad = await padBox(page);
  const side = pad.height * 0.8;
  const [left, top] = [pad.x + (pad.width - side) / 2, pad.y + pad.height * 0.1];
  await drawStroke(
    page,
    SCRIBBLE.map(([x, y]) => [left + x * side, top + y * side]),
  );
}

async function drawStroke(page: Page, [first, ...rest]: readonly Point[]): Promise<void> {
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 2 });
  await page.mouse.up();
}

async function padBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.getByLabel("Drawing pad").boundingBox();
  if (box === null) throw new Error("The pad is not shown.");
  return box;
}
