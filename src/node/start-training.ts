/** Starts Node's training threads and talks to them. */
import { Worker } from "node:worker_threads";
import { InklingError } from "../base/errors.ts";
import type { EpochResult, StartTraining, TrainingThreads } from "../nn/engine/training-job.ts";
import type { ServerMessage, StartMessage } from "../nn/engine/training-server.ts";

/**
 * A `StartTraining` that runs in workers.
 * @param script the worker's compiled script
 */
export function trainingInWorkers(script: URL): StartTraining {
  return (job, memory, module) => {
    const workers = Array.from({ length: job.threads }, (_, index) => {
      const start: StartMessage = { job, memory, module, part: { index, count: job.threads } };
      // Options of the process, such as --input-type, are for its own script and would stop the worker's.
      const worker = new Worker(script, { workerData: start, execArgv: [] });
      // A thread that only waits must not keep the process alive.
      worker.unref();
      return worker;
    });
    return Promise.resolve(new WorkerThreads(workers));
  };
}

/** Workers of which the first leads: it reports for all. If one of them ends, the others would wait for it for ever. */
class WorkerThreads implements TrainingThreads {
  readonly #workers: readonly Worker[];
  #failure: InklingError | undefined;
  #onFailure: ((failure: InklingError) => void) | undefined;

  constructor(workers: readonly Worker[]) {
    this.#workers = workers;
    for (const worker of workers) {
      worker.on("error", (cause) => this.#fail(died("threw an error", cause)));
      worker.on("exit", (code) => this.#fail(died(`ended with code ${code}`)));
    }
  }

  runEpoch(...[request, onProgress]: Parameters<TrainingThreads["runEpoch"]>): Promise<EpochResult> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const leader = this.#workers[0];
    return new Promise<EpochResult>((resolve, reject) => {
      const onMessage = (message: ServerMessage): void => {
        if (message.kind === "progress") onProgress(message.step, message.figures);
        else settle(() => resolve(message.result));
      };
      const settle = (finish: () => void): void => {
        leader.off("message", onMessage);
        leader.unref();
        this.#onFailure = undefined;
        finish();
      };
      this.#onFailure = (failure) => settle(() => reject(failure));
      leader.on("message", onMessage);
      leader.ref();
      for (const worker of this.#workers) worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #fail(failure: InklingError): void {
    this.#failure ??= failure;
    this.#onFailure?.(this.#failure);
  }
}

function died(how: string, cause?: unknown): InklingError {
  return new InklingError({
    what: `a training thread ${how}`,
    expected: "it to train until the fit ends",
    received: cause instanceof Error ? cause.message : "no reason",
    mend: "The weights are those of the last whole epoch; fit again to go on from there.",
    cause,
  });
}
