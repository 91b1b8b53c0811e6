/** What a page is taken apart into. All places are pixels of the upright ink, whose top left pixel is (0, 0). */
import type { GrayImage } from "../../image/index.ts";
import type { Box } from "../components.ts";

/** A printed or drawn straight line: an underline, the line of ruled paper, a side of a box. */
export interface Rule {
  direction: "horizontal" | "vertical";
  /** Around the line, as thick as it is. */
  box: Box;
}

/** A cell of a table, a form or a row of digit boxes; its box lies inside its rules. */
export interface Cell {
  row: number;
  column: number;
  box: Box;
}

/** Cells that share rules. */
export interface CellGrid {
  box: Box;
  rows: number;
  columns: number;
  /** Row by row. */
  cells: Cell[];
}

/** Where one number may be written. */
export interface Field {
  /** `"line"`: free writing; `"cell"`: a number in one cell; `"boxes"`: a number with a box for each digit. */
  kind: "line" | "cell" | "boxes";
  /** Around the ink, or around the cell or boxes where it is empty. */
  box: Box;
  /** The ink of this field alone, as large as `box`: 0 is paper, 255 is full ink. */
  ink: GrayImage;
  /** Whether there is nothing in it. */
  empty: boolean;
  /** The text line, or the row of cells, from 0 at the top. */
  row: number;
  /** From 0 on the left within a row. */
  column: number;
  /** The digit boxes from left to right, relative to `box`; only for `"boxes"`. */
  digitBoxes?: Box[];
}
