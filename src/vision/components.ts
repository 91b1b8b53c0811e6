/**
 * Connected strokes with their grey edges: hysteresis thresholding.
 *
 * A component starts at a pixel that is surely ink (at least `high`) and grows over its eight neighbours while they are
 * at least `low`. So the grey edge of a stroke stays with it, at any scale, and grey that touches no ink does not.
 */
import type { GrayImage } from "../image/index.ts";

/** A rectangle of pixels; `x` and `y` are its top left pixel. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One connected piece of ink. */
export interface Component {
  /** Value of this component's pixels in `labels`. */
  label: number;
  /** Number of pixels that are at least `high`. */
  inkPixels: number;
  /** The same, each pixel weighed by how near it is to the middle of the picture: 1 there, 0 at its border. */
  centralInk: number;
  box: Box;
}

/** Components of an image, and which pixel belongs to which. */
interface Components {
  components: Component[];
  /** (height, width): 0 where there is no ink, else a component's label. */
  labels: Int32Array;
}

/** Levels from which on a pixel belongs to a component, and makes one. */
interface Thresholds {
  low: number;
  high: number;
}

/** Finds the eight-connected components of bright ink. */
export function findComponents(image: GrayImage, low: number, high: number): Components {
  const stack = new Int32Array(image.data.length);
  const labels = new Int32Array(image.data.length);
  const components: Component[] = [];
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (image.data[pixel] < high || labels[pixel] !== 0) continue;
    components.push(growComponent(image, labels, stack, pixel, components.length + 1, { low, high }));
  }
  return { components, labels };
}

/** The smallest box around two boxes. */
export function unionBox(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** Flood fill from one pixel with an explicit stack, which has room for every pixel; writes `label` into `labels`. */
function growComponent(
  { width, height, data }: GrayImage,
  labels: Int32Array,
  stack: Int32Array,
  seed: number,
  label: number,
  { low, high }: Thresholds,
): Component {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  let inkPixels = 0;
  let centralInk = 0;
  let depth = 1;
  stack[0] = seed;
  labels[seed] = label;
  while (depth > 0) {
    const pixel = stack[--depth];
    const y = Math.floor(pixel / width);
    const x = pixel - y * width;
    if (data[pixel] >= high) {
      inkPixels++;
      centralInk += (x + 0.5) * (width - x - 0.5) * (y + 0.5) * (height - y - 0.5);
    }
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    const firstX = x > 0 ? x - 1 : 0;
    const lastX = x < width - 1 ? x + 1 : x;
    const lastRow = (y < height - 1 ? y + 1 : y) * width;
    for (let row = (y > 0 ? y - 1 : 0) * width; row <= lastRow; row += width) {
      for (let neighbour = row + firstX; neighbour <= row + lastX; neighbour++) {
        if (labels[neighbour] !== 0 || data[neighbour] < low) continue;
        labels[neighbour] = label;
        stack[depth++] = neighbour;
      }
    }
  }
  const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  return { label, inkPixels, centralInk: (centralInk * 16) / (width * width * height * height), box };
}
