/**
 * How much a piece of ink is like a point, a comma, a minus or a slash, by its size and place alone: the digit network knows nothing
 * of size. Scores are natural logarithms, 0 for the perfect sign; each figure beyond its limits takes some off.
 */
import type { GrayImage } from "../../image/index.ts";
import type { RelativeBox } from "./line-shape.ts";

/** A figure's limits, and how much a tenth of a digit's height beyond them takes off. */
type Limits = readonly [least: number, most: number, per: number];

/** All in heights of a digit; `middle` and `bottom` are below the line's bottom. `lean` is sideways pixels for each of height. */
const MARKS = {
  ".": {
    width: [0.04, 0.26, 2],
    height: [0.04, 0.26, 2],
    bottom: [-0.14, 0.14, 1.5],
    longer: [0.5, 1.9, 0.4],
  },
  ",": { width: [0.04, 0.34, 1.5], height: [0.16, 0.5, 1.5], bottom: [0, 0.45, 1.5], longer: [0.9, 4, 0.4] },
  "-": { width: [0.22, 1.2, 1], height: [0.03, 0.26, 2], bottom: [-0.7, -0.25, 1], longer: [0, 0.5, 0.6] },
} as const satisfies Record<string, Record<"width" | "height" | "bottom" | "longer", Limits>>;

/** Signs are rarer than digits, and slashes rarest: what is like both is more likely a digit. */
const RARE = -1.5;
const SLASH_RARE = -5;

export type Mark = keyof typeof MARKS;

/** Score of each mark; what is below -12 is none. */
export function scoreMarks(box: RelativeBox): [mark: Mark, score: number][] {
  const figures = {
    width: box.width,
    height: box.height,
    bottom: box.bottom,
    longer: box.height / Math.max(box.width, 1e-6),
  };
  return Object.entries(MARKS).map(([mark, limits]) => {
    const scores = Object.entries(limits).map(([name, [least, most, per]]) => {
      const value = figures[name as keyof typeof figures];
      return -per * 10 * Math.max(0, least - value, value - most);
    });
    return [mark as Mark, RARE + scores.reduce((sum, score) => sum + score, 0)];
  });
}

/** A slash is a straight bar that is at least about as tall as a digit and leans more than the writer's digits do. */
const SLASH = { height: 1, perHeight: 8, lean: 0.3, perLean: 10, breadth: 0.2, perBreadth: 25 };

/** @param bar its form: `breadth` is its spread across over its spread along, `lean` pixels to the right for each upwards */
export function scoreSlash({ height }: RelativeBox, bar: BarForm): number {
  const lacking =
    SLASH.perHeight * Math.max(0, SLASH.height - height) +
    SLASH.perLean * Math.max(0, SLASH.lean - bar.lean) +
    SLASH.perBreadth * Math.max(0, bar.breadth - SLASH.breadth);
  return SLASH_RARE - lacking;
}

interface BarForm {
  breadth: number;
  lean: number;
}

/** How far ink is a straight bar, from its moments. */
export function barFormOf({ width, data }: GrayImage): BarForm {
  let [mass, sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0, 0];
  data.forEach((level, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    mass += level;
    sumX += level * x;
    sumY += level * y;
    sumXX += level * x * x;
    sumXY += level * x * y;
    sumYY += level * y * y;
  });
  const [centreX, centreY] = [sumX / mass, sumY / mass];
  const [xx, yy] = [sumXX / mass - centreX * centreX, sumYY / mass - centreY * centreY];
  const xy = sumXY / mass - centreX * centreY;
  const root = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  const [along, across] = [(xx + yy) / 2 + root, Math.max(0, (xx + yy) / 2 - root)];
  return { breadth: along === 0 ? 1 : Math.sqrt(across / along), lean: yy === 0 ? 0 : -xy / yy };
}
