/** From probabilities to labels: the most probable class of every sample. */
import { rangeError } from "../base/errors.ts";
import { checkNdArray, formatShape } from "../base/shapes.ts";
import type { NdArray } from "../base/shapes.ts";

/**
 * The class with the largest value in every row; of equal ones the first, as NumPy has it.
 * @param probabilities (N, C)
 * @returns N labels, 0..C - 1
 * @throws RangeError if the shape is not (N, C) or a row holds NaN
 */
export function argmaxRows(probabilities: NdArray): Int32Array {
  const [count, classCount] = checkProbabilities(probabilities);
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const start = row * classCount;
    let best = start;
    for (let i = start + 1; i < start + classCount; i++) {
      if (probabilities.data[i] > probabilities.data[best]) best = i;
    }
    labels[row] = best - start;
  }
  return labels;
}

/**
 * Checks that there is a row of class probabilities for each sample and returns their numbers, [N, C].
 * @throws RangeError if the shape is not (N, C) with at least one class, or a value is NaN
 */
export function checkProbabilities(probabilities: NdArray): [count: number, classCount: number] {
  const { data, shape } = probabilities;
  checkNdArray(probabilities, "probabilities");
  if (shape.length !== 2 || shape[1] < 1) {
    throw rangeError({
      what: "probabilities have no row for each sample",
      expected: "shape (N, C): N samples, C classes",
      received: formatShape(shape),
    });
  }
  const broken = data.findIndex(Number.isNaN);
  if (broken >= 0) {
    throw rangeError({
      what: `probabilities of sample ${Math.floor(broken / shape[1])} are not numbers`,
      expected: "finite numbers",
      received: "NaN",
      mend: "A network whose training diverged predicts NaN: train again with a smaller learning rate.",
    });
  }
  return [shape[0], shape[1]];
}
