/**
 * A model as plain data: what file formats write and read, and what crosses to a worker.
 * Configurations are Keras 3's own (`model.to_json()`), so a record is the same thing in either language.
 */
import type { Shape } from "../base/shapes.ts";

/** Any JSON value, as Keras's configurations hold them. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** An object in Keras 3's serialised form: `{ module, class_name, config, registered_name }`. */
export interface KerasObject {
  module: string;
  class_name: string;
  config: JsonObject;
  registered_name: string | null;
  build_config?: JsonObject;
}

/** A named array of float32, row-major. */
export interface WeightRecord {
  /** Name within its layer, or within the optimizer: `"kernel"`, `"bias"`, `"velocity"`. */
  name: string;
  shape: Shape;
  data: Float32Array;
}

/** One layer's weights, in Keras's order (`layer.weights`). */
export interface LayerWeights {
  /** The layer's name in the configuration: `"dense_1"`. */
  layer: string;
  weights: WeightRecord[];
}

/** `compile`'s arguments in Keras's form. */
export interface CompileConfig {
  optimizer: KerasObject;
  /** A loss's Keras name: `"categorical_crossentropy"`. */
  loss: string;
  metrics: string[];
}

/** An optimizer's state: Keras's `optimizer.variables` without the learning rate, in Keras's order. */
export interface OptimizerRecord {
  /** Steps taken so far (Keras's `iterations`). */
  iterations: number;
  /** The learning rate now, which a callback may have changed from the configuration's. */
  learningRate: number;
  /**
   * Slots such as `velocity` and `momentum`, in Keras 3's variable order: for RMSprop one velocity (then
   * momentum, average gradient) list per kind; for Adam momentum and velocity of each weight side by side.
   */
  variables: WeightRecord[];
}

/** Everything that a model is. */
export interface ModelRecord {
  /** Keras 3's `model.to_json()`, parsed: class_name "Sequential". */
  model: KerasObject;
  weights: LayerWeights[];
  /** Left out if the model was never compiled. */
  compile?: CompileConfig;
  /** Left out if the model was never trained. */
  optimizer?: OptimizerRecord;
}
