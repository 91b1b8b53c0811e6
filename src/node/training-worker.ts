/** A training thread of Node: a worker that serves one fit. */
import { parentPort, workerData } from "node:worker_threads";
import { serveTraining, type StartMessage } from "../nn/engine/training-server.ts";
import type { EpochRequest } from "../nn/engine/training-job.ts";

const runEpoch = serveTraining(workerData as StartMessage, (message) => parentPort?.postMessage(message));
parentPort?.on("message", (request: EpochRequest) => runEpoch(request));
