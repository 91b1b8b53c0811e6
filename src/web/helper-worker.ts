/** A thread of a page that helps a model predict, until it has had nothing to do for a while. */
import { serveHelper } from "../nn/engine/helper-server.ts";
import type { HelperMessage } from "../nn/engine/inference-helpers.ts";

addEventListener(
  "message",
  ({ data }) => {
    serveHelper(data as HelperMessage);
    // In a worker, where types are a page's, this ends the worker.
    close();
  },
  { once: true },
);
