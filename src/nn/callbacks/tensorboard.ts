/**
 * Writes the figures of every epoch for TensorBoard, as `keras.callbacks.TensorBoard` does: event files in the folders
 * `train` and `validation` of `logDir`, with the tags `epoch_loss`, `epoch_accuracy` and `epoch_learning_rate`, in
 * `validation` also `evaluation_loss_vs_iterations`; and if asked for histograms of the weights.
 */
import { typeError } from "../../base/errors.ts";
import { checkInteger, show } from "../../base/guards.ts";
import type { JsonObject } from "../model-record.ts";
import { Callback, type Logs } from "./callback.ts";
import type { CallbackState } from "./callback-state.ts";
import { EventFile } from "./event-file.ts";
import { summaryRecord, type SummaryValue } from "./event-record.ts";
import { histogramBuckets } from "./histogram.ts";

export interface TensorBoardOptions {
  /** Folder of the event files; `tensorboard --logdir` takes it. @default "logs" */
  logDir?: string;
  /** Epochs from one histogram of the weights to the next; 0 makes none. @default 0 */
  histogramFreq?: number;
}

type Part = "train" | "validation";

export class TensorBoard extends Callback {
  readonly #logDir: string;
  readonly #histogramFreq: number;
  #files = new Map<Part, EventFile>();

  /** @throws TypeError if `logDir` is not a path, RangeError if `histogramFreq` is negative */
  constructor({ logDir = "logs", histogramFreq = 0 }: TensorBoardOptions = {}) {
    super();
    if (typeof logDir !== "string" || logDir === "") {
      throw typeError({ what: "logDir is no folder", expected: "a path", received: show(logDir) });
    }
    this.#logDir = logDir.replace(/\/+$/, "");
    this.#histogramFreq = checkInteger("histogramFreq", histogramFreq, 0);
  }

  override onTrainBegin(): void {
    this.#files = new Map();
  }

  /** Begins the files, so that a folder that cannot be written in is known before the first epoch. */
  override async onEpochBegin(): Promise<void> {
    const parts: Part[] = this.params.metrics.some(isValidation) ? ["train", "validation"] : ["train"];
    for (const part of parts) {
      if (!this.#files.has(part)) this.#files.set(part, await EventFile.create(`${this.#logDir}/${part}`));
    }
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const figures = Object.entries({ ...logs, learning_rate: this.model.learningRate });
    const validation = figures
      .filter(([name]) => isValidation(name))
      .map(([name, value]): [string, number] => [name.replace(/^val_/, ""), value]);
    await this.#add("train", [
      ...figures.filter(([name]) => !isValidation(name)).map(epochFigure(epoch)),
      ...(this.#histogramFreq > 0 && epoch % this.#histogramFreq === 0 ? this.#histograms(epoch) : []),
    ]);
    if (validation.length === 0) return;
    const iterations = this.model.toRecord().optimizer?.iterations ?? 0;
    await this.#add("validation", [
      ...validation.map(([name, value]) => ({
        tag: `evaluation_${name}_vs_iterations`,
        step: iterations,
        value,
      })),
      ...validation.map(epochFigure(epoch)),
    ]);
  }

  override saveState(): CallbackState {
    const files = Array.from(this.#files, ([part, file]) => [part, file.state] as const);
    return { values: Object.fromEntries(files) };
  }

  override async restoreState({ values }: CallbackState): Promise<void> {
    for (const [part, state] of Object.entries(values) as [Part, JsonObject][]) {
      this.#files.set(part, await EventFile.reopen(`${this.#logDir}/${part}`, state));
    }
  }

  async #add(part: Part, values: readonly Omit<SummaryValue, "wallTime">[]): Promise<void> {
    const wallTime = Date.now() / 1000;
    await this.#files.get(part)?.add(values.map((value) => summaryRecord({ ...value, wallTime })));
  }

  /** Of every weight under Keras's path. Weights that are no longer finite have no range to divide. */
  #histograms(step: number): Omit<SummaryValue, "wallTime">[] {
    const { name: model } = this.model;
    return this.model.toRecord().weights.flatMap(({ layer, weights }) =>
      weights
        .filter(({ data }) => data.every(Number.isFinite))
        .map(({ name, data }) => ({
          tag: `${model}/${layer}/${name}/histogram`,
          step,
          value: histogramBuckets(data),
        })),
    );
  }
}

function epochFigure(step: number) {
  return ([name, value]: [string, number]): Omit<SummaryValue, "wallTime"> => ({
    tag: `epoch_${name}`,
    step,
    value,
  });
}

function isValidation(name: string): boolean {
  return name.startsWith("val_");
}
