/**
 * How far readings of texts are from what is written: the least number of symbols to change, add or leave out, as a share of the
 * symbols that are written.
 * Source: V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966.
 */
import { rangeError } from "../base/errors.ts";

/**
 * Errors over all texts, divided by the symbols of all labels: 0 where all is right; above 1 where too much is read.
 * @throws RangeError if the lists differ in length, or no label has a symbol
 */
export function characterErrorRate(texts: readonly string[], labels: readonly string[]): number {
  if (texts.length !== labels.length) {
    throw rangeError({
      what: "texts and labels differ in number",
      expected: `a label for each of the ${texts.length} texts`,
      received: `${labels.length}`,
    });
  }
  const written = labels.reduce((sum, label) => sum + label.length, 0);
  if (written === 0) {
    throw rangeError({ what: "the labels are empty", expected: "at least one symbol", received: "none" });
  }
  return texts.reduce((sum, text, n) => sum + editDistance(text, labels[n]), 0) / written;
}

/** Levenshtein's distance. */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, above[j] + 1, row[j - 1] + 1));
    }
    above = row;
  }
  return above[b.length];
}
