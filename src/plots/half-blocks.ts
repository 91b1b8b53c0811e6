/**
 * A picture in the terminal. A character cell is about twice as tall as wide, so that each holds two pixels, one above
 * the other: in colour the upper half block "▀" with its own foreground and background, without colour the block
 * character whose two halves come nearest.
 */
import { checkInteger, lookUp } from "../base/guards.ts";
import { resizeArea } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";

/** What the terminal can show: 24-bit colour, the 256 colours of xterm, or characters only. */
export type TerminalColour = "truecolor" | "256" | "none";

/** How `halfBlocks` prints. */
export interface HalfBlocksOptions {
  /** @default "truecolor" */
  colour?: TerminalColour;
  /** A wider picture is shrunk to this many characters, so that no line wraps. @default 80 */
  columns?: number;
}

/** The text of one cell from its two pixels, 0..255; `lower` is undefined below the last row of an odd height. */
type CellPainter = (upper: number, lower: number | undefined) => { style: string; character: string };

const RESET = "\u001b[0m";

/**
 * The picture as lines of text, each two rows of pixels, the last without a line end. Bright pixels are bright on a
 * dark terminal; without colour bright is full and dark is empty.
 * @throws RangeError if an option is unknown or out of range.
 */
export function halfBlocks(
  image: GrayImage,
  { colour = "truecolor", columns = 80 }: HalfBlocksOptions = {},
): string {
  const paint = lookUp("colour", colour, PAINTERS);
  checkInteger("columns", columns, 1);
  const { width, height, data } = fitColumns(image, columns);
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = "";
    let current = "";
    for (let x = 0; x < width; x++) {
      const lower = y + 1 < height ? data[(y + 1) * width + x] : undefined;
      const { style, character } = paint(data[y * width + x], lower);
      if (style !== current) line += style;
      current = style;
      line += character;
    }
    lines.push(current === "" ? line.trimEnd() : line + RESET);
  }
  return lines.join("\n");
}

function fitColumns(image: GrayImage, columns: number): GrayImage {
  if (image.width <= columns) return image;
  return resizeArea(image, columns, Math.max(1, Math.round((image.height * columns) / image.width)));
}

const PAINTERS: Readonly<Record<TerminalColour, CellPainter>> = {
  truecolor: inColour((level) => `2;${level};${level};${level}`),
  "256": inColour((level) => `5;${xtermGrey(level)}`),
  none: (upper, lower = 0) => ({ style: "", character: nearestBlock(upper, lower) }),
};

/** Paints "▀", its upper half in the foreground's colour and its lower in the background's. */
function inColour(code: (level: number) => string): CellPainter {
  return (upper, lower) => {
    // 49 is the terminal's own background, for the half cell below the picture.
    const background = lower === undefined ? "49" : `48;${code(lower)}`;
    return { style: `\u001b[38;${code(upper)};${background}m`, character: "▀" };
  };
}

/** The nearest of xterm's greys: 16 is black, 231 is white and 232..255 are 8, 18, … 238. */
function xtermGrey(level: number): number {
  const step = Math.round((level - 8) / 10);
  if (step < 0) return 16;
  return step > 23 ? 231 : 232 + step;
}

/** Characters with the brightness of their upper and their lower half. */
const BLOCKS: readonly (readonly [character: string, upper: number, lower: number])[] = [
  [" ", 0, 0],
  ["░", 64, 64],
  ["▒", 128, 128],
  ["▓", 191, 191],
  ["█", 255, 255],
  ["▀", 255, 0],
  ["▄", 0, 255],
];

function nearestBlock(upper: number, lower: number): string {
  let best = " ";
  let bestDistance = Infinity;
  for (const [character, blockUpper, blockLower] of BLOCKS) {
    const distance = (upper - blockUpper) ** 2 + (lower - blockLower) ** 2;
    if (distance < bestDistance) [best, bestDistance] = [character, distance];
  }
  return best;
}
