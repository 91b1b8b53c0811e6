/**
 * The figure that a callback watches, and whether it has improved: shared by EarlyStopping, ModelCheckpoint and
 * ReduceLROnPlateau. As in Keras the comparison is made in float32.
 */
import { checkNumber, lookUp, nearestName, show } from "../../base/guards.ts";
import { rangeError } from "../../base/errors.ts";
import type { Logs } from "./callback.ts";

/** Whether a smaller or a larger value is better; `"auto"` knows it for the losses and for accuracy. */
export type MonitorMode = "auto" | "min" | "max";

/** What every monitoring callback can be told about its figure. */
export interface MonitorOptions {
  /** Name of the figure, as `history.history` calls it. @default "val_loss" */
  monitor?: string;
  /** Whether smaller or larger is better. @default "auto" */
  mode?: MonitorMode;
  /** Changes smaller than this are no improvement. */
  minDelta?: number;
}

const MODES: Record<MonitorMode, MonitorMode> = { auto: "auto", min: "min", max: "max" };
/** The better direction of each figure, with or without `val_`. */
const DIRECTIONS: Readonly<Record<string, "min" | "max">> = { loss: "min", accuracy: "max" };

export class Monitor {
  readonly name: string;
  /** The best value seen; undefined before the first, which always counts as an improvement. */
  best: number | undefined;
  readonly #owner: string;
  readonly #mode: MonitorMode;
  readonly #minDelta: number;

  /** @throws RangeError if the mode is unknown or `minDelta` is not a finite number */
  constructor(owner: string, { monitor = "val_loss", mode = "auto", minDelta = 0 }: MonitorOptions) {
    this.#owner = owner;
    this.name = monitor;
    this.#mode = lookUp("mode", mode, MODES);
    this.#minDelta = Math.abs(checkNumber("minDelta", minDelta));
  }

  /**
   * Checks before the first epoch that the figure will be there and that its better direction is known.
   * @throws RangeError if it will not be there, or its direction must be said with `mode`
   */
  check(metrics: readonly string[]): void {
    if (!metrics.includes(this.name)) throw this.#unknownError(metrics);
    if (this.#direction() === undefined) {
      throw rangeError({
        what: `${this.#owner} cannot tell whether a smaller or a larger ${show(this.name)} is better`,
        mend: 'Say so with mode: "min" or mode: "max".',
      });
    }
  }

  /** Whether the value is better than `reference` by more than `minDelta`. A value is better than none. */
  isImprovement(value: number, reference = this.best): boolean {
    if (reference === undefined) return true;
    if (this.#direction() === "max") return Math.fround(value - this.#minDelta) > Math.fround(reference);
    return Math.fround(value + this.#minDelta) < Math.fround(reference);
  }

  /** The figure's value in an epoch's logs. */
  read(logs: Logs): number {
    return logs[this.name];
  }

  #direction(): "min" | "max" | undefined {
    return this.#mode === "auto" ? DIRECTIONS[this.name.replace(/^val_/, "")] : this.#mode;
  }

  #unknownError(metrics: readonly string[]): RangeError {
    const lacksValidation =
      metrics.includes(this.name.replace(/^val_/, "")) && !metrics.some((name) => name.startsWith("val_"));
    const nearest = nearestName(this.name, metrics);
    return rangeError({
      what: `${this.#owner} cannot monitor ${show(this.name)}, which this fit does not measure`,
      expected: `one of ${metrics.join(", ")}`,
      mend: lacksValidation
        ? "Pass validationData or validationSplit to fit, or monitor a figure of the training data."
        : nearest && `Did you mean "${nearest}"?`,
    });
  }
}
