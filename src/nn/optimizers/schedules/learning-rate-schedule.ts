/** What a learning rate schedule is: the rate of every step, as a function of the step's number alone. */
import { rangeError } from "../../../base/errors.ts";
import { checkNumber } from "../../../base/guards.ts";
import type { JsonObject, KerasObject } from "../../model-record.ts";

/** Base of all schedules. They compute with portable arithmetic, so that a rate has the same bits everywhere. */
export abstract class LearningRateSchedule {
  /** Keras's class name: `"CosineDecay"`. */
  abstract readonly className: string;

  /** The learning rate of a step. @param step counted from 0 */
  abstract at(step: number): number;

  /** Keras's `get_config()`. */
  abstract getConfig(): JsonObject;

  /** Keras's serialised form. */
  serialise(): KerasObject {
    return {
      module: "keras.optimizers.schedules",
      class_name: this.className,
      config: this.getConfig(),
      registered_name: null,
    };
  }
}

/** Returns a number of steps, which need not be whole. @throws RangeError if it is not more than 0 */
export function checkSteps(name: string, steps: number): number {
  if (checkNumber(name, steps) > 0) return steps;
  throw rangeError({
    what: `${name} is out of range`,
    expected: "a number of steps above 0",
    received: String(steps),
  });
}
