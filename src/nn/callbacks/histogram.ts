/** A histogram as `tf.summary.histogram` makes it: 30 buckets of one width between the smallest and the largest value. */

const BUCKETS = 30;

/**
 * Rows of [left edge, right edge, count], (30, 3). If all values are one value, all edges are, and the last bucket counts.
 * @param data finite numbers, at least one
 */
export function histogramBuckets(data: Float32Array): Float64Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const range = most - least;
  const counts = new Float64Array(BUCKETS);
  const width = range / BUCKETS;
  if (range === 0) counts[BUCKETS - 1] = data.length;
  else for (const value of data) counts[Math.min(BUCKETS - 1, Math.floor((value - least) / width))]++;
  const edge = (i: number): number => (i === BUCKETS ? most : least + i * width);
  return Float64Array.from({ length: BUCKETS * 3 }, (_, i) => {
    const bucket = Math.floor(i / 3);
    return i % 3 === 2 ? counts[bucket] : edge(bucket + (i % 3));
  });
}
