/**
 * Watches every call of the engine's kernels: loaded before the engine, it wraps the functions of each WebAssembly module
 * that has them. Each kernel's calls, seconds, float operations and bytes are summed up.
 */
import { kernelParameters } from "./kernel-parameters.mjs";
import { KERNEL_WORK } from "./kernel-work.mjs";

/** Pairs of looks at the clock that tell what one costs. */
const CLOCK_LOOKS = 20_000;

const parameters = kernelParameters();
const clock = clockSeconds();

/** What was seen since `resetSums`, by kernel; a thread's own. */
const sums = new Map();

export function readSums() {
  return [...sums].map(([kernel, { calls, seconds, ...work }]) => {
    // Looking at the clock takes time too, which is not the kernel's.
    return { kernel, calls, seconds: Math.max(0, seconds - calls * clock), ...work };
  });
}

export function resetSums() {
  sums.clear();
}

/** Wraps the kernels of every module that is bound from now on. */
export function watchKernels() {
  const Plain = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Plain(module, imports);
    const { memory } = imports.env;
    const wrapped = Object.entries(instance.exports).map(([name, kernel]) => [
      name,
      typeof kernel === "function" ? watch(name, kernel, memory) : kernel,
    ]);
    return { exports: Object.fromEntries(wrapped) };
  };
}

function watch(name, kernel, memory) {
  const work = KERNEL_WORK[name];
  const names = parameters.get(name);
  return (...values) => {
    const start = performance.now();
    const result = kernel(...values);
    const seconds = (performance.now() - start) / 1000;
    const sum = sums.get(name) ?? { calls: 0, seconds: 0, flops: 0, read: 0, written: 0 };
    sum.calls++;
    sum.seconds += seconds;
    if (work !== undefined) addWork(sum, work(named(names, values), memory.buffer));
    sums.set(name, sum);
    return result;
  };
}

function addWork(sum, { flops = 0, read = 0, written = 0 }) {
  sum.flops += flops;
  sum.read += read;
  sum.written += written;
}

function named(names, values) {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/** Seconds that one measurement adds by itself. */
function clockSeconds() {
  let sum = 0;
  for (let i = 0; i < CLOCK_LOOKS; i++) {
    const start = performance.now();
    sum += performance.now() - start;
  }
  return sum / 1000 / CLOCK_LOOKS;
}
