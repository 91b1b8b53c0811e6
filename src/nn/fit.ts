/** `fit`: checks what it is given, lays out the training memory, and runs epochs with callbacks in between. */
import { rangeError, typeError } from "../base/errors.ts";
import { checkInteger, checkNumber, show } from "../base/guards.ts";
import { formatShape, type Shape } from "../base/shapes.ts";
import { Augmentation } from "../data/augmentation.ts";
import type { Callback, FitParameters, Logs } from "./callbacks/callback.ts";
import { History } from "./callbacks/history.ts";
import { ProgressPrinter } from "./callbacks/progress-printer.ts";
import { examplesFacts, fillExamples, type PlainSet } from "./engine/examples.ts";
import type { InferenceProgram } from "./engine/inference-program.ts";
import { bindKernels, canShareMemory, kernelModule } from "./engine/kernels.ts";
import { startLocalTraining } from "./engine/local-thread.ts";
import type {
  AugmentationJob,
  EpochResult,
  Figures,
  TrainingJob,
  TrainingThreads,
} from "./engine/training-job.ts";
import { giveBackMemory, takeMemory } from "./engine/training-memory.ts";
import { TrainingProgram } from "./engine/training-program.ts";
import type { Inputs } from "./inputs.ts";
import type { Labels } from "./targets.ts";
import type { OptimizerState } from "./optimizer-state.ts";
import { availableThreads, providedTraining } from "./platform.ts";
import { findResumption } from "./resumption.ts";
import type { Sequential } from "./sequential.ts";

/** Options of `fit`, with Keras's names and defaults. */
export interface FitOptions {
  /** Examples of one step. @default 32 */
  batchSize?: number;
  /** Number of the last epoch, counted from 1. @default 1 */
  epochs?: number;
  /** Epochs already done: training starts at this one, counted from 0. @default 0 */
  initialEpoch?: number;
  /** 0 prints nothing, 1 a progress bar, 2 a line an epoch. @default 1 */
  verbose?: 0 | 1 | 2;
  callbacks?: readonly Callback[];
  /** Examples and labels to measure after each epoch. */
  validationData?: readonly [Inputs, Labels];
  /** Share of the examples, the last ones, to measure instead of training on them. @default 0 */
  validationSplit?: number;
  /** Whether each epoch takes the examples in a new order. @default true */
  shuffle?: boolean;
  /** Seed of shuffling and dropout. @default the model's seed */
  seed?: number;
  /** Changes every training image a little, in another way each time: `Augmentation.digits()`. @default none */
  augmentation?: Augmentation;
  /** Threads that share the work; the weights do not depend on it. @default one for each processor, at most 8 */
  threads?: number;
  /** Stops training at the next step; `fit` then rejects with the signal's reason, and the weights are kept. */
  signal?: AbortSignal;
}

/** Beyond it threads wait for each other longer than they work. */
const MOST_THREADS = 64;
/** Threads taken without being asked. */
const DEFAULT_THREADS = 8;
/** Milliseconds that threads have to stop in when they are asked to. */
const STOP_MS = 2000;
/** Rows of the smallest share of a batch that is worth a thread. */
const LEAST_ROWS = 8;

/** What `fit` works on inside a model. */
export interface FitParts {
  model: Sequential;
  home: InferenceProgram;
  state: OptimizerState;
  /** The job but for what the options say. */
  job: Pick<TrainingJob, "layers" | "inputShape" | "compile">;
  metrics: readonly string[];
  /** Whether the first layer that computes reads sparse lists where the input is sparse. */
  listsFirst: boolean;
  training: PlainSet;
  validation?: PlainSet;
  /** Shape of one example as it was given. */
  exampleShape: Shape;
  seed: number;
}

/** Checks the options that stand for themselves. */
export function checkFitOptions(options: FitOptions): void {
  checkInteger("batchSize", options.batchSize ?? 32, 1);
  const epochs = checkInteger("epochs", options.epochs ?? 1, 0);
  checkInteger("initialEpoch", options.initialEpoch ?? 0, 0, epochs);
  checkNumber("validationSplit", options.validationSplit ?? 0, 0, 1);
  checkInteger("seed", options.seed ?? 0, 0);
  checkInteger("threads", options.threads ?? 1, 1, MOST_THREADS);
  if (![0, 1, 2].includes(options.verbose ?? 1)) {
    throw rangeError({
      what: "verbose is out of range",
      expected: "0, 1 or 2",
      received: String(options.verbose),
    });
  }
}

