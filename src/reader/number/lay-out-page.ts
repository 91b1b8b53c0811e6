/**
 * From a picture to the fields of its page: even paper, upright writing, no rules, then lines, columns, cells and boxes.
 * All places are given back in the picture's own pixels.
 */
import { rangeError } from "../../base/errors.ts";
import { checkGrayImage, createGrayImage, type GrayImage } from "../../image/index.ts";
import {
  estimateSkew,
  findCellGrids,
  findFields,
  findRules,
  flattenPage,
  removeRules,
  straighten,
  type Box,
  type Field,
  type Layout,
  type Polarity,
} from "../../vision/index.ts";

export interface LayoutOptions {
  /** Only this part of the picture is read, in its pixels. @default all of it */
  region?: Box;
  /**
   * What is on the page: one number (`"line"`), a list of numbers (`"column"`), a table (`"grid"`), rows of digit boxes
   * (`"boxes"`), or what it looks like. @default "auto"
   */
  layout?: Layout;
  /** What is ink, where it is known. @default what the picture looks like */
  polarity?: Polarity;
}

/** A place in the picture: a box, and its corners where the picture had to be turned. */
interface Place {
  box: Box;
  polygon?: [number, number][];
}

export interface PageLayout {
  fields: Field[];
  /** The upright page's ink without rules. */
  ink: GrayImage;
  skewDegrees: number;
  polarity: Polarity;
  polarityUncertain: boolean;
  /** Where a box of the upright page is in the picture. */
  placeOf: (box: Box) => Place;
  /** The images on the way, by name, for show. */
  steps: { name: string; image: GrayImage }[];
}

/** The names of the steps, as `Reading.pipeline` gives them. */
export const PAGE_STEPS = ["flatten", "straighten", "remove rules", "find fields"] as const;

/**
 * @param time called with the name of each step and what it does
 * @throws TypeError or RangeError if `image` is not a well-formed grey image or the region is not inside of it
 */
export function layOutPage(
  image: GrayImage,
  { region, layout = "auto", polarity: known }: LayoutOptions,
  time: <T>(step: string, work: () => T) => T,
): PageLayout {
  checkGrayImage(image);
  const part = region === undefined ? image : cutOut(image, region);
  const [left, top] = [region?.x ?? 0, region?.y ?? 0];
  const [flatten, turn, remove, find] = PAGE_STEPS;
  const { ink, polarity, polarityUncertain } = time(flatten, () =>
    flattenPage(part, known === undefined ? {} : { polarity: known }),
  );
  const skewDegrees = time(turn, () => estimateSkew(ink));
  const upright = time(turn, () => straighten(ink, skewDegrees));
  const rules = time(remove, () => findRules(upright.ink));
  const bare = time(remove, () => removeRules(upright.ink, rules));
  const fields = time(find, () => findFields(bare, { layout, grids: findCellGrids(rules) }));
  return {
    fields,
    ink: bare,
    skewDegrees,
    polarity,
    polarityUncertain,
    placeOf: (box) =>
      placeInPicture(box, (x, y) => move(upright.toSource(x, y), left, top), upright.ink !== ink),
    steps: [
      { name: "picture", image: part },
      { name: "ink", image: ink },
      { name: "upright", image: upright.ink },
      { name: "without rules", image: bare },
    ],
  };
}

function cutOut(image: GrayImage, { x, y, width, height }: Box): GrayImage {
  const isInside = x >= 0 && y >= 0 && x + width <= image.width && y + height <= image.height;
  const isWhole = [x, y, width, height].every(Number.isInteger);
  if (!isInside || !isWhole || width < 1 || height < 1) {
    throw rangeError({
      what: "the region is not a part of the picture",
      expected: `whole pixels within ${image.width} × ${image.height}`,
      received: `${width} × ${height} at (${x}, ${y})`,
    });
  }
  const part = createGrayImage(width, height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * image.width + x;
    part.data.set(image.data.subarray(start, start + width), row * width);
  }
  return part;
}

function move([x, y]: readonly [number, number], left: number, top: number): [number, number] {
  return [x + left, y + top];
}

function placeInPicture(
  { x, y, width, height }: Box,
  toPicture: (x: number, y: number) => [number, number],
  isTurned: boolean,
): Place {
  const corners = [
    toPicture(x, y),
    toPicture(x + width, y),
    toPicture(x + width, y + height),
    toPicture(x, y + height),
  ];
  const [xs, ys] = [0, 1].map((k) => corners.map((corner) => corner[k]));
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const box = {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...xs)) - left,
    height: Math.ceil(Math.max(...ys)) - top,
  };
  return isTurned ? { box, polygon: corners } : { box };
}
