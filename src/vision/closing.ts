/**
 * What a picture would be without its dark strokes, in two ways that each miss what the other finds.
 *
 * Closing by a window (the greatest level in it, then the least of these) fills whatever is narrower than the window, also
 * at the border. Filling basins raises every dark region that brighter paper surrounds, however wide, to the level at
 * which it overflows to the border; whatever grows ever darker towards the border is left.
 * Sources: J. Serra, "Image Analysis and Mathematical Morphology", 1982. The filling is the priority flood of R. Barnes,
 * C. Lehman, D. Mulla, Computers & Geosciences 62 (2014), pp. 117-127, with a queue for each grey level.
 */
import type { Reduced } from "./reduce.ts";

/** The greatest of all cells in a square window of `2 * radius + 1`, then the least of these; windows end at the border. */
export function closeByWindow(image: Reduced, radius: number): Float64Array {
  const negative = greatestAround(image, image.cells, radius).map((level) => -level);
  // The least is the negative of the negatives' greatest.
  return greatestAround(image, negative, radius).map((level) => -level);
}

/** The cells, and those that brighter ones surround raised to the lowest level over which one gets out to the border. */
export function fillBasins({ width, height, cells }: Reduced): Float64Array {
  const filled = new Float64Array(cells.length).fill(-1);
  const queues: number[][] = Array.from({ length: 256 }, () => []);
  const visit = (cell: number, overflow: number): void => {
    if (filled[cell] >= 0) return;
    filled[cell] = Math.max(cells[cell], overflow);
    queues[Math.floor(filled[cell])].push(cell);
  };
  for (let cell = 0; cell < cells.length; cell++) {
    const x = cell % width;
    const onBorder = x === 0 || x === width - 1 || cell < width || cell >= (height - 1) * width;
    if (onBorder) visit(cell, 0);
  }
  // A visit never pushes below the level that is being drained, so one pass over the queues empties them all.
  for (const queue of queues) {
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      const x = cell % width;
      if (x > 0) visit(cell - 1, filled[cell]);
      if (x < width - 1) visit(cell + 1, filled[cell]);
      if (cell >= width) visit(cell - width, filled[cell]);
      if (cell < (height - 1) * width) visit(cell + width, filled[cell]);
    }
  }
  return filled;
}

/** The greatest cell of the square window around every cell, along x and then along y. */
function greatestAround({ width, height }: Reduced, cells: Float64Array, radius: number): Float64Array {
  const rows = new Float64Array(cells.length);
  const result = new Float64Array(cells.length);
  for (let y = 0; y < height; y++) slideLine(rows, cells, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) slideLine(result, rows, x, width, height, radius);
  return result;
}

/**
 * One line of `count` cells, `stride` apart; `output` is overwritten. The cells that may still be the greatest of a window are kept in
 * a queue, falling, so that the window's width costs nothing.
 */
function slideLine(
  output: Float64Array,
  input: Float64Array,
  start: number,
  stride: number,
  count: number,
  radius: number,
): void {
  const queue = new Int32Array(count);
  let [first, end] = [0, 0];
  for (let i = 0, next = 0; i < count; i++) {
    for (; next < count && next <= i + radius; next++) {
      const level = input[start + next * stride];
      while (end > first && input[start + queue[end - 1] * stride] <= level) end--;
      queue[end++] = next;
    }
    while (queue[first] < i - radius) first++;
    output[start + i * stride] = input[start + queue[first] * stride];
  }
}
