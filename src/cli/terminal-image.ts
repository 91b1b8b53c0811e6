/** An image as lines of a terminal: in the best colours that it has, no wider and no taller than the screen. */
import type { GrayImage } from "../image/index.ts";
import { halfBlocks, type TerminalColour } from "../plots/half-blocks.ts";
import type { Output } from "./output.ts";

/** Lines that the prompt and a caption need. */
const RESERVED_LINES = 3;

export function terminalImage(image: GrayImage, output: Output): string {
  return halfBlocks(image, { colour: terminalColour(output), columns: fittingColumns(image) });
}

/** Characters in a row, so that the picture fits the screen; in a pipe 80, however tall it becomes. */
function fittingColumns({ width, height }: GrayImage): number {
  const columns = Math.min(80, process.stdout.columns ?? 80);
  const { rows } = process.stdout;
  if (rows === undefined) return columns;
  const lines = Math.max(8, rows - RESERVED_LINES);
  return Math.max(1, Math.min(columns, Math.floor((width * 2 * lines) / height)));
}

/** Known by the variables that terminals set; macOS's own Terminal, for one, has 256 colours and no more. */
function terminalColour({ colours }: Output): TerminalColour {
  const { COLORTERM = "", TERM = "" } = process.env;
  if (!colours.isColorSupported) return "none";
  if (COLORTERM === "truecolor" || COLORTERM === "24bit") return "truecolor";
  return TERM.includes("256color") ? "256" : "none";
}
