/**
 * The probability of a text under a line network: the sum over all its alignments, in which each symbol lasts one step or more and
 * blanks may stand between, and must between equal neighbours.
 * Method: the forward pass of CTC (Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", ICML 2006,
 * section 4.1), scaled at every step so that the largest sum is 1: five times as fast as in logarithms.
 */
import { rangeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { BLANK, CLASS_COUNT, SYMBOLS, symbolsOf } from "../grammar/symbols.ts";
import { countSteps, type LogProbabilities } from "./log-probabilities.ts";

/**
 * ln P(text); -Infinity where there are too few steps for it, or where all its alignments together are below e^-700 of those that
 * lead nowhere.
 * @throws RangeError if the text holds what is no symbol of numbers
 */
export function ctcLogProbability(logProbabilities: LogProbabilities, text: string): number {
  return ctcScorer(logProbabilities)(text);
}

/** The same for many texts of one line. */
export function ctcScorer(logProbabilities: LogProbabilities): (text: string) => number {
  const steps = countSteps(logProbabilities);
  const probabilities = Float64Array.from(logProbabilities, Math.exp); // (T, 15)
  return (text) => scoreOf(labelsOf(text), probabilities, steps);
}

function scoreOf(labels: readonly number[], probabilities: Float64Array, steps: number): number {
  const skips = labels.map((_, i) => maySkip(labels, i));
  const sums = new Float64Array(labels.length);
  let logScale = 0;
  // Before the first step an alignment is as if in the first blank, from which the first symbol can be reached too.
  sums[0] = 1;
  for (let step = 0; step < steps; step++) {
    let largest = 0;
    // From the right, so that what is read is still the step's before.
    for (let i = labels.length - 1; i >= 0; i--) {
      const before = i >= 1 ? sums[i - 1] : 0;
      const skipped = skips[i] ? sums[i - 2] : 0;
      sums[i] = (sums[i] + before + skipped) * probabilities[step * CLASS_COUNT + labels[i]];
      largest = Math.max(largest, sums[i]);
    }
    if (largest === 0) return -Infinity;
    logScale += Math.log(largest);
    for (let i = 0; i < labels.length; i++) sums[i] /= largest;
  }
  const last = labels.length - 1;
  return logScale + Math.log(last === 0 ? sums[0] : sums[last] + sums[last - 1]);
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
