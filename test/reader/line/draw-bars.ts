/** Pictures of upright bars, whose preparation and reading are known. */
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";
import type { Box } from "../../../src/vision/index.ts";

/** Full ink in these boxes on black. */
export function drawBoxes(width: number, height: number, boxes: readonly Box[], level = 255): GrayImage {
  const image = createGrayImage(width, height);
  for (const box of boxes) {
    for (let y = box.y; y < box.y + box.height; y++) {
      image.data.fill(level, y * width + box.x, y * width + box.x + box.width);
    }
  }
  return image;
}

/** Boxes side by side. */
export function bars(count: number, { x, y, width, height, pitch }: Box & { pitch: number }): Box[] {
  return Array.from({ length: count }, (_, i) => ({ x: x + i * pitch, y, width, height }));
}

/** The box of what is at least half bright. */
export function brightBox({ width, height, data }: GrayImage): Box {
  const xs: number[] = [];
  const ys: number[] = [];
  data.forEach((level, i) => {
    if (level < 128) return;
    xs.push(i % width);
    ys.push(Math.floor(i / width));
  });
  if (xs.length === 0) return { x: 0, y: 0, width, height };
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) + 1 - x, height: Math.max(...ys) + 1 - y };
}
