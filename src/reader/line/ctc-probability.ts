/**
 * The probability of a text under a line network: the sum over all its alignments, in which each symbol lasts one step or more and
 * blanks may stand between, and must between equal neighbours.
 * Method: the forward pass of CTC (Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", ICML 2006,
 * section 4.1), in logarithms.
 */
import { rangeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { BLANK, CLASS_COUNT, SYMBOLS, symbolsOf } from "../grammar/symbols.ts";
import { logAdd } from "../log-sum.ts";
import { countSteps, type LogProbabilities } from "./log-probabilities.ts";

/**
 * ln P(text); -Infinity where there are too few steps for it.
 * @throws RangeError if the text holds what is no symbol of numbers
 */
export function ctcLogProbability(logProbabilities: LogProbabilities, text: string): number {
  const steps = countSteps(logProbabilities);
  const labels = labelsOf(text);
  const sums = new Float64Array(labels.length).fill(-Infinity);
  // Before the first step an alignment is as if in the first blank, from which the first symbol can be reached too.
  sums[0] = 0;
  for (let step = 0; step < steps; step++) {
    // From the right, so that what is read is still the step's before.
    for (let i = labels.length - 1; i >= 0; i--) {
      let sum = sums[i];
      if (i >= 1) sum = logAdd(sum, sums[i - 1]);
      if (maySkip(labels, i)) sum = logAdd(sum, sums[i - 2]);
      sums[i] = sum + logProbabilities[step * CLASS_COUNT + labels[i]];
    }
  }
  return labels.length === 1 ? sums[0] : logAdd(sums[labels.length - 1], sums[labels.length - 2]);
}

/**
 * The text's symbols with a blank before, between and behind them: 2 n + 1 labels.
 * @throws RangeError if the text holds what is no symbol of numbers
 */
export function labelsOf(text: string): number[] {
  const symbols = symbolsOf(text);
  if (symbols !== undefined) return [BLANK, ...symbols.flatMap((symbol) => [symbol, BLANK])];
  throw rangeError({
    what: "the text holds a sign that the line network does not know",
    expected: `signs of "${SYMBOLS}"`,
    received: show(text),
  });
}

/** Whether an alignment may go to label `i` from two labels before, past the blank between different symbols. */
export function maySkip(labels: readonly number[], i: number): boolean {
  return i >= 2 && labels[i] !== BLANK && labels[i] !== labels[i - 2];
}
