/**
 * A model as plain data: what file formats write and read, and what crosses to a worker.
 * Configurations are Keras 3's own (`model.to_json()`), so a record is the same thing in either language.
 */
import type { NdArray, Shape } from "../base/shapes.ts";

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
  /** Options that only Inkling has, under names like Keras's; Keras passes over them. */
  inkling?: JsonObject;
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
  /** A loss's Keras name, `"categorical_crossentropy"`, or its serialised form where it has options. */
  loss: string | KerasObject;
  metrics: string[];
}

/** An optimizer's state: Keras's `optimizer.variables`, in Keras's order. */
export interface OptimizerRecord {
  /** Steps taken so far (Keras's `iterations`). */
  iterations: number;
  /** The learning rate now, which a callback may have changed from the configuration's; left out under a schedule. */
  learningRate?: number;
  /**
   * Slots such as `velocity` and `momentum` of the weights that are trained, in Keras 3's variable order: first the
   * moving averages, if any; for RMSprop one velocity (then momentum, average gradient) list per kind; for Adam momentum
   * and velocity of each weight side by side.
   */
  variables: WeightRecord[];
}

/** Where a fit stands between two epochs: what BackupAndRestore keeps beside the model, so that the fit can go on. */
export interface FitRecord {
  /** The next epoch, the callbacks' states, and what the fit that goes on has to be like. */
  facts: JsonObject;
  /** Arrays of the callbacks' states, which the facts count off. */
  arrays: NdArray[];
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
  /** Only in a fit's backup, which is always a .safetensors file: other formats leave it out. */
  fit?: FitRecord;
}
