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
interface Component {
  /** Value of this component's pixels in `labels`. */
  label: number;
  /** Number of pixels that are at least `high`. */
  inkPixels: number;
  box: Box;
}

/** Components of an image, and which pixel belongs to which. */
interface Components {
  components: Component[];
  /** (height, width): 0 where there is no ink, else a component's label. */
  labels: Int32Array;
}

/** Finds the eight-connected components of bright ink. */
export function findComponents(image: GrayImage, low: number, high: number): Components {
  const labels = new Int32Array(image.data.length);
  const components: Component[] = [];
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (image.data[pixel] < high || labels[pixel] !== 0) continue;
    components.push(growComponent(image, labels, pixel, components.length + 1, low, high));
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

/** Flood fill from one pixel with an explicit stack; writes `label` into `labels`. */
function growComponent(
  { width, height, data }: GrayImage,
  labels: Int32Array,
  seed: number,
  label: number,
  low: number,
  high: number,
): Component {
  let [left, right, top, bottom, inkPixels] = [width, 0, height, 0, 0];
  const stack = [seed];
  labels[seed] = label;
  for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    if (data[pixel] >= high) inkPixels++;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const neighbour = ny * width + nx;
        if (labels[neighbour] !== 0 || data[neighbour] < low) continue;
        labels[neighbour] = label;
        stack.push(neighbour);
      }
    }
  }
  return { label, inkPixels, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}
