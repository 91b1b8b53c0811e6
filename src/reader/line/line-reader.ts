/** The path of one number through the line network: ink, prepared line, network, calibrated probabilities of CTC's classes. */
import type { NdArray } from "../../base/shapes.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../../vision/index.ts";
import { CLASS_COUNT } from "../grammar/symbols.ts";
import { alignText } from "./ctc-alignment.ts";
import type { LineModel } from "./line-model.ts";
import { LINE_HEIGHT, LINE_WIDTHS, prepareLine, type LineLook, type PreparedLine } from "./prepare-line.ts";

/** Ink from this share of the highest level on is around what a box is drawn. */
const INK_SHARE = 0.3;
/** How far the first and the last symbol reach beyond their spikes at most, pixels of the line: half of a broad digit. */
const REACH = 12;

interface SymbolBox {
  symbol: string;
  /** In the ink's pixels. */
  box: Box;
}

export interface LineOutput {
  /** (T, 15), natural logarithms; each step's probabilities sum to one. */
  logProbabilities: Float64Array;
  /** Where the steps `first` to `last`, both included, are in the ink: as high as the ink is there. */
  columnsToBox: (first: number, last: number) => Box;
  /** Where the symbols of `text` are most likely, from left to right; nothing if the line is too short for it. */
  boxesOf: (text: string) => SymbolBox[] | undefined;
}

export class LineReader {
  readonly model: LineModel;

  constructor(model: LineModel) {
    this.model = model;
  }

  /**
   * What the network says of the ink of one number, bright on black, of any size.
   * @throws TypeError or RangeError if `ink` is not a well-formed grey image
   */
  logProbabilities(ink: GrayImage, look?: LineLook): LineOutput {
    const prepared = prepareLine(ink, LINE_WIDTHS, look);
    const { width, data } = prepared.image;
    const logits = this.model.network.predict({ data, shape: [1, LINE_HEIGHT, width] });
    const logProbabilities = logSoftmax(logits, this.model.facts.temperature);
    const stepWidth = width / logits.shape[1];
    const columnsToBox = (first: number, last: number): Box =>
      boxOfColumns(ink, prepared, first * stepWidth, (last + 1) * stepWidth);
    return {
      logProbabilities,
      columnsToBox,
      boxesOf: (text) =>
        boxesOf(text, logProbabilities, { columnsToBox, reach: Math.round(REACH / stepWidth) }),
    };
  }
}

/** ln softmax(logits / temperature) of each step. */
function logSoftmax({ data }: NdArray, temperature: number): Float64Array {
  const logs = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += CLASS_COUNT) {
    const row = data.subarray(start, start + CLASS_COUNT);
    let largest = -Infinity;
    for (const logit of row) largest = Math.max(largest, logit);
    let sum = 0;
    for (const logit of row) sum += Math.exp((logit - largest) / temperature);
    const logSum = Math.log(sum);
    row.forEach((logit, k) => (logs[start + k] = (logit - largest) / temperature - logSum));
  }
  return logs;
}

/**
 * CTC's classes are spikes, mostly in the middle of their symbols: the paper or ink between two spikes is shared at its middle.
 */
function boxesOf(
  text: string,
  logProbabilities: Float64Array,
  { columnsToBox, reach }: Pick<LineOutput, "columnsToBox"> & { reach: number },
): SymbolBox[] | undefined {
  const spans = alignText(logProbabilities, text)?.symbols;
  const steps = logProbabilities.length / CLASS_COUNT;
  return spans?.map(({ symbol, first, last }, i) => {
    const before = i === 0 ? -1 : spans[i - 1].last;
    const behind = i === spans.length - 1 ? steps : spans[i + 1].first;
    // From the middle between the two spikes on, in steps that belong to this symbol alone.
    const from = i === 0 ? Math.max(0, first - reach) : Math.floor((before + first) / 2) + 1;
    const to = i === spans.length - 1 ? Math.min(steps - 1, last + reach) : Math.floor((last + behind) / 2);
    return { symbol, box: columnsToBox(Math.min(from, first), Math.max(to, last)) };
  });
}

function boxOfColumns(ink: GrayImage, prepared: PreparedLine, from: number, to: number): Box {
  const { left, scale } = prepared;
  const hold = (x: number): number => Math.min(Math.max(x, 0), ink.width);
  const start = Math.min(hold(Math.floor(left + from / scale)), ink.width - 1);
  const end = Math.max(hold(Math.ceil(left + to / scale)), start + 1);
  return shrinkToInk(ink, { x: start, y: 0, width: end - start, height: ink.height });
}

/** The part of the box in which there is ink, or the whole box where there is none. */
function shrinkToInk({ width, data }: GrayImage, box: Box): Box {
  let highest = 0;
  forEachPixel(box, width, (_x, _y, i) => (highest = Math.max(highest, data[i])));
  const least = Math.max(1, highest * INK_SHARE);
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  forEachPixel(box, width, (x, y, i) => {
    if (data[i] < least) return;
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  return right === 0 ? box : { x: left, y: top, width: right - left, height: bottom - top };
}

function forEachPixel(box: Box, stride: number, visit: (x: number, y: number, index: number) => void): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) visit(x, y, y * stride + x);
  }
}
