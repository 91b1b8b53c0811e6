/** Figures of repeated measurements. */

/** @param samples at least one number */
export function summarise(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { n: sorted.length, median: medianOfSorted(sorted), min: sorted[0], max: sorted.at(-1) };
}

export function median(samples) {
  return summarise(samples).median;
}

/** From the median of a series' second fifth to that of its last, of at least five numbers. */
export function growthOf(series) {
  const fifth = Math.floor(series.length / 5);
  return median(series.slice(-fifth)) - median(series.slice(fifth, 2 * fifth));
}

function medianOfSorted(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
