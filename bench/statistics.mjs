/** Figures of repeated measurements. */

/** @param samples at least one number */
export function summarise(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { n: sorted.length, median: medianOfSorted(sorted), min: sorted[0], max: sorted.at(-1) };
}

export function median(samples) {
  return summarise(samples).median;
}

function medianOfSorted(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
