/**
 * The probability that a line shows anything that a grammar allows: the sum of P(text) over all allowed texts, exactly.
 * Method: CTC's forward pass over the product of the lattice with the grammar's automaton. Both are deterministic, so each alignment
 * is one path, whose state is the automaton's and what the step before was: a blank or the last symbol. Sums are divided by
 * their total at each step, as in Rabiner's "A Tutorial on Hidden Markov Models" (1989), section V.A.
 */
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import { BLANK, CLASS_COUNT, SYMBOL_COUNT } from "../grammar/symbols.ts";
import { countSteps, type LogProbabilities } from "./log-probabilities.ts";

/** The largest product of steps and states that is worth its time: about a third of a second (measured). */
const MOST_WORK = 500_000;

/**
 * ln of the probability of all texts that `machine` allows, or nothing where steps times states are more than 500,000. A check as
 * a function is beyond the automaton: with one this is an upper bound, since all that the other options allow is counted.
 * @throws RangeError for log-probabilities that are not whole steps
 */
export function acceptedLogMass(
  logProbabilities: LogProbabilities,
  machine: GrammarMachine,
): number | undefined {
  const steps = countSteps(logProbabilities);
  if (steps * machine.stateCount > MOST_WORK) return undefined;
  let sums = new Float64Array(machine.stateCount * CLASS_COUNT); // (S, 15): by the last class
  sums[machine.start * CLASS_COUNT + BLANK] = 1;
  let logScale = 0;
  for (let step = 0; step < steps; step++) {
    const row = logProbabilities.subarray(step * CLASS_COUNT, (step + 1) * CLASS_COUNT);
    sums = forward(sums, Float64Array.from(row, Math.exp), machine);
    const total = sums.reduce((sum, value) => sum + value, 0);
    if (total === 0) return -Infinity;
    for (let i = 0; i < sums.length; i++) sums[i] /= total;
    logScale += Math.log(total);
  }
  let accepted = 0;
  for (let i = 0; i < sums.length; i++) {
    if (machine.accepts(Math.floor(i / CLASS_COUNT))) accepted += sums[i];
  }
  return logScale + Math.log(accepted);
}

function forward(
  sums: Float64Array,
  probabilities: Float64Array,
  machine: GrammarMachine,
): Float64Array<ArrayBuffer> {
  const next = new Float64Array(sums.length);
  const before = new Float64Array(CLASS_COUNT);
  for (let state = 0; state < machine.stateCount; state++) {
    const own = state * CLASS_COUNT;
    for (let i = 1; i < CLASS_COUNT; i++) before[i] = before[i - 1] + sums[own + i - 1];
    // All but one symbol are added up from both sides: a difference of two nearly equal sums would lose the digits that count.
    let behind = sums[own + BLANK];
    const total = before[BLANK] + behind;
    if (total === 0) continue;
    next[own + BLANK] += total * probabilities[BLANK];
    for (let symbol = SYMBOL_COUNT - 1; symbol >= 0; symbol--) {
      const same = sums[own + symbol];
      next[own + symbol] += same * probabilities[symbol];
      const target = machine.step(state, symbol);
      if (target !== undefined) {
        next[target * CLASS_COUNT + symbol] += (before[symbol] + behind) * probabilities[symbol];
      }
      behind += same;
    }
  }
  return next;
}
