/** What both readers think of one number's ink: the lattice of its segments, and the line network. */
import type { Field } from "../../vision/index.ts";
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import { ctcLogProbability } from "../line/ctc-probability.ts";
import { prefixBeamSearch } from "../line/prefix-beam-search.ts";
import { readLattice, type LatticeReading } from "../segments/read-lattice.ts";
import type { TextSource } from "./join-sources.ts";
import type { NumberModel } from "./number-model.ts";

export interface InkSources {
  lattice: LatticeReading;
  /** The readers' opinions, the lattice's with this weight and the line network's with the rest. */
  weighed: (latticeWeight: number) => TextSource[];
}

/** Boxes for digits leave nothing to the line network: they say where each digit is. */
export function askBoth(
  { ink, digitBoxes }: Pick<Field, "ink" | "digitBoxes">,
  { digits, line }: Pick<NumberModel, "digits" | "line">,
  machine: GrammarMachine | undefined,
): InkSources {
  const lattice = readLattice(ink, digits, { machine, digitBoxes });
  const { candidates, logProbabilityOf } = lattice;
  if (line === undefined || digitBoxes !== undefined) {
    return { lattice, weighed: () => [{ candidates, logProbabilityOf, weight: 1 }] };
  }
  const { logProbabilities } = line.logProbabilities(ink);
  const free = prefixBeamSearch(logProbabilities);
  const allowed = machine === undefined ? [] : prefixBeamSearch(logProbabilities, { machine });
  const ofLine = (text: string): number => ctcLogProbability(logProbabilities, text);
  return {
    lattice,
    weighed: (weight) => [
      { candidates, logProbabilityOf, weight },
      { candidates: [...free, ...allowed], logProbabilityOf: ofLine, weight: 1 - weight },
    ],
  };
}
