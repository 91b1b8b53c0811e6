/**
 * One posterior from two readers that look at the same ink in different ways.
 * Method: a logarithmic opinion pool: ln P(text) is the weighted mean of the readers' ln P(text), divided by a temperature that makes
 * the result calibrated, and normalised over all texts that either of them thinks of. Both readers must believe a text for it to
 * be likely, which is right where they see the same picture and err differently.
 * Source: C. Genest, J. V. Zidek, "Combining probability distributions: a critique and an annotated bibliography", Statistical
 * Science 1 (1986), section 3.
 */
import { logSum } from "../log-sum.ts";
import type { TextCandidate } from "../text-candidate.ts";

/** What one reader thinks of a picture. */
export interface TextSource {
  /** Its likeliest texts, and where there is a grammar the likeliest that are allowed. */
  candidates: readonly TextCandidate[];
  /** ln of the probability of any text. */
  logProbabilityOf: (text: string) => number;
  weight: number;
}

/** No reader is surer than that of a text's absence: ln of 1 in 10,000,000. */
const LEAST = -16;

/** All texts of the sources, with probabilities that sum to one. */
export function joinSources(sources: readonly TextSource[], temperature: number): TextCandidate[] {
  const texts = new Set(sources.flatMap(({ candidates }) => candidates.map(({ text }) => text)));
  const total = sources.reduce((sum, { weight }) => sum + weight, 0);
  const scored = Array.from(texts, (text) => {
    const scores = sources.map(
      ({ logProbabilityOf, weight }) => weight * Math.max(LEAST, logProbabilityOf(text)),
    );
    return { text, score: scores.reduce((sum, score) => sum + score, 0) / total / temperature };
  });
  const all = logSum(scored.map(({ score }) => score));
  return scored.map(({ text, score }) => ({ text, logProbability: score - all }));
}
