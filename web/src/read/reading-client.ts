/** The page's side of the worker that reads. */
import { WorkerClient } from "../shared/worker-client.ts";
import type { ReadingResults, ReadingWishes } from "../workers/reading-messages.ts";

export class ReadingClient extends WorkerClient<ReadingWishes, ReadingResults> {
  constructor() {
    super(
      new Worker(new URL("../workers/reading-worker.ts", import.meta.url), { type: "module" }),
      "The reader",
    );
  }
}
