/** Arrays in a byte a number: whole steps from -127 to 127 of a scale, one for each column, columns being the last axis. */
import { InklingError } from "../base/errors.ts";
import { formatShape, type NdArray } from "../base/shapes.ts";
import type { Tensor, TensorFile } from "./tensor-file.ts";

/** An array of shape (..., C) as two tensors: the steps, and C scales. */
export function quantise({ data, shape }: NdArray): { steps: Tensor; scales: Tensor } {
  const columns = shape[shape.length - 1];
  const scales = new Float32Array(columns);
  data.forEach((value, i) => (scales[i % columns] = Math.max(scales[i % columns], Math.abs(value) / 127)));
  const steps = Int8Array.from(data, (value, i) => {
    const scale = scales[i % columns];
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return { steps: { shape, data: steps }, scales: { shape: [columns], data: scales } };
}

/**
 * Reads the array whose steps are at `key` and whose scales are at `key/scale`.
 * @param mend what the error of a damaged file advises
 * @throws InklingError if either is not there or damaged, or they do not fit each other
 */
export function readQuantised(file: TensorFile, key: string, mend: string): NdArray {
  const { shape, data: steps } = file.integers(key);
  const scales = file.floats(scaleKey(key));
  const columns = shape[shape.length - 1];
  if (scales.shape.length !== 1 || scales.shape[0] !== columns) {
    throw new InklingError({
      what: `${file.name} has scales of ${key} of the wrong shape`,
      expected: formatShape([columns]),
      received: formatShape(scales.shape),
      mend,
    });
  }
  const data = new Float32Array(steps.length);
  for (let row = 0; row < data.length; row += columns) {
    for (let column = 0; column < columns; column++)
      data[row + column] = steps[row + column] * scales.data[column];
  }
  return { shape, data };
}

/** Where the scales of the steps at `key` are. */
export function scaleKey(key: string): string {
  return `${key}/scale`;
}
