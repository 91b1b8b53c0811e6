/** Starts a page's training threads: web workers, in a page that is cross-origin isolated. */
import { InklingError } from "../base/errors.ts";
import {
  TrainingConversation,
  type ThreadFailure,
  type ThreadListeners,
  type ThreadPort,
} from "../nn/engine/training-conversation.ts";
import type { StartTraining } from "../nn/engine/training-job.ts";
import type { ServerMessage, StartMessage } from "../nn/engine/training-server.ts";

/** The first message to a web worker. */
export interface WebStartMessage {
  start: StartMessage;
  /** Name of the lock that the worker holds as long as it lives. */
  lock: string;
}

/** What a web worker says. */
export type WebServerMessage = ServerMessage | { kind: "locked" };

/**
 * A `StartTraining` that runs in web workers.
 * @param makeWorker makes a worker that runs `training-worker.js`
 */
export function trainingInWebWorkers(makeWorker: () => Worker = makeTrainingWorker): StartTraining {
  return (job, memory, module) => {
    const startThread = (index: number, listeners: ThreadListeners): ThreadPort =>
      startWorker(makeWorker(), { job, memory, module, part: { index, count: job.threads } }, listeners);
    return Promise.resolve(new TrainingConversation(job.threads, startThread));
  };
}

/** Bundlers know a worker's script by this very expression. */
function makeTrainingWorker(): Worker {
  return new Worker(new URL("./training-worker.js", import.meta.url), { type: "module" });
}

function startWorker(worker: Worker, start: StartMessage, listeners: ThreadListeners): ThreadPort {
  const lock = `inkling-training-${crypto.randomUUID()}`;
  const closed = new AbortController();
  worker.addEventListener("message", ({ data }: MessageEvent<WebServerMessage>) => {
    if (data.kind === "locked") watchLock(lock, closed.signal, listeners);
    else listeners.onMessage(data);
  });
  worker.addEventListener("error", (event) => {
    // The fit tells of it; to the page's error handlers it would be news twice.
    event.preventDefault();
    listeners.onFailure(failureOf(event));
  });
  worker.addEventListener("messageerror", () =>
    listeners.onFailure({ how: "could not read what it was sent" }),
  );
  worker.postMessage({ start, lock } satisfies WebStartMessage);
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => {
      closed.abort();
      worker.terminate();
      return Promise.resolve();
    },
  };
}

/**
 * Fails when the worker has ended, of which a page hears nothing; but the browser then takes its locks away.
 * Source: Web Locks API (W3C), "termination of remaining locks and requests".
 */
function watchLock(lock: string, closed: AbortSignal, { onFailure }: ThreadListeners): void {
  navigator.locks.request(lock, { signal: closed }, () => onFailure({ how: "ended" })).catch(() => undefined);
}

/** An error inside the script has a message; one without is that the script could not be fetched or parsed. */
function failureOf({ message, filename, lineno }: ErrorEvent): ThreadFailure {
  if (message !== undefined && message !== "") {
    const cause = new InklingError({ what: `${message} (${filename}:${lineno})` });
    return { how: "threw an error", cause };
  }
  return {
    how: "could not be started",
    cause: new Error("an error event without a message: its script did not load"),
    mend:
      "Serve training-worker.js beside the module that starts it, from the page's own origin and with the page's " +
      "Cross-Origin-Embedder-Policy.",
  };
}
