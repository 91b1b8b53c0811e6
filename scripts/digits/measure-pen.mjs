/** How broad and dark a digit was written, and where its ink lies in a row. */

const INK = 128;

/** The width of the pen, as half of the ink has it or less, and the level of its ink. */
export function measurePen(image) {
  const { width, height, data } = image;
  const widths = [];
  const levels = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = data[y * width + x];
      if (level < INK) continue;
      levels.push(level);
      widths.push(Math.min(runThrough(image, x, y, 1, 0), runThrough(image, x, y, 0, 1)));
    }
  }
  const quantile = (values, share) => values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
  return { width: quantile(widths, 0.5), level: quantile(levels, 0.75), edge: 1.3 };
}

/** Ink along a row or column on both sides of a pixel until there is none, in whole pixels' worth. */
function runThrough({ width, height, data }, x, y, across, down) {
  const level = (step) => {
    const [column, row] = [x + step * across, y + step * down];
    return column < 0 || row < 0 || column >= width || row >= height ? 0 : data[row * width + column];
  };
  let sum = level(0);
  for (const side of [-1, 1]) for (let step = side; level(step) > 0; step += side) sum += level(step);
  return sum / 255;
}

/** The middle of a row's ink, in pixels whose first one's middle is 0.5. */
export function middleOfRow({ width, data }, y) {
  let [mass, sum] = [0, 0];
  for (let x = 0; x < width; x++) {
    mass += data[y * width + x];
    sum += data[y * width + x] * (x + 0.5);
  }
  return sum / (mass || 1);
}

/** Pixels from a row's first ink to its last. */
export function spanOfRow({ width, data }, y) {
  const row = data.subarray(y * width, (y + 1) * width);
  const first = row.findIndex((level) => level >= INK);
  return first < 0 ? 0 : row.findLastIndex((level) => level >= INK) + 1 - first;
}
