/** Reduced copies: means of square blocks, as coarse as the paper may be measured, and linear interpolation back. */
import type { GrayImage } from "../image/index.ts";

/** A coarse copy of an image. */
export interface Reduced {
  width: number;
  height: number;
  /** Side, in source pixels, of the block that became one cell; the last row and column may be cut short. */
  block: number;
  /** (height, width) means in grey levels. */
  cells: Float64Array;
}

/** Means of the smallest blocks that leave at most `side` cells a side; an image that is small enough is copied. */
export function reduceByBlocks({ width, height, data }: GrayImage, side: number): Reduced {
  const block = Math.ceil(Math.max(width, height) / side);
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const cells = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let column = 0; column < columns; column++) {
      const end = y * width + Math.min(width, (column + 1) * block);
      let sum = 0;
      for (let i = y * width + column * block; i < end; i++) sum += data[i];
      cells[row + column] += sum;
    }
  }
  for (let row = 0; row < rows; row++) {
    const tall = Math.min(block, height - row * block);
    for (let column = 0; column < columns; column++) {
      cells[row * columns + column] /= tall * Math.min(block, width - column * block);
    }
  }
  return { width: columns, height: rows, block, cells };
}

/** Linear interpolation between the cells' centres, row by row of a source of `width` × `height` pixels, or of every `step`th row. */
export function interpolateRows(
  { width, height, block, cells }: Reduced,
  source: { width: number; height: number },
  use: (y: number, row: Float32Array) => void,
  step = 1,
): void {
  const row = new Float32Array(source.width);
  // One cell more than there are, so that the last one has a neighbour of its own level.
  const between = new Float32Array(width + 1);
  const { first: lefts, shares } = neighbours(source.width, block, width);
  const { first: uppers, shares: downs } = neighbours(source.height, block, height);
  for (let y = 0; y < source.height; y += step) {
    const upper = uppers[y] * width;
    const lower = Math.min(uppers[y] + 1, height - 1) * width;
    for (let x = 0; x < width; x++) {
      between[x] = cells[upper + x] + (cells[lower + x] - cells[upper + x]) * downs[y];
    }
    between[width] = between[width - 1];
    for (let x = 0; x < row.length;) {
      const left = lefts[x];
      const start = between[left];
      const slope = between[left + 1] - start;
      for (; x < row.length && lefts[x] === left; x++) row[x] = start + slope * shares[x];
    }
    use(y, row);
  }
}

/** For every source position of an axis the cell at or before it, and the share of the cell after. */
function neighbours(length: number, block: number, cells: number) {
  const first = new Int32Array(length);
  const shares = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const exact = Math.min(Math.max((i + 0.5) / block - 0.5, 0), cells - 1);
    first[i] = Math.floor(exact);
    shares[i] = exact - first[i];
  }
  return { first, shares };
}

/** The median of cells between 0 and 255, as a whole number: exact where more than half of them have one grey level. */
export function medianLevel(cells: Float64Array): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < cells.length; i++) counts[Math.floor(cells[i])]++;
  let level = 0;
  for (let seen = counts[0]; 2 * seen < cells.length; seen += counts[level]) level++;
  return level;
}
