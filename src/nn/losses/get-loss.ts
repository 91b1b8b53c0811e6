/** Losses by their Keras names. */
import { lookUp } from "../../base/guards.ts";
import { binaryCrossentropy } from "./binary-crossentropy.ts";
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from "./categorical-crossentropy.ts";
import type { Loss } from "./loss.ts";
import { meanSquaredError } from "./mean-squared-error.ts";

const LOSSES = {
  categorical_crossentropy: categoricalCrossentropy,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  mean_squared_error: meanSquaredError,
  mse: meanSquaredError,
  binary_crossentropy: binaryCrossentropy,
};

/** Name of a loss that Inkling knows. */
export type LossName = keyof typeof LOSSES;

/** @throws RangeError if the name is unknown; it lists the known ones */
export function getLoss(name: string): Loss {
  return lookUp("loss", name, LOSSES);
}
