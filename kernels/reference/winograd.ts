/**
 * References of kernels/winograd.ts and winograd-gradient.ts, one channel and one tile at a time, in float32 and in the
 * kernels' order of additions. A tile is a square of rows.
 */
import type { Image } from "./images.ts";
import { f32, type Matrix } from "./matrix.ts";

/** Y = At [(G g Gt) . (Bt d B)] A for every tile. @param kernel (3, 3, channels) rows of filters */
export function winograd(image: Image, kernel: Matrix, start: readonly number[]): Image {
  const [height, width, channels] = [image.length - 2, image[0].length - 2, image[0][0].length];
  const result: Image = Array.from({ length: height }, () =>
    Array.from({ length: width }, () => start.map(() => 0)),
  );
  const kernels = start.map((_, o) =>
    Array.from({ length: channels }, (_, c) => bothWays(takeKernel(kernel, channels, c, o), kernelSide)),
  );
  forTiles(height, width, (y, x) => {
    const inputs = Array.from({ length: channels }, (_, c) =>
      bothWays(takeTile(image, y, x, c, 4), inputSide),
    );
    start.forEach((first, o) => {
      const products = square(4, (i, j) =>
        inputs.reduce((sum, input, c) => f32(sum + f32(input[i][j] * kernels[o][c][i][j])), 0),
      );
      bothWays(products, outputSide).forEach((row, i) =>
        row.forEach((value, j) => {
          if (y + i < height && x + j < width) result[y + i][x + j][o] = f32(value + first);
        }),
      );
    });
  });
  return result;
}

/** Gt [sum over all tiles of (Bt d B) . (A delta At)] G, as (3, 3, channels) rows of filters. */
export function winogradGradient(images: Image[], deltas: Image[]): Matrix {
  const [height, width, filters] = [deltas[0].length, deltas[0][0].length, deltas[0][0][0].length];
  const channels = images[0][0][0].length;
  const gradient: Matrix = Array.from({ length: 9 * channels }, () => new Array<number>(filters).fill(0));
  for (let c = 0; c < channels; c++) {
    for (let o = 0; o < filters; o++) {
      const sums = square(4, () => 0);
      images.forEach((image, n) =>
        forTiles(height, width, (y, x) => {
          const input = bothWays(takeTile(image, y, x, c, 4), inputSide);
          const delta = bothWays(takeTile(deltas[n], y, x, o, 2), deltaSide);
          sums.forEach((row, i) =>
            row.forEach((sum, j) => (row[j] = f32(sum + f32(input[i][j] * delta[i][j])))),
          );
        }),
      );
      bothWays(sums, gradientSide).forEach((row, ky) =>
        row.forEach((value, kx) => (gradient[(ky * 3 + kx) * channels + c][o] = value)),
      );
    }
  }
  return gradient;
}

/** G g: halves of sums and differences. */
function kernelSide([a, b, c]: number[]): number[] {
  const [even, odd] = [f32(0.5 * f32(a + c)), f32(0.5 * b)];
  return [a, f32(even + odd), f32(even - odd), c];
}

/** Bt d. */
function inputSide([a, b, c, d]: number[]): number[] {
  return [f32(a - c), f32(b + c), f32(c - b), f32(b - d)];
}

/** At m. */
function outputSide([a, b, c, d]: number[]): number[] {
  return [f32(f32(a + b) + c), f32(f32(b - c) - d)];
}

/** A delta. */
function deltaSide([a, b]: number[]): number[] {
  return [a, f32(a + b), f32(a - b), -b];
}

/** Gt m. */
function gradientSide([a, b, c, d]: number[]): number[] {
  const even = f32(0.5 * f32(b + c));
  return [f32(a + even), f32(0.5 * f32(b - c)), f32(even + d)];
}

/** A transform of every column, then of every row of what that gives. */
function bothWays(tile: Matrix, side: (line: number[]) => number[]): Matrix {
  return transpose(transpose(tile).map(side)).map(side);
}

function transpose(matrix: Matrix): Matrix {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}

function square(size: number, value: (i: number, j: number) => number): Matrix {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => value(i, j)));
}

function takeKernel(kernel: Matrix, channels: number, c: number, o: number): Matrix {
  return square(3, (ky, kx) => kernel[(ky * 3 + kx) * channels + c][o]);
}

/** One channel of a square of pixels; zeros where it hangs over the image. */
function takeTile(image: Image, y: number, x: number, c: number, size: number): Matrix {
  return square(size, (i, j) => image[y + i]?.[x + j]?.[c] ?? 0);
}

function forTiles(height: number, width: number, visit: (y: number, x: number) => void): void {
  for (let y = 0; y < height; y += 2) for (let x = 0; x < width; x += 2) visit(y, x);
}
