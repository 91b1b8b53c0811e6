/** Node's platform: files written atomically, the process's standard output, training in workers. */
import { appendFile, readFile } from "node:fs/promises";
import { availableParallelism, hostname } from "node:os";
import { dirname } from "node:path";
import { formatOfPath, readModelRecord, writeModelRecord } from "../formats/index.ts";
import type { Platform } from "../nn/index.ts";
import { removeFile, writeFileAtomic } from "./atomic-write.ts";
import { fileError } from "./file-errors.ts";
import { makeFolder } from "./make-folder.ts";
import { helpersInWorkers } from "./start-helpers.ts";
import { trainingInWorkers } from "./start-training.ts";

/** @param workerScript the compiled training worker */
export function nodePlatform(
  workerScript = new URL("../bundle/training-worker.js", import.meta.url),
): Platform {
  return {
    writeText: writeFileAtomic,
    writeBytes: writeFileAtomic,
    readText: async (path) => (await readIfThere(path))?.toString("utf8"),
    readBytes: readIfThere,
    appendBytes,
    removeFile,
    async saveModel(record, path) {
      // An unknown extension is an error before any work is done.
      const format = formatOfPath(path);
      await writeFileAtomic(path, await writeModelRecord(record, format));
    },
    readModel: readModelRecord,
    startTraining: trainingInWorkers(workerScript),
    startHelpers: helpersInWorkers(new URL("./helper-worker.js", workerScript)),
    threads: availableParallelism(),
    hostName: hostname(),
    print: (text) => void process.stdout.write(text),
    get isTerminal() {
      return process.stdout.isTTY === true;
    },
    get columns() {
      return process.stdout.columns ?? 80;
    },
    get colour() {
      return process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
    },
  };
}

async function appendBytes(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await appendFile(path, bytes);
  } catch (error) {
    throw fileError("write", path, error);
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileError("read", path, error);
  }
}
