/** A thread of Node that helps a model predict, until it has had nothing to do for a while. */
import { workerData } from "node:worker_threads";
import type { HelperMessage } from "../nn/engine/inference-helpers.ts";
import { serveHelper } from "../nn/engine/helper-server.ts";

serveHelper(workerData as HelperMessage);
