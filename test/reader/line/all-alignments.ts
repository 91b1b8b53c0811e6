/** CTC by brute force: every alignment of a small lattice, one by one, as its definition says. */
import fc from "fast-check";
import { BLANK, CLASS_COUNT, SYMBOLS } from "../../../src/reader/grammar/symbols.ts";

export interface KnownText {
  /** The sum over all alignments. */
  probability: number;
  /** The likeliest alignment, and its class at each step. */
  best: number;
  classes: number[];
}

/** Repeats fall together, then blanks go. */
function collapse(classes: readonly number[]): string {
  return classes
    .filter((each, step) => each !== BLANK && each !== classes[step - 1])
    .map((each) => SYMBOLS[each])
    .join("");
}

/** Every text that the lattice can show. */
export function allAlignments(logProbabilities: Float64Array): Map<string, KnownText> {
  const steps = logProbabilities.length / CLASS_COUNT;
  const texts = new Map<string, KnownText>();
  const visit = (classes: number[], probability: number) => {
    if (probability === 0) return;
    if (classes.length < steps) {
      for (let each = 0; each < CLASS_COUNT; each++) {
        visit(
          [...classes, each],
          probability * Math.exp(logProbabilities[classes.length * CLASS_COUNT + each]),
        );
      }
      return;
    }
    const text = collapse(classes);
    const known = texts.get(text) ?? { probability: 0, best: 0, classes };
    const better = probability > known.best ? { best: probability, classes } : known;
    texts.set(text, { ...better, probability: known.probability + probability });
  };
  visit([], 1);
  return texts;
}

/** A lattice from weights of some symbols at each step, the blank's last; all others are impossible. */
export function latticeOf(symbols: string, weights: readonly (readonly number[])[]): Float64Array {
  const lattice = new Float64Array(weights.length * CLASS_COUNT).fill(-Infinity);
  const classes = [...Array.from(symbols, (sign) => SYMBOLS.indexOf(sign)), BLANK];
  for (const [step, row] of weights.entries()) {
    const sum = row.reduce((a, b) => a + b, 0);
    for (const [i, weight] of row.entries()) {
      lattice[step * CLASS_COUNT + classes[i]] = Math.log(weight / sum);
    }
  }
  return lattice;
}

/** Lattices of one to `steps` steps over a few symbols. */
export function lattices(symbols: string, steps: number): fc.Arbitrary<Float64Array> {
  const weight = fc.integer({ min: 1, max: 100 });
  const row = fc.array(weight, { minLength: symbols.length + 1, maxLength: symbols.length + 1 });
  return fc.array(row, { minLength: 1, maxLength: steps }).map((weights) => latticeOf(symbols, weights));
}
