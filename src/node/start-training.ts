/** Starts Node's training thread and talks to it. */
import { Worker } from "node:worker_threads";
import { InklingError } from "../base/errors.ts";
import type { EpochResult, StartTraining, TrainingThread } from "../nn/engine/training-job.ts";
import type { ServerMessage, StartMessage } from "../nn/engine/training-server.ts";

/**
 * A `StartTraining` that runs in a worker.
 * @param script the worker's compiled script
 */
export function trainingInWorker(script: URL): StartTraining {
  return (job, memory, module) => {
    const start: StartMessage = { job, memory, module };
    // Options of the process, such as --input-type, are for its own script and would stop the worker's.
    const worker = new Worker(script, { workerData: start, execArgv: [] });
    // A thread that only waits must not keep the process alive.
    worker.unref();
    return Promise.resolve(new WorkerThread(worker));
  };
}

class WorkerThread implements TrainingThread {
  readonly #worker: Worker;
  #failure: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("error", (cause) => (this.#failure ??= died("threw an error", cause)));
    worker.on("exit", (code) => (this.#failure ??= died(`ended with code ${code}`)));
  }

  runEpoch(...[request, onProgress]: Parameters<TrainingThread["runEpoch"]>): Promise<EpochResult> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const worker = this.#worker;
    return new Promise<EpochResult>((resolve, reject) => {
      const onMessage = (message: ServerMessage): void => {
        if (message.kind === "progress") onProgress(message.step, message.figures);
        else settle(() => resolve(message.result));
      };
      const onExit = (): void => settle(() => reject(this.#failure ?? died("ended")));
      const settle = (finish: () => void): void => {
        worker.off("message", onMessage);
        worker.off("exit", onExit);
        worker.unref();
        finish();
      };
      worker.on("message", onMessage);
      worker.on("exit", onExit);
      worker.ref();
      worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function died(how: string, cause?: unknown): InklingError {
  return new InklingError({
    what: `the training thread ${how}`,
    expected: "it to train until the fit ends",
    received: cause instanceof Error ? cause.message : "no reason",
    mend: "The weights are those of the last whole epoch; fit again to go on from there.",
    cause,
  });
}
