/**
 * What a line network gives: (T, 15) natural logarithms of probabilities, step by step from left to right, each step's adding up
 * to 1 over the 14 symbols and, last, CTC's blank.
 */
import { rangeError } from "../../base/errors.ts";
import { CLASS_COUNT } from "../grammar/symbols.ts";

export type LogProbabilities = Float32Array | Float64Array; // (T, 15)

/**
 * The number of steps, T.
 * @throws RangeError if the length is no multiple of 15
 */
export function countSteps(logProbabilities: LogProbabilities): number {
  const steps = logProbabilities.length / CLASS_COUNT;
  if (Number.isInteger(steps)) return steps;
  throw rangeError({
    what: "the log-probabilities are not whole steps",
    expected: `a multiple of ${CLASS_COUNT} values, the blank last`,
    received: `${logProbabilities.length}`,
    mend: "Pass the network's output (T, 15) row by row.",
  });
}
