/** One thread of limits.mjs: prepares what it is asked for, then runs it for a time and tells its rate. */
import { parentPort, workerData } from "node:worker_threads";

/** Arrays begin here, on a page's start. */
const BASE = 65_536;
/** Steps of the product's inner loop: 4 KiB and 8 KiB of the two matrices. */
const DEPTH = 256;
const TURNS = 100_000;
const PAGES = 1 + (256 * 2 ** 20) / 65_536;

const memory = new WebAssembly.Memory({ initial: PAGES });
const { instance } = await WebAssembly.instantiate(workerData.binary, { env: { memory } });
const { multiplyAdd, product, read, copy } = instance.exports;
new Float32Array(memory.buffer).fill(0.5);

/** A function that works for some milliseconds at most, and how much it does: float operations or bytes. */
function prepare(item) {
  const [name, text] = item.split(":");
  const bytes = Number(text);
  const times = Math.max(1, Math.floor((32 * 2 ** 20) / bytes));
  const half = bytes / 2;
  return {
    multiplyAdd: () => ({ call: () => multiplyAdd(TURNS, 0.5, 1), work: TURNS * 96 }),
    product: () => ({
      call: () => product(BASE, BASE + 4096, BASE + 8192, DEPTH, 1000),
      work: 1000 * DEPTH * 64,
    }),
    read: () => ({ call: () => read(BASE, bytes, times), work: bytes * times }),
    // Half is read, half written: both are moved.
    copy: () => ({ call: () => copy(BASE, BASE + half, half, times), work: bytes * times }),
  }[name]();
}

let prepared;
parentPort.on("message", ({ prepare: item, run: seconds }) => {
  if (item !== undefined) {
    prepared = prepare(item);
    prepared.call(); // Compiled, and in the caches, before the clock starts.
    parentPort.postMessage("ready");
    return;
  }
  const start = performance.now();
  const end = start + seconds * 1000;
  let calls = 0;
  let now = start;
  for (; now < end; now = performance.now()) {
    prepared.call();
    calls++;
  }
  parentPort.postMessage((calls * prepared.work) / ((now - start) / 1000));
});
