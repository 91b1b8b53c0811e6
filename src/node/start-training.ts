/** Starts Node's training threads. */
import { Worker } from "node:worker_threads";
import {
  TrainingConversation,
  type ThreadListeners,
  type ThreadPort,
} from "../nn/engine/training-conversation.ts";
import type { StartTraining } from "../nn/engine/training-job.ts";
import type { StartMessage } from "../nn/engine/training-server.ts";

/**
 * A `StartTraining` that runs in workers.
 * @param script the worker's compiled script
 */
export function trainingInWorkers(script: URL): StartTraining {
  return (job, memory, module) => {
    const startThread = (index: number, listeners: ThreadListeners): ThreadPort =>
      startWorker(script, { job, memory, module, part: { index, count: job.threads } }, listeners);
    return Promise.resolve(new TrainingConversation(job.threads, startThread));
  };
}

function startWorker(script: URL, start: StartMessage, listeners: ThreadListeners): ThreadPort {
  // Options of the process, such as --input-type, are for its own script and would stop the worker's.
  const worker = new Worker(script, { workerData: start, execArgv: [] });
  worker.on("message", listeners.onMessage);
  worker.on("error", (cause) => listeners.onFailure({ how: "threw an error", cause }));
  worker.on("exit", (code) => listeners.onFailure({ how: `ended with code ${code}` }));
  // A thread that only waits must not keep the process alive.
  worker.unref();
  return {
    post: (request) => worker.postMessage(request),
    keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
    terminate: async () => void (await worker.terminate()),
  };
}
