/** A text that a picture may show. */
export interface TextCandidate {
  text: string;
  /** The natural logarithm of its probability; over all texts the probabilities of a source add up to 1. */
  logProbability: number;
}

/** Likeliest first; equal ones by their texts, so that the order never depends on how they were found. */
export function byProbability(a: TextCandidate, b: TextCandidate): number {
  return b.logProbability - a.logProbability || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}
