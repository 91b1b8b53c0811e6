/** One rate up to each boundary, and one behind the last, as `keras.optimizers.schedules.PiecewiseConstantDecay`. */
import { rangeError } from "../../../base/errors.ts";
import { checkNumber } from "../../../base/guards.ts";
import type { JsonObject } from "../../model-record.ts";
import { LearningRateSchedule } from "./learning-rate-schedule.ts";

/** Options of `PiecewiseConstantDecay`. */
export interface PiecewiseConstantDecayOptions {
  /** The last step of each rate but the last one, rising. */
  boundaries: readonly number[];
  /** The rates: one more than there are boundaries. */
  values: readonly number[];
}

export class PiecewiseConstantDecay extends LearningRateSchedule {
  readonly className = "PiecewiseConstantDecay";
  readonly boundaries: readonly number[];
  readonly values: readonly number[];

  /** @throws RangeError if the boundaries do not rise, or there is not one value more than boundaries */
  constructor({ boundaries, values }: PiecewiseConstantDecayOptions) {
    super();
    boundaries.forEach((boundary, i) => checkNumber(`boundaries[${i}]`, boundary, boundaries[i - 1] ?? 0));
    values.forEach((value, i) => checkNumber(`values[${i}]`, value, 0));
    if (values.length !== boundaries.length + 1) {
      throw rangeError({
        what: "the values do not fit the boundaries",
        expected: `${boundaries.length + 1} values`,
        received: String(values.length),
      });
    }
    this.boundaries = [...boundaries];
    this.values = [...values];
  }

  at(step: number): number {
    const piece = this.boundaries.findIndex((boundary) => step <= boundary);
    return this.values[piece < 0 ? this.boundaries.length : piece];
  }

  getConfig(): JsonObject {
    return { boundaries: [...this.boundaries], values: [...this.values], name: "PiecewiseConstant" };
  }
}
