/** Starts Node's threads that help to predict. */
import { Worker } from "node:worker_threads";
import type { StartHelpers } from "../nn/engine/inference-helpers.ts";

/**
 * A `StartHelpers` that starts workers.
 * @param script the worker's compiled script
 */
export function helpersInWorkers(script: URL): StartHelpers {
  return (messages) => {
    const workers = messages.map((message) => {
      const worker = new Worker(script, { workerData: message, execArgv: [] });
      // Helping is no reason for the process to stay alive; a helper that fails is one helper less.
      worker.unref();
      worker.on("error", () => undefined);
      return worker;
    });
    return () => {
      for (const worker of workers) void worker.terminate();
    };
  };
}
