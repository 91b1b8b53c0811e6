/** The examples that are most like another: by brute force, as a heap of numbers a few megabytes large takes milliseconds. */
import { rangeError } from "../../base/errors.ts";
import { checkInteger, lookUp } from "../../base/guards.ts";
import { formatShape, sizeOf, type NdArray } from "../../base/shapes.ts";

export interface NearestOptions {
  /** How many. @default 8 */
  count?: number;
  /** `cosine`: 1 - cos of the angle between the two; `euclidean`: length of the difference. @default "cosine" */
  metric?: "cosine" | "euclidean";
}

export interface Nearest {
  /** Which row. */
  row: number;
  distance: number;
}

/**
 * The rows nearest to a query, the nearest first; of equally near ones the first.
 * @param rows (N, ...), of any shape
 * @throws RangeError if the query is not as long as a row
 */
export function nearestRows(
  query: Float32Array,
  rows: NdArray,
  { count = 8, metric = "cosine" }: NearestOptions = {},
): Nearest[] {
  checkInteger("count", count, 1);
  const distance = lookUp("metric", metric, { cosine, euclidean });
  const width = sizeOf(rows.shape.slice(1));
  if (query.length !== width) {
    throw rangeError({
      what: "the query is not as long as a row",
      expected: `${width} numbers, for rows ${formatShape(rows.shape)}`,
      received: String(query.length),
    });
  }
  const all = Array.from({ length: rows.shape[0] }, (_, row) => ({
    row,
    distance: distance(query, rows.data.subarray(row * width, (row + 1) * width)),
  }));
  return all.sort((a, b) => a.distance - b.distance).slice(0, count);
}

/** Two of which one is zero are at right angles. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa === 0 || bb === 0 ? 1 : 1 - dot / Math.sqrt(aa * bb);
}

function euclidean(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
