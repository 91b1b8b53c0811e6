/** Inkling's training thread with its kernels watched; tells what it saw when it is asked on a channel. */
import { readSums, resetSums, watchKernels } from "./watch-kernels.mjs";

watchKernels();
await import("../../dist/node/training-worker.js");

const channel = new BroadcastChannel("inkling-roofline");
channel.addEventListener("message", ({ data }) => {
  if (data !== "tell") return;
  channel.postMessage({ sums: readSums() });
  resetSums();
});
channel.unref();
