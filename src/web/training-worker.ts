/** A training thread of a page: a web worker that serves one fit. */
import type { EpochRequest } from "../nn/engine/training-job.ts";
import { serveTraining } from "../nn/engine/training-server.ts";
import type { WebServerMessage, WebStartMessage } from "./start-training.ts";

/** What this file uses of a worker's global scope, whose types exclude the page's. */
interface WorkerScope {
  postMessage(message: WebServerMessage): void;
  addEventListener(
    type: "message",
    listener: (event: MessageEvent) => void,
    options?: { once: boolean },
  ): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener("message", ({ data }) => serve(data as WebStartMessage), { once: true });

function serve({ start, lock }: WebStartMessage): void {
  const runEpoch = serveTraining(start, (message) => scope.postMessage(message));
  const locked = holdLock(lock);
  scope.addEventListener("message", ({ data }) => {
    // A promise's rejection stays in the worker; an error reported reaches the page.
    locked.then(() => runEpoch(data as EpochRequest)).catch(reportError);
  });
}

/** Resolves when the lock is held and the page knows, or where there are no locks; it is held for ever. */
function holdLock(lock: string): Promise<void> {
  return new Promise((resolve) => {
    const held = (): Promise<never> => {
      scope.postMessage({ kind: "locked" });
      resolve();
      return new Promise<never>(() => undefined);
    };
    navigator.locks.request(lock, held).catch(() => resolve());
  });
}
