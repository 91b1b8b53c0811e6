/**
 * Otsu's threshold: the cut of a histogram that separates its two halves best.
 * Source: N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9 (1979), pp. 62-66.
 */

/** The two classes of a histogram. */
interface Split {
  /** The first level of the upper class, 1..255; 0 if all pixels have one level and there is nothing to split. */
  threshold: number;
  /** The median of the upper class. */
  median: number;
  /** The median of the lower class; 0 if there is nothing to split. */
  lowerMedian: number;
}

/** Splits 256 levels where the variance between the two classes is greatest. */
export function otsuSplit(data: Uint8Array): Split {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) counts[data[i]]++;
  let sum = 0;
  for (let level = 0; level < 256; level++) sum += level * counts[level];
  let best = 0;
  let bestVariance = 0;
  let lowerCount = 0;
  let lowerSum = 0;
  for (let threshold = 1; threshold < 256; threshold++) {
    lowerCount += counts[threshold - 1];
    lowerSum += (threshold - 1) * counts[threshold - 1];
    const upperCount = data.length - lowerCount;
    if (lowerCount === 0 || upperCount === 0) continue;
    const variance = lowerCount * upperCount * ((sum - lowerSum) / upperCount - lowerSum / lowerCount) ** 2;
    if (variance > bestVariance) [best, bestVariance] = [threshold, variance];
  }
  return {
    threshold: best,
    median: medianWithin(counts, best, 256),
    lowerMedian: medianWithin(counts, 0, best),
  };
}

/** The median of the levels from `first` to before `end`. */
function medianWithin(counts: Uint32Array, first: number, end: number): number {
  const half = counts.subarray(first, end).reduce((sum, count) => sum + count, 0) / 2;
  let seen = counts[first];
  let level = first;
  while (seen < half) seen += counts[++level];
  return level;
}