/** Trains; resolves with the figures of every epoch. */
export async function runFit(parts: FitParts, options: FitOptions): Promise<History> {
  const { model, home, state, metrics, validation } = parts;
  const { epochs = 1, initialEpoch = 0, verbose = 1, signal } = options;
  const batchSize = Math.min(options.batchSize ?? 32, parts.training.inputs.count);
  signal?.throwIfAborted();
  const job = jobOf(parts, options, batchSize);
  const program = new TrainingProgram(job);
  const logNames = validation === undefined ? metrics : [...metrics, ...metrics.map((name) => `val_${name}`)];
  const params: FitParameters = {
    epochs,
    initialEpoch,
    batchSize,
    steps: program.stepsPerEpoch,
    metrics: logNames,
    verbose,
  };
  const history = new History();
  // One logs object goes through all in turn: what a callback adds, such as the learning rate, is recorded and
  // printed by the last two.
  const callbacks = [...(options.callbacks ?? []), history, new ProgressPrinter()];
  // Before any callback has touched a file, for the backup may be of another training.
  const resumption = await findResumption(parts, { job, initialEpoch, epochs, callbacks });
  model.stopTraining = false;
  for (const callback of callbacks) {
    callback.model = model;
    callback.params = params;
    await callback.onTrainBegin();
  }
  state.ensureSlots(home.layout);
  const firstEpoch = await resumption.restore();
  const session = await Session.start(program, parts, job);
  const stop = (): void => session.stop();
  signal?.addEventListener("abort", stop);
  try {
    for (let epoch = firstEpoch; epoch < epochs && !model.stopTraining; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin(epoch);
      signal?.throwIfAborted();
      const running = session.runEpoch(epoch, (step, figures) => {
        for (const callback of callbacks) callback.onProgress(epoch, step, logsOf(figures, metrics, ""));
      });
      // Threads that had to be ended because of the signal failed because of it.
      const result = await running.catch((failure: unknown) => {
        signal?.throwIfAborted();
        throw failure;
      });
      signal?.throwIfAborted();
      const logs = { ...logsOf(result.training, metrics, ""), ...logsOf(result.validation, metrics, "val_") };
      for (const callback of callbacks) await callback.onEpochEnd(epoch, logs);
      await resumption.backUp(epoch + 1);
    }
    state.finaliseWeights(home.parameters, home.layout);
    home.parametersChanged();
  } finally {
    signal?.removeEventListener("abort", stop);
    await session.close();
    for (const callback of callbacks) await callback.onTrainEnd();
  }
  await resumption.finish();
  return history;
}

