/**
 * References of kernels/ctc.ts, in double precision: a row's loss and its gradient times `factor`, by the forward and backward
 * pass in logarithms; and the probability of a label by trying every path.
 */
import type { RowLoss } from "./cross-entropy.ts";
import type { Matrix } from "./matrix.ts";
import { softmax } from "./softmax.ts";

/** Of (T, K) logits and a label without padding. The blank is the last class. */
export function ctcLoss(logits: Matrix, label: readonly number[], factor: number): RowLoss {
  const logProbabilities = logits.map(logSoftmax);
  const states = statesOf(label, logits[0].length - 1);
  const alpha = forward(logProbabilities, states);
  // Backward is forward on everything reversed.
  const beta = forward(logProbabilities.toReversed(), states.toReversed()).map((row) => row.toReversed());
  const total = logSum(alpha[logits.length - 1].slice(-2));
  const delta = logits.flatMap((row, t) => {
    const shares = softmax(row);
    states.forEach((k, s) => {
      // Both passes count the step's own emission.
      const both = alpha[t][s] + beta[logits.length - 1 - t][s] - logProbabilities[t][k];
      shares[k] -= Math.exp(both - total);
    });
    return shares.map((share) => share * factor);
  });
  return { loss: -total, delta };
}

/** The sum of the probabilities of all K^T paths that collapse to the label. */
export function ctcProbability(logits: Matrix, label: readonly number[]): number {
  const classes = logits[0].length;
  let paths: { path: number[]; probability: number }[] = [{ path: [], probability: 1 }];
  for (const probabilities of logits.map(softmax)) {
    paths = paths.flatMap(({ path, probability }) =>
      probabilities.map((p, k) => ({ path: [...path, k], probability: probability * p })),
    );
  }
  const wanted = label.join();
  const matching = paths.filter(({ path }) => collapse(path, classes - 1).join() === wanted);
  return matching.reduce((sum, { probability }) => sum + probability, 0);
}

function collapse(path: number[], blank: number): number[] {
  return path.filter((k, t) => k !== path[t - 1] && k !== blank);
}

function statesOf(label: readonly number[], blank: number): number[] {
  return [blank, ...label.flatMap((k) => [k, blank])];
}

/** ln of the probability of all beginnings that are in each state at each step, the step's own emission counted. */
function forward(logProbabilities: Matrix, states: readonly number[]): Matrix {
  const blank = states[0];
  let before = states.map((_, s) => (s === 0 ? 0 : -Infinity));
  return logProbabilities.map((row) => {
    before = states.map((k, s) => {
      const skips = k !== blank && k !== states[s - 2];
      const ways = [before[s], before[s - 1] ?? -Infinity, (skips ? before[s - 2] : undefined) ?? -Infinity];
      return logSum(ways) + row[k];
    });
    return before;
  });
}

function logSoftmax(row: number[]): number[] {
  const sum = logSum(row);
  return row.map((x) => x - sum);
}

function logSum(values: number[]): number {
  const max = Math.max(...values);
  if (max === -Infinity) return max;
  return max + Math.log(values.reduce((sum, x) => sum + Math.exp(x - max), 0));
}
