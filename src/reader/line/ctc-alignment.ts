/**
 * The likeliest alignment of a text: where in the line each of its symbols is.
 * Method: Viterbi's algorithm over CTC's labels.
 */
import { BLANK, CLASS_COUNT, SYMBOLS } from "../grammar/symbols.ts";
import { labelsOf, maySkip } from "./ctc-probability.ts";
import { countSteps, type LogProbabilities } from "./log-probabilities.ts";

/** The steps of one symbol, both ends included. */
interface SymbolSpan {
  symbol: string;
  first: number;
  last: number;
}

export interface Alignment {
  /** Of this one alignment; `ctcLogProbability` sums all of them. */
  logProbability: number;
  symbols: SymbolSpan[];
}

/**
 * The likeliest alignment of `text`, or nothing where there are too few steps for it.
 * @throws RangeError if the text holds what is no symbol of numbers
 */
export function alignText(logProbabilities: LogProbabilities, text: string): Alignment | undefined {
  const steps = countSteps(logProbabilities);
  const labels = labelsOf(text);
  const L = labels.length;
  const best = new Float64Array(L).fill(-Infinity);
  best[0] = 0;
  const jumps = new Uint8Array(steps * L); // (T, L): from how many labels before
  for (let step = 0; step < steps; step++) {
    for (let i = L - 1; i >= 0; i--) {
      const jump = bestJump(best, labels, i);
      jumps[step * L + i] = jump;
      best[i] = best[i - jump] + logProbabilities[step * CLASS_COUNT + labels[i]];
    }
  }
  const end = L > 1 && best[L - 2] > best[L - 1] ? L - 2 : L - 1;
  if (best[end] === -Infinity) return undefined;
  return { logProbability: best[end], symbols: traceBack(jumps, labels, end) };
}

function bestJump(best: Float64Array, labels: readonly number[], i: number): number {
  let jump = 0;
  if (i >= 1 && best[i - 1] > best[i]) jump = 1;
  if (maySkip(labels, i) && best[i - 2] > best[i - jump]) jump = 2;
  return jump;
}

function traceBack(jumps: Uint8Array, labels: readonly number[], end: number): SymbolSpan[] {
  const symbols: SymbolSpan[] = [];
  let label = end;
  let last = -1;
  for (let step = jumps.length / labels.length - 1; step >= 0; step--) {
    const jump = jumps[step * labels.length + label];
    if (last === -1) last = step;
    if (jump !== 0 || step === 0) {
      if (labels[label] !== BLANK) symbols.push({ symbol: SYMBOLS[labels[label]], first: step, last });
      last = -1;
    }
    label -= jump;
  }
  return symbols.toReversed();
}
