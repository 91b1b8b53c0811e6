/** One training: reports while it runs, rests between two epochs when it is asked to, stops at the next step. */
import { Callback, type Logs, type Sequential } from "../../../src/nn/index.ts";
import { imagesFor, labelsFor } from "../../../src/nn/recipes/measure.ts";
import type { Recipe } from "../../../src/nn/recipes/recipe.ts";
import type { TrainingData } from "./training-data.ts";
import type { LabelledDigit } from "./inside-messages.ts";
import type { SampleReading, TrainingEvent, TrainingPlan, TrainingResult } from "./training-messages.ts";

/** What a training works on. */
export interface TrainingParts {
  model: Sequential;
  recipe?: Recipe;
  plan: TrainingPlan;
  augmentation: Recipe["augmentation"];
  data: TrainingData;
  samples: readonly LabelledDigit[];
  /** Epochs that the model has behind it. */
  epochsDone: number;
  whyOneThread?: string;
}

export class TrainingRun {
  readonly #parts: TrainingParts;
  readonly #tell: (event: TrainingEvent) => void;
  readonly #stopper = new AbortController();
  #rest: { over: Promise<void>; end: () => void } | undefined;
  #restedMs = 0;
  /** Epochs that the model has behind it now. */
  epochsDone: number;

  constructor(parts: TrainingParts, tell: (event: TrainingEvent) => void) {
    this.#parts = parts;
    this.#tell = tell;
    this.epochsDone = parts.epochsDone;
  }

  pause(): void {
    this.#rest ??= makeRest();
  }

  resume(): void {
    this.#rest?.end();
    this.#rest = undefined;
  }

  stop(): void {
    this.#stopper.abort();
    this.resume();
  }

  async run(): Promise<TrainingResult> {
    const { model, recipe, plan, augmentation, data, epochsDone } = this.#parts;
    const set = recipe?.prepare?.(data.train, plan.seed) ?? data.train;
    const reporter = new Reporter(
      this.#parts,
      set.labels.length,
      (event) => {
        if (event.kind === "epoch") this.epochsDone = event.figures.epoch;
        this.#tell(event);
      },
      () => this.#restIfAsked(),
    );
    const start = performance.now();
    const { signal } = this.#stopper;
    try {
      await model.fit(imagesFor(model, set.images), labelsFor(model, set), {
        batchSize: plan.batchSize,
        epochs: plan.epochs,
        initialEpoch: epochsDone,
        seed: plan.seed,
        validationData: [imagesFor(model, data.test.images), labelsFor(model, data.test)],
        callbacks: [...(recipe?.callbacks?.() ?? []), reporter],
        augmentation,
        verbose: 0,
        signal,
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const seconds = (performance.now() - start - this.#restedMs) / 1000;
    return { stopped: signal.aborted, seconds, weightsSha256: await model.weightsSha256() };
  }

  async #restIfAsked(): Promise<void> {
    if (this.#rest === undefined) return;
    const start = performance.now();
    this.#tell({ kind: "paused" });
    await this.#rest.over;
    this.#restedMs += performance.now() - start;
  }
}

function makeRest(): { over: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { over, end };
}

/** Tells how the training goes. */
class Reporter extends Callback {
  readonly #parts: TrainingParts;
  readonly #images: number;
  readonly #tell: (event: TrainingEvent) => void;
  readonly #betweenEpochs: () => Promise<void>;
  #start = 0;

  constructor(
    parts: TrainingParts,
    images: number,
    tell: (event: TrainingEvent) => void,
    betweenEpochs: () => Promise<void>,
  ) {
    super();
    this.#parts = parts;
    this.#images = images;
    this.#tell = tell;
    this.#betweenEpochs = betweenEpochs;
  }

  override onTrainBegin(): void {
    this.#tell({ kind: "begin", imagesPerEpoch: this.#images, whyOneThread: this.#parts.whyOneThread });
  }

  override onEpochBegin(): void {
    this.#start = performance.now();
  }

  override onProgress(epoch: number, step: number, { loss, accuracy }: Logs): void {
    const images = Math.min(this.#images, step * this.params.batchSize);
    const imagesPerSecond = images / this.#seconds();
    this.#tell({ kind: "progress", progress: { epoch: epoch + 1, images, imagesPerSecond, loss, accuracy } });
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const seconds = this.#seconds();
    this.#tell({
      kind: "epoch",
      figures: {
        epoch: epoch + 1,
        seconds,
        imagesPerSecond: this.#images / seconds,
        loss: logs["loss"],
        accuracy: logs["accuracy"],
        testLoss: logs["val_loss"],
        testAccuracy: logs["val_accuracy"],
        samples: readSamples(this.model, this.#parts.samples),
      },
    });
    if (epoch + 1 < this.params.epochs) await this.#betweenEpochs();
  }

  #seconds(): number {
    return Math.max(1e-6, (performance.now() - this.#start) / 1000);
  }
}

/** How a model reads the samples now. */
function readSamples(model: Sequential, samples: readonly LabelledDigit[]): SampleReading[] {
  if (samples.length === 0) return [];
  const pixels = samples[0].pixels.length;
  const data = new Uint8Array(samples.length * pixels);
  samples.forEach((sample, i) => data.set(sample.pixels, i * pixels));
  const side = Math.sqrt(pixels);
  const outputs = model.predict(
    imagesFor(model, { data, shape: [samples.length, side, side], scale: 1 / 255 }),
  );
  const [, width] = outputs.shape;
  return samples.map((_, i) => {
    const row = outputs.data.subarray(i * width, (i + 1) * width);
    const probability = Math.max(...row);
    return { digit: row.indexOf(probability), probability };
  });
}
