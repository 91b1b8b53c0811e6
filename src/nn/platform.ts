/**
 * What training needs of the machine that it runs on: files, and a place to print.
 * `src/node` provides Node's; a browser app may provide its own. Nothing below this room touches the platform.
 */
import { InklingError } from "../base/errors.ts";
import type { StartHelpers } from "./engine/inference-helpers.ts";
import type { HelperSupport } from "./engine/inference-program.ts";
import { canShareMemory } from "./engine/kernels.ts";
import type { StartTraining } from "./engine/training-job.ts";
import type { ModelRecord } from "./model-record.ts";

/** The services of one platform. */
export interface Platform {
  /** Writes a whole text file (UTF-8); the old file stays whole until the new one is. Makes missing folders. */
  writeText(path: string, text: string): Promise<void>;
  /** Reads a whole text file (UTF-8); `undefined` if there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Writes a whole file; the old file stays whole until the new one is. Makes missing folders. */
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** Reads a whole file; `undefined` if there is none. */
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** Adds bytes at the end of a file; makes it, and missing folders, where there is none. */
  appendBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file, if it is there, with what interrupted writes of it have left. */
  removeFile(path: string): Promise<void>;
  /** Writes a whole model in the format that the path's extension names. */
  saveModel(record: ModelRecord, path: string): Promise<void>;
  /** Reads a model's bytes in whichever format they are. @param name what errors call them */
  readModel(bytes: Uint8Array, name: string): Promise<ModelRecord>;
  /** Starts training threads; left out where training has to share the caller's thread. */
  readonly startTraining?: StartTraining;
  /** Starts threads that help to predict; left out where there are none. */
  readonly startHelpers?: StartHelpers;
  /** Processors that threads may run on. @default 1 */
  readonly threads?: number;
  /** Name of the machine, for names of files. @default "localhost" */
  readonly hostName?: string;
  /** Prints the text as it is: it brings its own line ends. */
  print(text: string): void;
  /** Whether a person watches: lines may be redrawn with a carriage return. */
  readonly isTerminal: boolean;
  /** Characters that fit on one line of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Whether colours may be printed (a terminal, and no `NO_COLOR`). */
  readonly colour: boolean;
}

const MOST_HELPERS = 7;

let provided: Platform | undefined;

/** The training threads of the platform provided, if there is one. */
export function providedTraining(): StartTraining | undefined {
  return provided?.startTraining;
}

/** Helpers that a predicting model may have: one for each processor but the caller's, at most 7. */
export function providedHelpers(): HelperSupport | undefined {
  const count = Math.min(MOST_HELPERS, availableThreads() - 1);
  const start = provided?.startHelpers;
  return start === undefined || count < 1 || !canShareMemory ? undefined : { start, count };
}

/** Threads that the platform provided can run at once. */
export function availableThreads(): number {
  return provided?.threads ?? 1;
}

/** Makes a platform the one that models print to and save with. The last one provided counts. */
export function providePlatform(platform: Platform): void {
  provided = platform;
}

/**
 * The platform provided.
 * @throws InklingError if there is none, as in a browser app that provided none.
 */
export function platform(): Platform {
  if (provided !== undefined) return provided;
  throw new InklingError({
    what: "there is no platform to print to or to read and write files with",
    expected: "one given to providePlatform(…)",
    received: "none",
    mend:
      'In Node import from "inkling", which provides it. In a browser call providePlatform(…) first, or do ' +
      "without: fit with verbose: 0, and save and load with the functions that give and take bytes.",
  });
}
