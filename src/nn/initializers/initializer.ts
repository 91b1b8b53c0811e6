/** What an initializer is: it fills a new weight. */
import type { Random } from "../../base/random.ts";
import type { Shape } from "../../base/shapes.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";

/** Fills weights of a shape from a stream of random numbers. */
export interface Initializer {
  /** Keras's class name: `"GlorotUniform"`. */
  readonly className: string;
  /** A seed of its own, or null to follow the model's. */
  readonly seed: number | null;
  /** Fills `data` (row-major, `shape`). */
  initialise(data: Float32Array, shape: Shape, random: Random): void;
}

/** Keras's serialised form. */
export function serialiseInitializer(initializer: Initializer): KerasObject {
  const isConstant = initializer.className === "Zeros" || initializer.className === "Ones";
  const config: JsonObject = isConstant
    ? {}
    : { seed: initializer.seed, input_axes: null, output_axes: null };
  return { module: "keras.initializers", class_name: initializer.className, config, registered_name: null };
}
