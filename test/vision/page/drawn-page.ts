/** Pages drawn stroke by stroke, so that their ink, their rules and their angle are known. */
import { createGrayImage } from "../../../src/image/index.ts";
import type { GrayImage } from "../../../src/image/index.ts";

export type Point = readonly [x: number, y: number];

/** A stroke with round ends through its points. */
export interface Stroke {
  points: readonly Point[];
  width: number;
}

const circle = (centreX: number, centreY: number, radiusX: number, radiusY: number): Point[] =>
  Array.from({ length: 33 }, (_, i) => {
    const angle = (i * Math.PI) / 16;
    return [centreX + radiusX * Math.sin(angle), centreY - radiusY * Math.cos(angle)] as const;
  });

/** Some digits in a box 0.6 wide and 1 high. */
const SHAPES: Record<string, readonly Point[]> = {
  0: circle(0.3, 0.5, 0.28, 0.5),
  1: [
    [0.1, 0.25],
    [0.35, 0],
    [0.28, 1],
  ],
  2: [
    [0.02, 0.25],
    [0.1, 0.06],
    [0.3, 0],
    [0.5, 0.08],
    [0.55, 0.28],
    [0.4, 0.6],
    [0, 1],
    [0.6, 0.97],
  ],
  4: [
    [0.35, 0],
    [0, 0.65],
    [0.6, 0.62],
    [0.42, 0.62],
    [0.48, 0.3],
    [0.4, 1],
  ],
  7: [
    [0, 0.05],
    [0.6, 0],
    [0.3, 0.5],
    [0.22, 1],
  ],
  8: [...circle(0.3, 0.25, 0.22, 0.25), ...circle(0.3, 0.74, 0.28, 0.26)],
};

/** The strokes of a number; its digits are 0.85 of their height apart. */
export function numberStrokes(
  text: string,
  left: number,
  top: number,
  height: number,
  width: number,
): Stroke[] {
  return [...text].map((digit, n) => ({
    width,
    points: SHAPES[digit].map(([x, y]) => [left + (n * 0.85 + x) * height, top + y * height] as const),
  }));
}

/** The points of a stroke turned clockwise about a point. */
export function turned({ points, width }: Stroke, degrees: number, [aboutX, aboutY]: Point): Stroke {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return {
    width,
    points: points.map(([x, y]) => {
      const [dx, dy] = [x - aboutX, y - aboutY];
      return [aboutX + dx * cosine - dy * sine, aboutY + dx * sine + dy * cosine] as const;
    }),
  };
}

/** A straight line. */
export function line(x0: number, y0: number, x1: number, y1: number, width: number): Stroke {
  return {
    width,
    points: [
      [x0, y0],
      [x1, y1],
    ],
  };
}

/** The four sides of a box. */
export function boxSides(x: number, y: number, width: number, height: number, thickness: number): Stroke[] {
  return [
    line(x, y, x + width, y, thickness),
    line(x + width, y, x + width, y + height, thickness),
    line(x, y + height, x + width, y + height, thickness),
    line(x, y, x, y + height, thickness),
  ];
}

/** Ink of strokes: 255 within them, 0 outside, grey over the one pixel of their edges. */
export function drawInk(width: number, height: number, strokes: readonly Stroke[]): GrayImage {
  const ink = createGrayImage(width, height);
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.points.length; i++) {
      drawSegment(ink, stroke.points[i], stroke.points[i + 1], stroke.width / 2);
    }
  }
  return ink;
}

function drawSegment(ink: GrayImage, [x0, y0]: Point, [x1, y1]: Point, radius: number): void {
  const reach = radius + 1;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = Math.max(1e-9, dx * dx + dy * dy);
  const last = Math.min(ink.height - 1, Math.ceil(Math.max(y0, y1) + reach));
  for (let y = Math.max(0, Math.floor(Math.min(y0, y1) - reach)); y <= last; y++) {
    const end = Math.min(ink.width - 1, Math.ceil(Math.max(x0, x1) + reach));
    for (let x = Math.max(0, Math.floor(Math.min(x0, x1) - reach)); x <= end; x++) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const covered = Math.min(1, Math.max(0, radius - distance + 0.5));
      const i = y * ink.width + x;
      ink.data[i] = Math.max(ink.data[i], Math.round(255 * covered));
    }
  }
}

/** A picture of ink on paper: the paper's level is a function of the place, ink leaves so much of its light. */
export function photograph(
  { width, height, data }: GrayImage,
  paperAt: (x: number, y: number) => number,
  inkLight: number | ((x: number, y: number) => number),
): GrayImage {
  const picture = data.map((level, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const light = typeof inkLight === "number" ? inkLight : inkLight(x, y);
    return Math.max(0, Math.min(255, Math.round(paperAt(x, y) * (1 - (level / 255) * (1 - light)))));
  });
  return { width, height, data: picture };
}

/** Noise with a standard deviation of 1 that is the same for the same place. */
export function noiseAt(x: number, y: number): number {
  let sum = 0;
  for (let k = 0; k < 4; k++) {
    let hash = Math.imul(x * 4 + k + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
    sum += ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  }
  return sum * Math.sqrt(3);
}

/** Pixels that are ink in both pictures, as a share of those that are in either. */
export function sharedInk(a: GrayImage, b: GrayImage): number {
  let [both, either] = [0, 0];
  a.data.forEach((level, i) => {
    const [inA, inB] = [level >= 128, b.data[i] >= 128];
    if (inA && inB) both++;
    if (inA || inB) either++;
  });
  return both / either;
}
