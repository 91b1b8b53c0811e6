/** Losses by their Keras names (`"mse"`) or serialised forms (`{ class_name: "CategoricalCrossentropy", … }`). */
import { lookUp } from "../../base/guards.ts";
import type { KerasObject } from "../model-record.ts";
import { BinaryCrossentropy } from "./binary-crossentropy.ts";
import { CategoricalCrossentropy, SparseCategoricalCrossentropy } from "./categorical-crossentropy.ts";
import { CtcLoss } from "./ctc-loss.ts";
import { Loss, type SmoothingOptions } from "./loss.ts";
import { MeanSquaredError } from "./mean-squared-error.ts";

const LOSSES = {
  categorical_crossentropy: (options: SmoothingOptions) => new CategoricalCrossentropy(options),
  sparse_categorical_crossentropy: () => new SparseCategoricalCrossentropy(),
  mean_squared_error: () => new MeanSquaredError(),
  mse: () => new MeanSquaredError(),
  ctc: () => new CtcLoss(),
  binary_crossentropy: (options: SmoothingOptions) => new BinaryCrossentropy(options),
};

/** Name of a loss that Inkling knows. */
export type LossName = keyof typeof LOSSES;

type MakeLoss = (options: SmoothingOptions) => Loss;

/**
 * @throws RangeError if the name is unknown; it lists the known ones
 * @throws TypeError if it is no loss at all
 */
export function getLoss(given: Loss | string | Pick<KerasObject, "class_name" | "config">): Loss {
  if (given instanceof Loss) return given;
  if (typeof given !== "object" || typeof given?.class_name !== "string") {
    return lookUp<MakeLoss>("loss", given, LOSSES)({});
  }
  const name = given.class_name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  const labelSmoothing = Number(given.config["label_smoothing"] ?? 0);
  return lookUp<MakeLoss>("loss", name, LOSSES)({ labelSmoothing });
}
