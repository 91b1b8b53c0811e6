/** How a number was read, for show: the pictures on the way and each digit as the network saw it. */
import { createGrayImage, resizeArea, type GrayImage } from "../../../src/image/index.ts";
import { prepareLine } from "../../../src/reader/line/prepare-line.ts";
import type { PageLayout } from "../../../src/reader/number/lay-out-page.ts";
import type { NumberModel } from "../../../src/reader/number/number-model.ts";
import { readLattice } from "../../../src/reader/segments/read-lattice.ts";
import { placeDigit, type Box } from "../../../src/vision/index.ts";
import type { ExplainedDigit, Explanation, StepName } from "./reading-messages.ts";

/** Longest side of a picture for show. */
const SHOWN_SIDE = 640;

/** @param text what the number was read as */
export function explainNumber(
  layout: PageLayout,
  { number, text }: { number: number; text: string },
  model: NumberModel,
): Explanation {
  const steps = layout.steps.map(({ name, image }) => ({ name: name as StepName, image: shrink(image) }));
  const field = layout.fields[number];
  if (field === undefined || field.empty) return { steps, digits: [] };
  steps.push({ name: "number", image: shrink(field.ink) });
  if (model.line !== undefined) steps.push({ name: "line", image: prepareLine(field.ink).image });
  const { digitBoxes } = field;
  const symbols = readLattice(field.ink, model.digits, { digitBoxes }).symbolsOf(text) ?? [];
  const digits = symbols.filter(
    ({ symbol, probabilities }) => /\d/.test(symbol) && probabilities !== undefined,
  );
  return { steps, digits: digits.flatMap((symbol) => explainDigit(field.ink, symbol)) };
}

function explainDigit(
  ink: GrayImage,
  {
    symbol,
    box,
    probabilities,
    notADigit,
  }: { symbol: string; box: Box; probabilities: number[]; notADigit: number },
): ExplainedDigit[] {
  const part = cutInk(ink, box);
  if (part === undefined) return [];
  const pixels = Uint8Array.from(placeDigit(part).digit.data);
  return [{ pixels, digit: Number(symbol), probabilities, notADigit }];
}

/** The ink in a box, cropped to itself. */
function cutInk({ width, height, data }: GrayImage, { x, y, ...size }: Box): GrayImage | undefined {
  const [right, bottom] = [Math.min(width, x + size.width), Math.min(height, y + size.height)];
  let [left, top, last, lowest] = [right, bottom, -1, -1];
  for (let row = Math.max(0, y); row < bottom; row++) {
    for (let column = Math.max(0, x); column < right; column++) {
      if (data[row * width + column] === 0) continue;
      [left, last] = [Math.min(left, column), Math.max(last, column)];
      [top, lowest] = [Math.min(top, row), Math.max(lowest, row)];
    }
  }
  if (last < 0) return undefined;
  const part = createGrayImage(last - left + 1, lowest - top + 1);
  for (let row = 0; row < part.height; row++) {
    const start = (top + row) * width + left;
    part.data.set(data.subarray(start, start + part.width), row * part.width);
  }
  return part;
}

function shrink(image: GrayImage): GrayImage {
  const scale = SHOWN_SIDE / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeArea(image, side(image.width), side(image.height));
}
