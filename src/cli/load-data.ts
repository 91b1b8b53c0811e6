/** A command's data: MNIST, a download's progress shown on standard error, or Inkling's own digits. */
import { NotFoundError } from "../base/errors.ts";
import { formatCount } from "../base/format-count.ts";
import { MNIST_FILES } from "../data/index.ts";
import type { DataSet } from "../data/index.ts";
import { loadInk, loadMnist, type DownloadProgress, type Mnist } from "../node/index.ts";
import type { DatasetName } from "./dataset-name.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** Options of every command that reads a data set. */
export interface DataOptions {
  /** Undefined is MNIST; the notebook then takes the built-in digits where MNIST cannot be had. */
  dataset?: DatasetName;
  /** A folder with MNIST's files. */
  data?: string;
  /** Whether to fetch what is nowhere on this machine. */
  download: boolean;
}

/** A data set in its two halves, and where it is from. */
export interface Sets extends Mnist {
  dataset: DatasetName;
}

/** Which half. */
export type SetName = "train" | "test";

/** The halves of the built-in set: as many images as MNIST has, from two seeds. */
const INK = { train: { count: 60_000, seed: 1 }, test: { count: 10_000, seed: 2 } };

/**
 * @throws NotFoundError if MNIST is wanted, nowhere to be found and cannot be fetched; UsageError if `--data` is given for
 * digits that come from no folder
 */
export async function loadData(options: DataOptions, signal?: AbortSignal): Promise<Sets> {
  const { dataset = "mnist", data, download } = options;
  if (dataset === "ink") return await drawSets(options);
  const progress = new DownloadPrinter();
  try {
    const mnist = await loadMnist({ data, download, signal, onProgress: (news) => progress.update(news) });
    return { ...mnist, dataset };
  } finally {
    progress.finish();
  }
}

/** As `loadData`; but where MNIST cannot be had and was not asked for, says so and draws the built-in digits. */
export async function loadDataOrInk(
  options: DataOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<Sets> {
  try {
    return await loadData(options, signal);
  } catch (error) {
    const asked = options.dataset !== undefined || options.data !== undefined;
    if (asked || !(error instanceof NotFoundError)) throw error;
    output.print(output.colours.bold("These are not MNIST's images, but digits that Inkling draws itself."));
    output.print(
      "A network that reads 92 % of these reads 95 to 96 % of MNIST; models/ink.md says more.",
      "",
    );
    output.print(error.message, "");
    return await loadData({ ...options, dataset: "ink" });
  }
}

async function drawSets({ data }: DataOptions): Promise<Sets> {
  if (data !== undefined) {
    throw new UsageError({
      what: "--dataset ink reads no folder",
      expected: "either --dataset ink or --data",
      received: `both, --data ${data}`,
    });
  }
  const [train, test] = [await loadInk(INK.train), await loadInk(INK.test)];
  return {
    dataset: "ink",
    train: { ...train, name: "Inkling's own digits, to train on" },
    test: { ...test, name: "Inkling's own digits, to test on" },
    source: "Inkling's own digits, drawn by models/ink.safetensors",
  };
}

/** @throws UsageError if the set has no image of that number */
export function checkIndex(index: number, { labels }: DataSet, set: SetName): void {
  if (index < labels.length) return;
  throw new UsageError({
    what: `there is no ${set} image ${index}`,
    expected: `--index from 0 to ${labels.length - 1}`,
    received: String(index),
  });
}

/** Redraws a line on a terminal; elsewhere says each file's name once. */
class DownloadPrinter {
  #url = "";
  #lastDraw = -Infinity;

  update({ url, receivedBytes, totalBytes }: DownloadProgress): void {
    const isNew = url !== this.#url;
    if (isNew) this.finish();
    this.#url = url;
    if (process.stderr.isTTY !== true) {
      if (isNew) process.stderr.write(`Downloading ${url}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.#lastDraw < 100 && receivedBytes !== totalBytes) return;
    this.#lastDraw = now;
    process.stderr.write(`\r${downloadLine(url, receivedBytes, totalBytes)}`);
  }

  finish(): void {
    if (this.#url !== "" && process.stderr.isTTY === true) process.stderr.write("\n");
    this.#url = "";
  }
}

const BAR_WIDTH = 20;
const NAME_WIDTH = Math.max(...Object.values(MNIST_FILES).map(({ name }) => name.length)) + ".gz".length;

function downloadLine(url: string, received: number, total: number | undefined): string {
  const name = url.slice(url.lastIndexOf("/") + 1).padEnd(NAME_WIDTH);
  const kilobytes = `${formatCount(Math.round(received / 1000))} kB`.padStart(9);
  if (total === undefined) return `${name}  ${kilobytes}`;
  const done = Math.min(BAR_WIDTH, Math.floor((BAR_WIDTH * received) / total));
  const percent = `${Math.floor((100 * received) / total)} %`.padStart(5);
  return `${name}  ${"━".repeat(done)}${"─".repeat(BAR_WIDTH - done)} ${percent}  ${kilobytes}`;
}
