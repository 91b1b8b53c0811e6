/** Counts and statistics of data sets side by side, for a terminal. */
import { formatCount } from "../base/format-count.ts";
import type { DataSetStatistics } from "../data/index.ts";
import { formatPercent } from "./format.ts";

/** Lines of a table with a column for each set. */
export function statisticsTable(sets: readonly DataSetStatistics[]): string[] {
  const rows: [name: string, ...cells: string[]][] = [
    ["", ...sets.map(({ name }) => name)],
    ["images", ...sets.map(({ count }) => formatCount(count))],
    ["size", ...sets.map(({ height, width }) => `${height} × ${width}`)],
    ["pixels that are not zero", ...sets.map(({ nonZeroShare }) => formatPercent(nonZeroShare))],
    ["mean, of 0..1", ...sets.map(({ mean }) => mean.toFixed(4))],
    ["standard deviation", ...sets.map(({ standardDeviation }) => standardDeviation.toFixed(4))],
    ...sets[0].classCounts.map((_, digit): [string, ...string[]] => [
      `images of ${digit}`,
      ...sets.map(({ classCounts }) => formatCount(classCounts[digit])),
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, ...cells]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(13))].join(" ").trimEnd(),
  );
}
