/** Saves the model after each epoch, or after each that is the best so far, as `keras.callbacks.ModelCheckpoint`. */
import { rangeError } from "../../base/errors.ts";
import { checkNumber, show } from "../../base/guards.ts";
import { platform } from "../platform.ts";
import { formatFixed } from "../python-format.ts";
import { Callback, type Logs } from "./callback.ts";
import { numberFromJson, numberToJson, type CallbackState } from "./callback-state.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";
import { PathTemplate } from "./path-template.ts";

export interface ModelCheckpointOptions extends Omit<MonitorOptions, "minDelta"> {
  /** 1 says what it does. @default 0 */
  verbose?: 0 | 1;
  /** Whether an epoch is saved only if its figure is the best so far. @default false */
  saveBestOnly?: boolean;
  /** A value that the first epoch saved must be better than. @default none */
  initialValueThreshold?: number;
}

export class ModelCheckpoint extends Callback {
  readonly #filepath: string;
  readonly #template: PathTemplate;
  readonly #monitor: Monitor;
  readonly #verbose: 0 | 1;
  readonly #saveBestOnly: boolean;

  /**
   * @param filepath ends in .h5, .hdf5 or .safetensors; may hold the epoch and figures: `"{epoch:02d}-{val_loss:.2f}.h5"`
   * @throws RangeError if it does not, or holds a field that cannot be understood, or `mode` is unknown
   */
  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    super();
    if (!/\.(h5|hdf5|safetensors)$/i.test(filepath)) {
      throw rangeError({
        what: "filepath does not name a model file",
        expected: "a name that ends in .h5, .hdf5 or .safetensors",
        received: show(filepath),
      });
    }
    this.#filepath = filepath;
    this.#template = new PathTemplate(filepath);
    this.#monitor = new Monitor("ModelCheckpoint", { monitor: options.monitor, mode: options.mode });
    const threshold = options.initialValueThreshold;
    this.#monitor.best =
      threshold === undefined ? undefined : checkNumber("initialValueThreshold", threshold);
    this.#verbose = options.verbose ?? 0;
    this.#saveBestOnly = options.saveBestOnly ?? false;
  }

  /** The best value saved so far. It outlives a fit, so that a second one does not overwrite a better model. */
  get best(): number | undefined {
    return this.#monitor.best;
  }

  /** @throws RangeError if this fit does not measure the figure to watch, or one that the file name holds */
  override onTrainBegin(): void {
    const { metrics } = this.params;
    if (this.#saveBestOnly) this.#monitor.check(metrics);
    const unknown = this.#template.names.find((name) => !metrics.includes(name));
    if (unknown === undefined) return;
    throw rangeError({
      what: `filepath ${show(this.#filepath)} holds ${show(unknown)}, which this fit does not measure`,
      expected: `epoch or one of ${metrics.join(", ")}`,
      mend: unknown.startsWith("val_") ? "Pass validationData or validationSplit to fit." : undefined,
    });
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const path = this.#template.fill(epoch + 1, logs);
    if (!this.#shouldSave(epoch, logs, path)) return;
    await this.model.save(path);
    this.#say(epoch, `finished saving model to ${path}`);
  }

  override saveState(): CallbackState {
    return { values: { best: numberToJson(this.best) } };
  }

  override restoreState({ values }: CallbackState): void {
    this.#monitor.best = numberFromJson(values["best"]);
  }

  #shouldSave(epoch: number, logs: Logs, path: string): boolean {
    if (!this.#saveBestOnly) {
      this.#say(epoch, `saving model to ${path}`);
      return true;
    }
    const { name, best } = this.#monitor;
    const current = this.#monitor.read(logs);
    const shownBest = best === undefined ? "None" : formatFixed(best, 5);
    if (!this.#monitor.isImprovement(current)) {
      this.#say(epoch, `${name} did not improve from ${shownBest}`);
      return false;
    }
    const shownCurrent = formatFixed(current, 5);
    this.#say(epoch, `${name} improved from ${shownBest} to ${shownCurrent}, saving model to ${path}`);
    this.#monitor.best = current;
    return true;
  }

  #say(epoch: number, text: string): void {
    if (this.#verbose > 0) platform().print(`\nEpoch ${epoch + 1}: ${text}\n`);
  }
}
