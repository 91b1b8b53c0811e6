/** MNIST for a command: `--data` and `--no-download` obeyed, a download's progress shown on standard error. */
import { formatCount } from "../base/format-count.ts";
import { MNIST_FILES } from "../data/index.ts";
import type { DataSet } from "../data/index.ts";
import { loadMnist, type DownloadProgress, type Mnist } from "../node/index.ts";
import { UsageError } from "./usage-error.ts";

/** Options of every command that reads MNIST. */
export interface DataOptions {
  /** A folder with MNIST's files. */
  data?: string;
  /** Whether to fetch what is nowhere on this machine. */
  download: boolean;
}

/** Which half of MNIST. */
export type SetName = "train" | "test";

/** @throws NotFoundError if MNIST is nowhere and cannot be fetched */
export async function loadData({ data, download }: DataOptions, signal?: AbortSignal): Promise<Mnist> {
  const progress = new DownloadPrinter();
  try {
    return await loadMnist({ data, download, signal, onProgress: (news) => progress.update(news) });
  } finally {
    progress.finish();
  }
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
