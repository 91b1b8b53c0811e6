/**
 * How likely each text is once it is known what is allowed: P(text | grammar) = P(text) / P(grammar), where P(grammar) is the sum of
 * P over all allowed texts.
 */
import type { GrammarMachine } from "./grammar/compile-grammar.ts";
import { logAdd, logSum } from "./log-sum.ts";
import { byProbability, type TextCandidate } from "./text-candidate.ts";

export interface RenormaliseOptions {
  /** What is allowed; candidates that are not are left out. @default all of them */
  machine?: GrammarMachine;
  /** ln P(grammar) where it is known (`acceptedLogMass`). */
  acceptedLogMass?: number;
}

export interface Posterior {
  /** The five likeliest allowed texts. */
  alternatives: { text: string; probability: number }[];
  /** The probability of all allowed texts that are not among the candidates: as it is, or the most that it can be. */
  unseen: number;
  /** ln P(grammar) as it was used; where it is low, the picture hardly shows anything that is allowed. */
  acceptedLogMass: number;
}

const MOST_ALTERNATIVES = 5;

/**
 * With P(grammar) given, every probability is exact: P(text) / P(grammar), and `unseen` is what is left. Where a check as a function
 * makes the mass an upper bound, so is `unseen`, and probabilities are too low rather than too high.
 *
 * Without it, the allowed candidates stand for all allowed texts: a probability is P(text) / A, where A is the sum over these. Texts
 * that were not found can hold at most U = 1 - (the sum over all candidates, allowed or not). So a probability may be too high, by
 * no more than the factor (A + U) / A; and `unseen` is the bound U / (A + U). Candidates with the same text are added up.
 */
export function renormalise(
  candidates: readonly TextCandidate[],
  { machine, acceptedLogMass }: RenormaliseOptions = {},
): Posterior {
  const texts = mergeTexts(candidates);
  const allowed = texts.filter(({ text }) => machine === undefined || machine.allows(text));
  const found = logSumOf(allowed);
  // Rounding must not make a sum of parts more than the whole.
  const logMass = Math.max(found, acceptedLogMass ?? found);
  const alternatives = allowed
    .sort(byProbability)
    .slice(0, MOST_ALTERNATIVES)
    .filter(({ logProbability }) => logProbability > -Infinity)
    .map(({ text, logProbability }) => ({ text, probability: Math.exp(logProbability - logMass) }));
  const unseen =
    acceptedLogMass === undefined ? boundUnseen(found, logSumOf(texts)) : 1 - Math.exp(found - logMass);
  return { alternatives, unseen: logMass === -Infinity ? 0 : unseen, acceptedLogMass: logMass };
}

/** U / (A + U), from ln A and from ln of the sum over all candidates. */
function boundUnseen(logAllowed: number, logAll: number): number {
  const rest = Math.max(0, -Math.expm1(logAll));
  return rest / (Math.exp(logAllowed) + rest);
}

function mergeTexts(candidates: readonly TextCandidate[]): TextCandidate[] {
  const sums = new Map<string, number>();
  for (const { text, logProbability } of candidates) {
    sums.set(text, logAdd(logProbability, sums.get(text) ?? -Infinity));
  }
  return Array.from(sums, ([text, logProbability]) => ({ text, logProbability }));
}

function logSumOf(candidates: readonly TextCandidate[]): number {
  return logSum(candidates.map(({ logProbability }) => logProbability));
}