/** The training threads, their memory, and the copies between that memory and the model. */
class Session {
  readonly #program: TrainingProgram;
  readonly #memory: WebAssembly.Memory;
  readonly #threads: TrainingThreads;
  readonly #home: InferenceProgram;
  readonly #state: OptimizerState;
  #running = false;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    program: TrainingProgram,
    parts: FitParts,
    memory: WebAssembly.Memory,
    threads: TrainingThreads,
  ) {
    this.#program = program;
    this.#memory = memory;
    this.#threads = threads;
    this.#home = parts.home;
    this.#state = parts.state;
  }

  static async start(program: TrainingProgram, parts: FitParts, job: TrainingJob): Promise<Session> {
    const memory = takeMemory(program.bytes);
    // The threads take a while to start; meanwhile the examples are put where they will look for them.
    program.network.initialise(bindKernels(kernelModule(), memory));
    const starting = (providedTraining() ?? startLocalTraining)(job, memory, kernelModule());
    fillExamples(memory, program.training, parts.training);
    if (program.validation !== undefined && parts.validation !== undefined) {
      fillExamples(memory, program.validation, parts.validation);
    }
    if (job.augmentation !== undefined) {
      program.augmenting?.fill(memory, Augmentation.fromJSON(job.augmentation.settings));
    }
    return new Session(program, parts, memory, await starting);
  }

  /** Runs an epoch on the model's weights as they are now, and brings the new ones back. */
  async runEpoch(epoch: number, onProgress: (step: number, figures: Figures) => void): Promise<EpochResult> {
    const { learningRate, iterations } = this.#state;
    this.#views().forEach(([inside, outside]) => inside.set(outside));
    this.#running = true;
    const result = await this.#threads.runEpoch({ epoch, learningRate, iterations }, onProgress);
    this.#running = false;
    this.#views().forEach(([inside, outside]) => outside.set(inside));
    this.#home.parametersChanged();
    this.#state.iterations = iterations + result.steps;
    return result;
  }

  /** Asks the threads to stop at their next step; those that do not answer are ended. */
  stop(): void {
    Atomics.store(new Int32Array(this.#memory.buffer, this.#program.stopFlag, 1), 0, 1);
    this.#deadline = setTimeout(() => void this.#threads.close(), STOP_MS);
  }

  async close(): Promise<void> {
    clearTimeout(this.#deadline);
    await this.#threads.close();
    // Threads that failed or were cut short may still be writing for a moment.
    if (!this.#running) giveBackMemory(this.#memory);
  }

  /** The buffers that live on both sides: parameters and slots. */
  #views(): [inside: Float32Array, outside: Float32Array][] {
    const { parameters, slots, layout } = this.#program;
    const inside = (address: number): Float32Array =>
      new Float32Array(this.#memory.buffer, address, layout.floats);
    return [
      [inside(parameters), this.#home.parameters],
      ...slots.map((slot, i): [Float32Array, Float32Array] => [inside(slot), this.#state.slots[i]]),
    ];
  }
}

function jobOf(parts: FitParts, options: FitOptions, batchSize: number): TrainingJob {
  const { training, validation } = parts;
  const sparseInput = isSparse(training.inputs.data);
  const lists = sparseInput && parts.listsFirst;
  const augmentation = augmentationJob(parts, options);
  return {
    ...parts.job,
    training: examplesFacts(training, lists && augmentation === undefined),
    validation: validation === undefined ? undefined : examplesFacts(validation, lists),
    targetKind: training.targets.kind,
    targetWidth: training.targets.width,
    batchSize,
    shuffle: options.shuffle ?? true,
    seed: parts.seed,
    threads: threadsFor(options.threads, batchSize),
    sparseInput,
    augmentation,
  };
}

/** @throws TypeError or RangeError if the augmentation is none, or the examples are not grey images of bytes */
function augmentationJob(
  { training, exampleShape }: FitParts,
  { augmentation }: FitOptions,
): AugmentationJob | undefined {
  if (augmentation === undefined) return undefined;
  if (!(augmentation instanceof Augmentation)) {
    throw typeError({
      what: "augmentation is none",
      expected: "Augmentation.digits() or new Augmentation({ … })",
      received: show(augmentation),
    });
  }
  const [height, width, channels = 1] = exampleShape;
  const isImage = exampleShape.length === 2 || exampleShape.length === 3;
  if (!isImage || channels !== 1 || !(training.inputs.data instanceof Uint8Array)) {
    const kind = training.inputs.data instanceof Uint8Array ? "bytes" : "floats";
    throw rangeError({
      what: "only grey images of bytes can be augmented",
      expected: "x of shape (N, height, width) or (N, height, width, 1) with uint8 pixels",
      received: `${kind} of shape ${formatShape([null, ...exampleShape])}`,
      mend: "Give the images as { data: Uint8Array, shape, scale }.",
    });
  }
  return { height, width, settings: augmentation.toJSON() };
}

/** As many threads as asked for, or as are worth it; one where the platform has no training threads. */
function threadsFor(asked: number | undefined, batchSize: number): number {
  if (providedTraining() === undefined || !canShareMemory) return 1;
  const worthwhile = Math.max(1, Math.floor(batchSize / LEAST_ROWS));
  return asked ?? Math.min(availableThreads(), DEFAULT_THREADS, worthwhile);
}

/** Whether most of the first million inputs are zero, so that walking lists of the others is faster. */
function isSparse(data: Uint8Array | Float32Array): boolean {
  const sample = data.subarray(0, 1_000_000);
  let zeros = 0;
  for (const value of sample) if (value === 0) zeros++;
  return zeros > sample.length / 2;
}

function logsOf(figures: Figures | undefined, metrics: readonly string[], prefix: string): Logs {
  if (figures === undefined) return {};
  return Object.fromEntries(metrics.map((name) => [prefix + name, figures[name as keyof Figures]]));
}
