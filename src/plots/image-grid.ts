/** A grid of small images with lines of text under each: what the plots of samples and of misread images share. */
import { image, plot, rect, text } from "@observablehq/plot";
import type { Markish } from "@observablehq/plot";
import { rangeError } from "../base/errors.ts";
import { checkNdArray, formatShape, sizeOf } from "../base/shapes.ts";
import type { NdArray } from "../base/shapes.ts";
import { composeFigure, MARGIN } from "./compose-figure.ts";
import { COLOUR, FONT_SIZE } from "./plot-style.ts";
import { pngDataUri } from "./png-data-uri.ts";

/** One image of the grid. */
interface Tile {
  /** Which image. */
  index: number;
  /** First line under it, in bold. */
  caption: string;
  /** Second line under it, in grey. */
  detail?: string;
}

interface ImageGrid {
  document: Document;
  title: string;
  subtitle?: string;
  columns: number;
  tiles: readonly Tile[];
  /** Text in place of an empty grid. */
  ifEmpty: string;
}

/** Side of an image, and the distance from one tile to the next, pixels. */
const SIDE = 84; // Three pixels for each of MNIST's 28.
const STEP = 100;

/**
 * The grid as the text of an SVG file. A pixel is an amount of ink, as in MNIST: 0 is drawn white, 255 black.
 * @param images (N, height, width)
 * @throws RangeError if the images have another shape or a tile's image is not there
 */
export function imageGrid(images: NdArray<Uint8Array>, grid: ImageGrid): string {
  checkImages(images);
  const { document, title, subtitle, tiles, ifEmpty } = grid;
  const columns = Math.max(1, Math.min(grid.columns, tiles.length));
  const width = columns * STEP + 2 * MARGIN - (STEP - SIDE);
  if (tiles.length === 0) {
    const part = { x: MARGIN, y: 18, text: ifEmpty, size: FONT_SIZE.heading };
    return composeFigure({ title, subtitle, width, height: 48, parts: [part] });
  }
  const rowHeight = SIDE + (tiles.some(({ detail }) => detail !== undefined) ? 52 : 36);
  const height = Math.ceil(tiles.length / columns) * rowHeight;
  const placed = tiles.map((tile, i) => {
    checkIndex(tile.index, images.shape[0]);
    const x = MARGIN + (i % columns) * STEP;
    const y = Math.floor(i / columns) * rowHeight;
    return {
      ...tile,
      x,
      y,
      centre: x + SIDE / 2,
      middle: y + SIDE / 2,
      source: imageSource(images, tile.index),
    };
  });
  const figure = plot({
    ...{ document, width, height, margin: 0, className: "inkling", axis: null },
    x: { type: "identity" },
    y: { type: "identity" },
    marks: tileMarks(placed),
  });
  return composeFigure({ title, subtitle, width, height: height + 4, parts: [{ x: 0, y: 0, plot: figure }] });
}

type PlacedTile = Tile & { x: number; y: number; centre: number; middle: number; source: string };

function tileMarks(tiles: readonly PlacedTile[]): Markish[] {
  const below = { x: "centre", lineAnchor: "top" } as const;
  return [
    image(tiles, {
      x: "centre",
      y: "middle",
      width: SIDE,
      height: SIDE,
      src: "source",
      imageRendering: "optimizeSpeed",
    }),
    rect(tiles, {
      x1: ({ x }: PlacedTile) => x - 0.5,
      x2: ({ x }: PlacedTile) => x + SIDE + 0.5,
      y1: ({ y }: PlacedTile) => y + 0.5,
      y2: ({ y }: PlacedTile) => y + SIDE - 0.5,
      fill: "none",
      stroke: COLOUR.line,
    }),
    text(tiles, {
      ...below,
      y: ({ y }) => y + SIDE + 6,
      text: "caption",
      fontSize: FONT_SIZE.heading,
      fontWeight: "bold",
    }),
    text(
      tiles.filter(({ detail }) => detail !== undefined),
      {
        ...below,
        y: ({ y }) => y + SIDE + 23,
        text: "detail",
        fontSize: FONT_SIZE.small,
        fill: COLOUR.muted,
      },
    ),
  ];
}

function imageSource(images: NdArray<Uint8Array>, index: number): string {
  const [, height, width] = images.shape;
  const pixels = images.data.subarray(index * height * width, (index + 1) * height * width);
  return pngDataUri(
    pixels.map((ink) => 255 - ink),
    { width, height },
  );
}

function checkImages(images: NdArray<Uint8Array>): void {
  checkNdArray(images, "images");
  const { shape } = images;
  if (shape.length !== 3 || sizeOf(shape.slice(1)) === 0) {
    throw rangeError({
      what: "the images have the wrong shape",
      expected: "(N, height, width)",
      received: formatShape(shape),
    });
  }
}

function checkIndex(index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw rangeError({
    what: `image ${index} does not exist`,
    expected: `an index from 0 to ${count - 1}`,
    received: String(index),
  });
}
