/** Where ink may be: cells, and the neighbours that hold its grey edges. */
import type { Reduced } from "./reduce.ts";

/** (height, width): 1 where a cell or one of its eight neighbours is at least `least`. */
export function coveredCells({ width, height, cells }: Omit<Reduced, "block">, least: number): Uint8Array {
  const covered = new Uint8Array(cells.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (cells[y * width + x] < least) continue;
      const last = Math.min(width, x + 2);
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        covered.fill(1, row * width + Math.max(0, x - 1), row * width + last);
      }
    }
  }
  return covered;
}
