/** One-hot labels, as `keras.utils.to_categorical` makes them. */
import { rangeError, typeError } from "../base/errors.ts";
import { checkInteger, show } from "../base/guards.ts";
import type { NdArray } from "../base/shapes.ts";

/**
 * Turns class numbers (N) into one-hot rows, (N, classCount).
 * @param classCount number of columns. @default the largest label plus one
 * @throws TypeError if labels are no numbers, RangeError if one is not a whole number from 0 to classCount - 1.
 */
export function toCategorical(labels: Uint8Array | readonly number[], classCount?: number): NdArray {
  if (typeof labels !== "object" || typeof labels?.length !== "number") {
    const expected = "an array of whole numbers";
    throw typeError({ what: "the labels are of the wrong kind", expected, received: show(labels) });
  }
  const columns = classCount ?? largest(labels) + 1;
  checkInteger("classCount", columns, 1);
  const data = new Float32Array(labels.length * columns);
  for (let i = 0; i < labels.length; i++) {
    checkInteger(`label ${i}`, labels[i], 0, columns - 1);
    data[i * columns + labels[i]] = 1;
  }
  return { data, shape: [labels.length, columns] };
}

/** The largest label, each checked first: a NaN would otherwise hide in the comparison. */
function largest(labels: ArrayLike<number>): number {
  if (labels.length === 0) {
    const mend = "Give classCount.";
    throw rangeError({ what: "no labels to count the classes of", expected: "at least one", mend });
  }
  let max = 0;
  for (let i = 0; i < labels.length; i++) max = Math.max(max, checkInteger(`label ${i}`, labels[i], 0));
  return max;
}
