/** A page's platform: training in web workers where the page may share memory, lines to the console, and no files. */
import { InklingError } from "../base/errors.ts";
import { checkInteger } from "../base/guards.ts";
import { providePlatform, type Platform } from "../nn/platform.ts";
import { helpersInWebWorkers } from "./start-helpers.ts";
import { trainingInWebWorkers } from "./start-training.ts";

/** Options of `webPlatform`. */
export interface WebPlatformOptions {
  /** Threads that a fit or a prediction takes at most without being asked. @default one for each processor */
  threads?: number;
  /** Takes printed text, which brings its own line ends. @default whole lines to the console */
  print?: (text: string) => void;
}

/** A platform that says why it trains on one thread, if it does. */
export interface WebPlatform extends Platform {
  readonly threads: number;
  /** Why training shares the page's one thread; `undefined` if it has threads of its own. */
  readonly whyOneThread?: string;
}

/** The most threads that a fit may be asked for. */
const MOST_THREADS = 64;

/**
 * The platform of a page (or of a worker of a page). Threads need a page that is cross-origin isolated, that is, served
 * with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`; elsewhere training
 * shares the page's thread and gives way to it many times a second. The weights do not depend on it.
 * @throws RangeError if `threads` is not 1 to 64
 */
export function webPlatform({ threads, print = consoleLines() }: WebPlatformOptions = {}): WebPlatform {
  if (threads !== undefined) checkInteger("threads", threads, 1, MOST_THREADS);
  const whyOneThread = findWhyOneThread();
  if (whyOneThread !== undefined && threads !== undefined && threads > 1) warn(threads, whyOneThread);
  const hasThreads = whyOneThread === undefined;
  return {
    writeText: (path) => noFiles("written", path),
    writeBytes: (path) => noFiles("written", path),
    readText: (path) => noFiles("read", path),
    readBytes: (path) => noFiles("read", path),
    appendBytes: (path) => noFiles("written", path),
    removeFile: (path) => noFiles("written", path),
    saveModel: (_record, path) => noFiles("written", path),
    readModel: (_bytes, name) => noFiles("read", name),
    startTraining: hasThreads ? trainingInWebWorkers() : undefined,
    startHelpers: hasThreads ? helpersInWebWorkers : undefined,
    threads: hasThreads ? (threads ?? navigator.hardwareConcurrency) : 1,
    whyOneThread,
    print,
    isTerminal: false,
    columns: 80,
    colour: false,
  };
}

/** Provides the page's platform to models, as importing the library in a page does by itself. */
export function provideWebPlatform(options: WebPlatformOptions = {}): WebPlatform {
  const platform = webPlatform(options);
  providePlatform(platform);
  return platform;
}

function findWhyOneThread(): string | undefined {
  if (typeof Worker !== "function") return "there are no web workers here";
  if (globalThis.crossOriginIsolated === true) return undefined;
  return (
    "this page is not cross-origin isolated, so its threads cannot share memory; serve it with the headers " +
    "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp"
  );
}

let warned = false;

function warn(threads: number, why: string): void {
  if (warned) return;
  warned = true;
  const silence = "Leave threads away, and training takes what there is without a warning.";
  // oxlint-disable-next-line no-console -- A page has no other place for a warning.
  console.warn(`Inkling trains on one thread instead of ${threads}: ${why}. ${silence}`);
}

/** Prints whole lines; what has no end yet waits for it. */
function consoleLines(): (text: string) => void {
  let begun = "";
  return (text) => {
    const lines = (begun + text).split("\n");
    begun = lines.pop() ?? "";
    // oxlint-disable-next-line no-console -- It is where a page prints.
    for (const line of lines) console.log(line);
  };
}

function noFiles(done: string, path: string): Promise<never> {
  const error = new InklingError({
    what: `${path} cannot be ${done}: a page has no files`,
    mend:
      'Work with bytes: writeModelRecord(model.toRecord(), "keras-h5") gives a model\'s, and ' +
      "Sequential.fromRecord(await readModelRecord(bytes, name)) makes a model from them.",
  });
  return Promise.reject(error);
}
