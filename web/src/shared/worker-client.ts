/** The page's side of a worker: requests as promises, and what the worker tells of its own accord. */
import { InklingError } from "../../../src/base/errors.ts";

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

type Message<Event> = { id: number; result: unknown } | { id: number; error: string } | { event: Event };

/** `Wishes` and `Results` are by the kind of request; `Event` is what comes without one. */
export class WorkerClient<
  Wishes extends object,
  Results extends Record<keyof Wishes, unknown>,
  Event = never,
> {
  readonly #worker: Worker;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEvent: ((event: Event) => void) | undefined;
  #nextId = 1;

  /** @param name what could not be started if it does not start: "The reader" */
  constructor(worker: Worker, name: string, onEvent?: (event: Event) => void) {
    this.#worker = worker;
    this.#name = name;
    this.#onEvent = onEvent;
    worker.addEventListener("message", ({ data }: MessageEvent<Message<Event>>) => this.#take(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(event.message);
    });
  }

  /** @throws Error with the worker's words */
  ask<K extends keyof Wishes>(kind: K, wish: Wishes[K]): Promise<Results[K]> {
    const id = this.#nextId++;
    return new Promise<Results[K]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...wish, kind, id });
    });
  }

  #take(message: Message<Event>): void {
    if ("event" in message) {
      this.#onEvent?.(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.result as never);
  }

  /** A worker that did not start answers nobody. */
  #fail(message: string | undefined): void {
    const error = new InklingError({
      what: `${this.#name} could not be started`,
      received: message === undefined || message === "" ? "no script" : message,
      mend: "Reload the page; if it stays so, the server may have stopped.",
    });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
