/**
 * A column of numbers with its total: the likeliest reading in which the entries add up to it.
 * Method: dynamic programming over partial sums. For each sum of the first entries the likeliest way to it is kept, and the sum of
 * all ways' probabilities; sums from which no total can be reached any more are dropped. From the total back, the sum of all ways on
 * gives each candidate its probability, as the forward-backward algorithm does for hidden Markov models.
 * Source: L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition", Proc. IEEE 77 (1989),
 * section III.
 */
import { rangeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import { logAdd, logSum } from "./log-sum.ts";
import type { TextCandidate } from "./text-candidate.ts";

/** A reading with its value in whole units of the smallest kind, such as cents, in which sums are exact. */
export interface AmountCandidate extends TextCandidate {
  units: number;
}

export interface ColumnReading {
  entries: AmountCandidate[];
  total: AmountCandidate;
  /** ln of the probability of these readings, together and before it is known that they add up. */
  logProbability: number;
  /** The probability of these readings among all combinations that add up. */
  probability: number;
  /** For each entry the probabilities of its candidates, in their order, given that the column adds up. */
  entryPosteriors: number[][];
  /** The same for the total's candidates. */
  totalPosterior: number[];
  /** ln of the probability, before it is known, that the column adds up. */
  logEvidence: number;
  /** False where there were more partial sums than are kept, so that a likelier combination may have been missed. */
  exact: boolean;
}

/** The likeliest way to a partial sum. */
interface PartialSum {
  units: number;
  logProbability: number;
  /** ln of the sum over all ways. */
  logMass: number;
  last?: { candidate: AmountCandidate; before: PartialSum };
}

/** What the entries not yet added can add at least and at most. */
interface Rest {
  min: number;
  max: number;
}

/** More are kept only with the loss of the least likely. */
const MOST_SUMS = 50_000;

/**
 * The likeliest choice of one candidate per entry and one of the total's such that the entries add up, taking the readings as
 * independent; nothing if no choice does.
 * @param columns each entry's candidates, from the top
 * @throws RangeError if units are not whole numbers
 */
export function readColumnWithTotal(
  columns: readonly (readonly AmountCandidate[])[],
  total: readonly AmountCandidate[],
): ColumnReading | undefined {
  for (const { units, text } of [...columns.flat(), ...total]) checkUnits(units, text);
  if (total.length === 0 || columns.some((candidates) => candidates.length === 0)) return undefined;
  const goals = extremes(total);
  const rests = restsBehind(columns);
  const levels: PartialSum[][] = [[{ units: 0, logProbability: 0, logMass: 0 }]];
  let exact = true;
  for (const [i, candidates] of columns.entries()) {
    const { min, max } = rests[i];
    const reached = addCandidates(levels[i], candidates).filter(
      ({ units }) => units + min <= goals.max && units + max >= goals.min,
    );
    levels.push(keepLikeliest(reached));
    exact &&= levels[i + 1].length === reached.length;
  }
  const best = choose(levels[columns.length], total);
  return best && { ...best, entryPosteriors: weighEntries(levels, columns, total, best.logEvidence), exact };
}

function addCandidates(sums: readonly PartialSum[], candidates: readonly AmountCandidate[]): PartialSum[] {
  const reached = new Map<number, PartialSum>();
  for (const before of sums) {
    for (const candidate of candidates) {
      const units = before.units + candidate.units;
      const logProbability = before.logProbability + candidate.logProbability;
      const known = reached.get(units);
      const logMass = logAdd(before.logMass + candidate.logProbability, known?.logMass ?? -Infinity);
      const isLikelier = known === undefined || logProbability > known.logProbability;
      const best = isLikelier ? { units, logProbability, last: { candidate, before } } : known;
      reached.set(units, { ...best, logMass });
    }
  }
  return Array.from(reached.values());
}

function keepLikeliest(sums: PartialSum[]): PartialSum[] {
  if (sums.length <= MOST_SUMS) return sums;
  return sums.sort((a, b) => b.logProbability - a.logProbability).slice(0, MOST_SUMS);
}

function choose(
  sums: readonly PartialSum[],
  totals: readonly AmountCandidate[],
): Omit<ColumnReading, "entryPosteriors" | "exact"> | undefined {
  const byUnits = new Map(sums.map((sum) => [sum.units, sum]));
  let best: { sum: PartialSum; total: AmountCandidate; logProbability: number } | undefined;
  for (const total of totals) {
    const sum = byUnits.get(total.units);
    if (sum === undefined) continue;
    const logProbability = sum.logProbability + total.logProbability;
    if (best === undefined || logProbability > best.logProbability) best = { sum, total, logProbability };
  }
  if (best === undefined || best.logProbability === -Infinity) return undefined;
  const { sum, total, logProbability } = best;
  const logMasses = totals.map((one) => (byUnits.get(one.units)?.logMass ?? -Infinity) + one.logProbability);
  const logEvidence = logSum(logMasses);
  return {
    entries: wayTo(sum),
    total,
    logProbability,
    probability: Math.exp(logProbability - logEvidence),
    totalPosterior: logMasses.map((logMass) => Math.exp(logMass - logEvidence)),
    logEvidence,
  };
}

/** From the total back: each candidate's share of all ways that reach a total. */
function weighEntries(
  levels: readonly (readonly PartialSum[])[],
  columns: readonly (readonly AmountCandidate[])[],
  totals: readonly AmountCandidate[],
  logEvidence: number,
): number[][] {
  let onward = new Map<number, number>();
  for (const { units, logProbability } of totals) addTo(onward, units, logProbability);
  const posteriors: number[][] = [];
  for (let i = columns.length - 1; i >= 0; i--) {
    const shares = columns[i].map(() => -Infinity);
    const before = new Map<number, number>();
    for (const { units, logMass } of levels[i]) {
      for (const [c, candidate] of columns[i].entries()) {
        const rest = onward.get(units + candidate.units);
        if (rest === undefined) continue;
        const log = candidate.logProbability + rest;
        addTo(before, units, log);
        shares[c] = logAdd(shares[c], logMass + log);
      }
    }
    posteriors.push(shares.map((share) => Math.min(1, Math.exp(share - logEvidence))));
    onward = before;
  }
  return posteriors.toReversed();
}

function addTo(sums: Map<number, number>, units: number, log: number): void {
  sums.set(units, logAdd(sums.get(units) ?? -Infinity, log));
}

function wayTo(sum: PartialSum): AmountCandidate[] {
  const entries: AmountCandidate[] = [];
  for (let last = sum.last; last !== undefined; last = last.before.last) entries.push(last.candidate);
  return entries.toReversed();
}

function extremes(candidates: readonly AmountCandidate[]): Rest {
  const units = candidates.map((candidate) => candidate.units);
  return { min: Math.min(...units), max: Math.max(...units) };
}

/** For each entry what all entries below it can add. */
function restsBehind(columns: readonly (readonly AmountCandidate[])[]): Rest[] {
  const rests: Rest[] = [];
  let rest: Rest = { min: 0, max: 0 };
  for (const candidates of columns.toReversed()) {
    rests.push(rest);
    const own = extremes(candidates);
    rest = { min: rest.min + own.min, max: rest.max + own.max };
  }
  return rests.toReversed();
}

function checkUnits(units: number, text: string): void {
  if (Number.isSafeInteger(units)) return;
  throw rangeError({
    what: `the value of ${show(text)} is not in whole units`,
    expected: "a whole number, such as cents",
    received: show(units),
    mend: "Multiply values by 10 for each decimal place and round them.",
  });
}
