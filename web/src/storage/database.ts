/** The page's own store, an IndexedDB with one place for settings and one for models. Nothing in it leaves this machine. */
import { InklingError } from "../../../src/base/errors.ts";

const NAME = "inkling-studio";
const VERSION = 1;
export type StoreName = "settings" | "models";
const STORES: readonly StoreName[] = ["settings", "models"];

let opened: Promise<IDBDatabase> | undefined;

/** @throws InklingError if there is no store, as in some private windows, or it is full */
export async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  try {
    opened ??= openDatabase().catch((error: unknown) => {
      // The next call asks again: there may be room then.
      opened = undefined;
      throw error;
    });
    const transaction = (await opened).transaction(name, mode);
    const request = work(transaction.objectStore(name));
    await finished(transaction);
    return request.result;
  } catch (error) {
    throw storageError(error);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener("upgradeneeded", () => {
      for (const store of STORES) request.result.createObjectStore(store);
    });
    request.addEventListener("success", () => {
      // Another tab with a newer page waits for this one to let go.
      request.result.addEventListener("versionchange", () => {
        opened = undefined;
        request.result.close();
      });
      resolve(request.result);
    });
    request.addEventListener("error", () => reject(request.error ?? new Error("the store did not open")));
  });
}

/** A write counts only when its transaction has ended well: a full disk shows there. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("the store gave up")));
    transaction.addEventListener("error", () => reject(transaction.error ?? new Error("the store failed")));
  });
}

function storageError(cause: unknown): InklingError {
  const name = cause instanceof DOMException ? cause.name : "";
  if (name === "QuotaExceededError") {
    return new InklingError({
      what: "There is no room left in this browser's storage",
      mend: "Delete a model in Models, or free some disk space, and try again. What is on the page is still there.",
      cause,
    });
  }
  return new InklingError({
    what: "This browser keeps nothing for this page",
    received: cause instanceof Error ? cause.message : String(cause),
    mend: "A private window may forbid it. Everything works, but is gone after a reload; save models as files.",
    cause,
  });
}
