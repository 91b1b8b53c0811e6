/** `inkling data fetch` and `inkling data info`: getting MNIST, and looking at it. */
import { formatCount } from "../../base/format-count.ts";
import { describeDataSet } from "../../data/index.ts";
import { abortOnInterrupt } from "../interrupt.ts";
import { loadData, type DataOptions } from "../load-data.ts";
import type { Output } from "../output.ts";
import { statisticsTable } from "../statistics-table.ts";

/** Finds MNIST, or downloads it into the cache; either way it is read whole and checked. */
export async function dataFetch(options: DataOptions, output: Output): Promise<void> {
  const signal = abortOnInterrupt("files that had not come whole were discarded");
  const { train, test, source } = await loadData(options, signal);
  const counts = { train: train.labels.length, test: test.labels.length };
  output.print(
    `MNIST is in ${source}: ${formatCount(counts.train)} images to train on, ` +
      `${formatCount(counts.test)} to test, each file's SHA-256 as published.`,
  );
  output.emit({ event: "data", source, ...counts });
}

/** Prints counts and statistics of both sets. */
export async function dataInfo(options: DataOptions, output: Output): Promise<void> {
  const { train, test, source } = await loadData(options);
  const sets = { train: describeDataSet(train), test: describeDataSet(test) };
  for (const [set, statistics] of Object.entries(sets)) {
    output.emit({ event: "dataset", set, source, ...statistics });
  }
  output.printFacts([["Source", source]]);
  output.print("", ...statisticsTable(Object.values(sets)));
}
