/** References of kernels/convolve.ts, convolve-lists.ts and blanks.ts: the definition, in float32, in the kernels' order. */
import type { Image } from "./images.ts";
import { f32 } from "./matrix.ts";

/** A kernel as [ky][kx][c][o]. */
export type Filters = number[][][][];

interface Steps {
  strideY: number;
  strideX: number;
}

/** start + the sum over the window's rows, columns and channels, in that order. No padding. */
export function convolve(
  image: Image,
  filters: Filters,
  start: number[],
  { strideY, strideX }: Steps,
): Image {
  const [kernelHeight, kernelWidth] = [filters.length, filters[0].length];
  const outHeight = Math.floor((image.length - kernelHeight) / strideY) + 1;
  const outWidth = Math.floor((image[0].length - kernelWidth) / strideX) + 1;
  return Array.from({ length: outHeight }, (_, y) =>
    Array.from({ length: outWidth }, (_, x) =>
      start.map((first, o) => {
        let sum = first;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            image[y * strideY + ky][x * strideX + kx].forEach((value, c) => {
              sum = f32(sum + f32(value * filters[ky][kx][c][o]));
            });
          }
        }
        return sum;
      }),
    ),
  );
}

/** The gradient of the kernel, rows (ky, kx, c) of outputs, summed over images, rows and pixels in that order. */
export function convolveGradient(
  images: Image[],
  deltas: Image[],
  size: [number, number],
  steps: Steps,
): number[][] {
  const rows: number[][] = [];
  for (let ky = 0; ky < size[0]; ky++) {
    for (let kx = 0; kx < size[1]; kx++) {
      for (let c = 0; c < images[0][0][0].length; c++) {
        rows.push(
          deltas[0][0][0].map((_, o) => {
            let sum = 0;
            deltas.forEach((delta, n) =>
              delta.forEach((row, y) =>
                row.forEach((pixel, x) => {
                  const value = images[n][y * steps.strideY + ky][x * steps.strideX + kx][c];
                  sum = f32(sum + f32(value * pixel[o]));
                }),
              ),
            );
            return sum;
          }),
        );
      }
    }
  }
  return rows;
}

/** Which windows hold blank pixels only; those that reach beyond the image count as blank there if `paddingToo`. */
export function blankWindows(
  blank: boolean[][],
  {
    size,
    steps,
    top,
    left,
    out,
  }: {
    size: [number, number];
    steps: Steps;
    top: number;
    left: number;
    out: [number, number];
  },
  paddingToo: boolean,
): boolean[][] {
  return Array.from({ length: out[0] }, (_, y) =>
    Array.from({ length: out[1] }, (_, x) => {
      for (let ky = 0; ky < size[0]; ky++) {
        for (let kx = 0; kx < size[1]; kx++) {
          const pixel = blank[y * steps.strideY - top + ky]?.[x * steps.strideX - left + kx];
          if (!(pixel ?? paddingToo)) return false;
        }
      }
      return true;
    }),
  );
}
