/** The page's side of the worker that trains. */
import { WorkerClient } from "../shared/worker-client.ts";
import type { TrainingEvent, TrainingResults, TrainingWishes } from "../workers/training-messages.ts";

export class TrainingClient extends WorkerClient<TrainingWishes, TrainingResults, TrainingEvent> {
  constructor(onEvent: (event: TrainingEvent) => void) {
    super(
      new Worker(new URL("../workers/training-worker.ts", import.meta.url), { type: "module" }),
      "The training",
      onEvent,
    );
  }
}
