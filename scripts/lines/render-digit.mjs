/** Digits drawn larger or smaller, wider and slanted, in one resampling; and pictures laid over each other. */
import { createGrayImage } from "../../dist/image/index.js";

/** Pixels around a digit that interpolation reads: black. */
const BORDER = 1;

/**
 * The picture scaled and slanted, with linear interpolation.
 * @param shear pixels to the right for each upwards
 */
export function renderDigit(picture, { scaleX, scaleY, shear }) {
  const { width, height, data } = withBorder(picture);
  const rows = Math.max(1, Math.round(height * scaleY));
  const lean = Math.abs(shear) * rows;
  const columns = Math.max(1, Math.ceil(width * scaleX + lean));
  const drawn = createGrayImage(columns, rows);
  for (let y = 0; y < rows; y++) {
    const sourceY = Math.min(Math.max(((y + 0.5) * height) / rows - 0.5, 0), height - 1.001);
    const upper = Math.floor(sourceY);
    const below = sourceY - upper;
    const start = shear > 0 ? shear * (rows - 1 - y) : -shear * y;
    const from = Math.max(0, Math.floor(start));
    const to = Math.min(columns, Math.ceil(start + width * scaleX));
    for (let x = from; x < to; x++) {
      const sourceX = (x + 0.5 - start) / scaleX - 0.5;
      if (sourceX < 0 || sourceX >= width - 1) continue;
      const left = Math.floor(sourceX);
      const right = sourceX - left;
      const at = upper * width + left;
      const top = data[at] + (data[at + 1] - data[at]) * right;
      const bottom = data[at + width] + (data[at + width + 1] - data[at + width]) * right;
      drawn.data[y * columns + x] = Math.round(top + (bottom - top) * below);
    }
  }
  return drawn;
}

function withBorder({ width, height, data }) {
  const wide = createGrayImage(width + 2 * BORDER, height + 2 * BORDER);
  for (let y = 0; y < height; y++) {
    wide.data.set(data.subarray(y * width, (y + 1) * width), (y + BORDER) * wide.width + BORDER);
  }
  return wide;
}

/** Lays a picture over another with its corner at (left, top): the brighter of the two stays. */
export function lay(target, { width, height, data }, left, top) {
  const [from, to] = [Math.max(0, -left), Math.min(width, target.width - left)];
  for (let y = Math.max(0, -top); y < Math.min(height, target.height - top); y++) {
    const row = (top + y) * target.width + left;
    for (let x = from; x < to; x++) {
      const level = data[y * width + x];
      if (level > target.data[row + x]) target.data[row + x] = level;
    }
  }
}
