/** Starts a page's threads that help to predict. */
import type { HelperMessage, StartHelpers } from "../nn/engine/inference-helpers.ts";

/** Starts web workers. */
export const helpersInWebWorkers: StartHelpers = (messages) => {
  const workers = messages.map(startWorker);
  return () => {
    for (const worker of workers) worker.terminate();
  };
};

function startWorker(message: HelperMessage): Worker {
  // Bundlers know a worker's script by this very expression.
  const worker = new Worker(new URL("./helper-worker.js", import.meta.url), { type: "module" });
  // A helper that fails is one helper less: what it leaves undone is done by the thread that asked.
  worker.addEventListener("error", (event) => event.preventDefault());
  worker.postMessage(message);
  return worker;
}
