/** The activations of a layer as one picture: a tile for each channel, or a cell for each unit, in rows. */

export interface Mosaic {
  /** (height, width), row-major. */
  pixels: Float32Array;
  width: number;
  height: number;
  /** Whether there are values below zero. */
  isSigned: boolean;
}

/** Between tiles, in shares of the largest value: a faint line. */
const LINE = 0.15;

/**
 * @param values (H, W, C), or of one axis
 * @param shape without the batch axis
 * @param columns tiles, or cells, in a row
 */
export function layerMosaic(values: ArrayLike<number>, shape: readonly number[], columns: number): Mosaic {
  const [tileHeight, tileWidth, tiles] = shape.length === 3 ? shape : [1, 1, values.length];
  const across = Math.min(columns, tiles);
  const down = Math.ceil(tiles / across);
  const gap = shape.length === 3 ? 1 : 0;
  const width = across * (tileWidth + gap) - gap;
  const height = down * (tileHeight + gap) - gap;
  let most = 0;
  let least = 0;
  for (let i = 0; i < values.length; i++) {
    most = Math.max(most, Math.abs(values[i]));
    least = Math.min(least, values[i]);
  }
  const pixels = new Float32Array(width * height).fill(gap === 0 ? 0 : LINE * most);
  for (let tile = 0; tile < tiles; tile++) {
    const left = (tile % across) * (tileWidth + gap);
    const top = Math.floor(tile / across) * (tileHeight + gap);
    for (let y = 0; y < tileHeight; y++) {
      for (let x = 0; x < tileWidth; x++) {
        pixels[(top + y) * width + left + x] = values[(y * tileWidth + x) * tiles + tile];
      }
    }
  }
  return { pixels, width, height, isSigned: least < 0 };
}

/** Layers that only carry their input on, and would show the same again. */
const CARRIERS = new Set(["Flatten", "Reshape", "Dropout", "Rescaling", "InputLayer"]);

export function isWorthShowing({ className }: { className: string }): boolean {
  return !CARRIERS.has(className);
}
