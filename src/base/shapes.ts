/** Shapes and the one array type: flat numbers plus the shape they have, row-major. */
import { rangeError, typeError } from "./errors.ts";

/** Sizes of the axes, outermost first. */
export type Shape = readonly number[];

/** Flat row-major numbers with their shape. Not a tensor: plain data, nothing to dispose. */
export interface NdArray<T extends Float32Array | Uint8Array = Float32Array> {
  data: T;
  shape: Shape;
}

/**
 * Grey pixels of N images, shape (N, height, width), 0..255. They are read as `pixel * scale`, so 1/255 gives
 * the 0..1 that networks like without a float copy of the whole set.
 */
export interface Images extends NdArray<Uint8Array> {
  /** Factor applied to each pixel when it is read. */
  scale: number;
}

/** Number of elements of a shape: the product of its axes. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** `(60000, 28, 28)`: a shape as Keras and NumPy print it; an unknown axis prints as None. */
export function formatShape(shape: readonly (number | null)[]): string {
  const axes = shape.map((axis) => (axis === null ? "None" : String(axis)));
  return axes.length === 1 ? `(${axes[0]},)` : `(${axes.join(", ")})`;
}

/** Whether two shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/**
 * Flattens nested number arrays to an `NdArray`.
 * @throws TypeError if the nesting is ragged or holds anything but numbers.
 */
export function fromNested(nested: readonly unknown[], what = "the array"): NdArray {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const data = new Float32Array(sizeOf(shape));
  let next = 0;
  const walk = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      if (depth >= shape.length || value.length !== shape[depth]) {
        throw typeError({
          what: `${what} is ragged`,
          expected: `every array at depth ${depth} to hold ${shape[depth] ?? 0} entries`,
          received: `one with ${value.length}`,
        });
      }
      for (const entry of value) walk(entry, depth + 1);
    } else if (typeof value === "number" && depth === shape.length) {
      data[next++] = value;
    } else {
      throw typeError({ what: `${what} holds something that is not a number`, received: String(value) });
    }
  };
  walk(nested, 0);
  return { data, shape };
}

/** @throws RangeError if the flat data does not fill the shape exactly. */
export function checkNdArray(array: NdArray<Float32Array | Uint8Array>, what: string): void {
  if (array.data.length !== sizeOf(array.shape)) {
    throw rangeError({
      what: `${what} does not fit its shape`,
      expected: `${sizeOf(array.shape)} numbers for shape ${formatShape(array.shape)}`,
      received: `${array.data.length}`,
    });
  }
}
