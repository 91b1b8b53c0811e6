/** The page's side of the worker that looks into networks. */
import { WorkerClient } from "../shared/worker-client.ts";
import type { InsideResults, InsideWishes } from "../workers/inside-messages.ts";

export class InsideClient extends WorkerClient<InsideWishes, InsideResults> {
  constructor() {
    super(
      new Worker(new URL("../workers/inside-worker.ts", import.meta.url), { type: "module" }),
      "The view's worker",
    );
  }
}
