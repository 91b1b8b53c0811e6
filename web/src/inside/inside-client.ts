/** The page's side of the worker that looks into networks: requests as promises. */
import { InklingError } from "../../../src/base/errors.ts";
import type { InsideResponse, InsideResults, InsideWishes } from "../workers/inside-messages.ts";

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

export class InsideClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor() {
    this.#worker = new Worker(new URL("../workers/inside-worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<InsideResponse>) => this.#take(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(event.message);
    });
  }

  /** @throws Error with the worker's words */
  ask<K extends keyof InsideWishes>(kind: K, wish: InsideWishes[K]): Promise<InsideResults[K]> {
    const id = this.#nextId++;
    return new Promise<InsideResults[K]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...wish, kind, id });
    });
  }

  #take(response: InsideResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ("error" in response) waiting?.reject(new Error(response.error));
    else waiting?.resolve(response.result as never);
  }

  /** A worker that did not start answers nobody. */
  #fail(message: string | undefined): void {
    const error = new InklingError({
      what: "The view's worker could not be started",
      received: message === undefined || message === "" ? "no script" : message,
      mend: "Reload the page; if it stays so, the server may have stopped.",
    });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
