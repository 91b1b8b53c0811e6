/** What the machine can do at most, one thread or several: float operations, and bytes moved at several sizes. */
import { Worker } from "node:worker_threads";
import { median } from "../statistics.mjs";
import { compileLimits } from "./compile-limits.mjs";

const WORKER = new URL("./limits-worker.mjs", import.meta.url);

/** Bytes that are walked: in the first- and second-level cache, beyond them, and far beyond. */
const SIZES = [16 * 2 ** 10, 512 * 2 ** 10, 8 * 2 ** 20, 256 * 2 ** 20];

/** What is measured, by what a thread calls it: each in float operations or bytes a second. */
const ITEMS = ["multiplyAdd", "product", ...SIZES.flatMap((size) => [`read:${size}`, `copy:${size}`])];

/**
 * @param rounds measurements of each, of which the median counts
 * @returns for the float operations and each size, what all threads together do a second
 */
export async function measureLimits(threads, { rounds, seconds }) {
  const binary = await compileLimits();
  const workers = Array.from({ length: threads }, () => new Worker(WORKER, { workerData: { binary } }));
  const samples = Object.fromEntries(ITEMS.map((item) => [item, []]));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const item of ITEMS) samples[item].push(await runTogether(workers, item, seconds));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const rate = (item) => median(samples[item]);
  return {
    threads,
    multiplyAdd: rate("multiplyAdd"),
    product: rate("product"),
    memory: SIZES.map((size) => ({ size, read: rate(`read:${size}`), copy: rate(`copy:${size}`) })),
  };
}

/** All threads prepare, then begin at once. */
async function runTogether(workers, item, seconds) {
  await askAll(workers, { prepare: item });
  const rates = await askAll(workers, { run: seconds });
  return rates.reduce((sum, rate) => sum + rate, 0);
}

function askAll(workers, message) {
  const answers = workers.map(
    (worker) =>
      new Promise((resolve, reject) => {
        worker.once("message", (answer) => {
          worker.off("error", reject);
          resolve(answer);
        });
        worker.once("error", reject);
        worker.postMessage(message);
      }),
  );
  return Promise.all(answers);
}
