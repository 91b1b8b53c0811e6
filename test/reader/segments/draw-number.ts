/**
 * Numbers put together from the ten digits that the digit model carries along, and marks drawn as rectangles. The drawn 3 is no good
 * one, and is taken for a 2: tests leave it out.
 */
import { readFile } from "node:fs/promises";
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";
import { DigitReader, readDigitModel } from "../../../src/reader/index.ts";

const SIDE = 28;
const MODEL = new URL("../../../models/digits.safetensors", import.meta.url);

export async function shippedReader(): Promise<DigitReader> {
  return new DigitReader(await readDigitModel(await readFile(MODEL), "digits.safetensors"));
}

/** Ink of marks in a box as high as a digit: [left, top, width, height] of rectangles, and the box's width. */
const MARKS: Record<string, { width: number; parts: [number, number, number, number][] }> = {
  ".": { width: 4, parts: [[0, 17, 3, 3]] },
  ",": {
    width: 5,
    parts: [
      [1, 17, 3, 4],
      [0, 20, 3, 3],
    ],
  },
  "-": { width: 11, parts: [[0, 9, 10, 3]] },
};

/** The text with `gap` columns of paper between the ink of its symbols; digits are 20 pixels high. */
export function drawNumber({ model }: DigitReader, text: string, gap: number): GrayImage {
  const digits = model.goldens?.inputs.data ?? new Uint8Array(0);
  const symbols = Array.from(text, (symbol) =>
    MARKS[symbol] === undefined ? digitOf(digits, Number(symbol)) : markOf(MARKS[symbol]),
  );
  const width = symbols.reduce((sum, symbol) => sum + symbol.width + gap, 8);
  const picture = createGrayImage(Math.max(1, width), 40);
  let x = 4;
  for (const symbol of symbols) {
    for (let y = 0; y < symbol.height; y++) {
      for (let column = 0; column < symbol.width; column++) {
        const at = (y + 6) * picture.width + x + column;
        picture.data[at] = Math.max(picture.data[at], symbol.data[y * symbol.width + column]);
      }
    }
    x += symbol.width + gap;
  }
  return picture;
}

/** A digit's columns of ink, moved up so that its first row is the line's. */
function digitOf(digits: Uint8Array, digit: number): GrayImage {
  const image = digits.subarray(digit * SIDE * SIDE, (digit + 1) * SIDE * SIDE);
  const isInk = (x: number, y: number): boolean => image[y * SIDE + x] > 40;
  const all = Array.from({ length: SIDE }, (_, i) => i);
  const columns = all.filter((x) => all.some((y) => isInk(x, y)));
  const rows = all.filter((y) => all.some((x) => isInk(x, y)));
  const [left, top] = [columns[0], rows[0]];
  const cut = createGrayImage(columns[columns.length - 1] - left + 1, rows[rows.length - 1] - top + 1);
  for (let y = 0; y < cut.height; y++) {
    for (let x = 0; x < cut.width; x++) cut.data[y * cut.width + x] = image[(top + y) * SIDE + left + x];
  }
  return cut;
}

function markOf({ width, parts }: (typeof MARKS)[string]): GrayImage {
  const mark = createGrayImage(width, 24);
  for (const [left, top, across, down] of parts) {
    for (let y = top; y < top + down; y++) mark.data.fill(255, y * width + left, y * width + left + across);
  }
  return mark;
}
