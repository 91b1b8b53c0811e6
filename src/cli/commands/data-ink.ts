/** `inkling data ink`: draws some of the built-in digits, to look at or to train with elsewhere. */
import { formatCount } from "../../base/format-count.ts";
import { describeDataSet } from "../../data/index.ts";
import { loadInk, streamInk, writeIdx } from "../../node/index.ts";
import { abortOnInterrupt } from "../interrupt.ts";
import { drawSamples } from "../model-plots.ts";
import { prepareOutputPath } from "../output-path.ts";
import type { Output } from "../output.ts";
import { checkPlotPath, savePlot } from "../save-plot.ts";
import { statisticsTable } from "../statistics-table.ts";

/** Options of `inkling data ink`. */
export interface DataInkOptions {
  count: number;
  seed: number;
  /** File for a plot of the first images. */
  grid?: string;
  /** Folder for IDX files of all of them. */
  out?: string;
}

/** Images in the plot, at most. */
const GRID_IMAGES = 100;
/** Images that the statistics are taken of, at most. */
const DESCRIBED_IMAGES = 60_000;

export async function dataInk(options: DataInkOptions, output: Output): Promise<void> {
  const { count, seed, grid, out } = options;
  if (grid !== undefined) {
    checkPlotPath(grid);
    await prepareOutputPath(grid);
  }
  output.print("Inkling's own digits, drawn by a model that was trained on MNIST; they are not MNIST.");
  const files: string[] = [];
  if (grid !== undefined) {
    const shown = Math.min(count, GRID_IMAGES);
    await savePlot(drawSamples(await loadInk({ count: shown, seed }), shown), [grid]);
    files.push(grid);
  }
  if (out !== undefined) files.push(...(await writeFiles({ count, seed, out }, output)));
  if (files.length > 0) output.print(`Saved ${files.join(" and ")}`);
  else await describe(options, output);
  output.emit({ event: "ink", count, seed, files });
}

async function writeFiles(
  { count, seed, out }: { count: number; seed: number; out: string },
  output: Output,
): Promise<string[]> {
  const signal = abortOnInterrupt("no file was written");
  const watched = process.stderr.isTTY === true && !output.json;
  const onProgress = (written: number): void => {
    signal.throwIfAborted();
    if (watched) process.stderr.write(`\r${formatCount(written)} of ${formatCount(count)}`);
  };
  const paths = await writeIdx(out, streamInk({ count, seed }), { count, height: 28, width: 28, onProgress });
  if (watched) process.stderr.write("\n");
  return paths;
}

async function describe({ count, seed }: DataInkOptions, output: Output): Promise<void> {
  const set = await loadInk({ count: Math.min(count, DESCRIBED_IMAGES), seed });
  output.print("", ...statisticsTable([describeDataSet(set)]), "");
  output.print("--grid FILE draws a hundred of them, --out FOLDER writes all of them as IDX files.");
}
