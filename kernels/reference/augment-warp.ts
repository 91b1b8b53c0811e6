/** Reference of kernels/augment/geometry.ts, elastic.ts and warp.ts, in float64. */
import { hash, normal, type Draws } from "./augment-random.ts";
import type { Matrix } from "./matrix.ts";

/** Moves an image (height, width) as its draws say. */
export function warp(image: Matrix, draws: Draws, grid: number): Matrix {
  const [height, width] = [image.length, image[0].length];
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [a, b, c, d] = inverse(forward(draws));
  const [shiftX, shiftY] = [draws.value("shiftX"), draws.value("shiftY")];
  const amplitude = draws.value("elastic");
  const nodes = (field: number): Matrix =>
    Array.from({ length: grid }, (_, row) =>
      Array.from({ length: grid }, (_, column) => {
        const index = (field * grid + row) * grid + column;
        return amplitude * normal(hash(index, draws.stream("elastic")));
      }),
    );
  const [nodesX, nodesY] = [nodes(0), nodes(1)];
  return image.map((row, y) =>
    row.map((_, x) => {
      const [u, v] = [x - centreX - shiftX, y - centreY - shiftY];
      const [placeX, placeY] = [nodePlace(x, width, grid), nodePlace(y, height, grid)];
      return sample(
        image,
        a * u + b * v + centreX + interpolate(nodesX, placeX, placeY),
        c * u + d * v + centreY + interpolate(nodesY, placeX, placeY),
      );
    }),
  );
}

type Square = [xx: number, xy: number, yx: number, yy: number];

/** Rotation times scale times shear. */
function forward(draws: Draws): Square {
  const angle = (draws.value("rotate") * Math.PI) / 180;
  const [scale, aspect, shear] = [draws.value("scale"), draws.value("aspect"), draws.value("shear")];
  const [scaleX, scaleY] = [Math.exp(scale + aspect / 2), Math.exp(scale - aspect / 2)];
  const rotation: Square = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
  return multiply(multiply(rotation, [scaleX, 0, 0, scaleY]), [1, shear, 0, 1]);
}

function multiply([a, b, c, d]: Square, [e, f, g, h]: Square): Square {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

function inverse([a, b, c, d]: Square): Square {
  const determinant = a * d - b * c;
  return [d / determinant, -b / determinant, -c / determinant, a / determinant];
}

function nodePlace(x: number, size: number, grid: number): number {
  return size < 2 ? 0 : (x * (grid - 1)) / (size - 1);
}

/** Keys's cubic convolution, a = -1/2, at a place between nodes. */
function interpolate(nodes: Matrix, x: number, y: number): number {
  const alongX = nodes.map((row) => interpolateRow(row, x));
  return interpolateRow(alongX, y);
}

function interpolateRow(nodes: readonly number[], place: number): number {
  const first = Math.min(nodes.length - 2, Math.floor(place));
  let sum = 0;
  for (let node = first - 1; node <= first + 2; node++) {
    sum += keys(Math.abs(place - node)) * nodes[Math.max(0, Math.min(nodes.length - 1, node))];
  }
  return sum;
}

/** Keys's kernel in its two pieces, as the paper has them. */
function keys(s: number): number {
  if (s < 1) return 1.5 * s ** 3 - 2.5 * s ** 2 + 1;
  return s < 2 ? -0.5 * s ** 3 + 2.5 * s ** 2 - 4 * s + 2 : 0;
}

/** Bilinear; 0 outside. */
function sample(image: Matrix, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const pixel = (row: number, column: number): number => image[row]?.[column] ?? 0;
  const along = (row: number): number =>
    (left + 1 - x) * pixel(row, left) + (x - left) * pixel(row, left + 1);
  return (top + 1 - y) * along(top) + (y - top) * along(top + 1);
}
