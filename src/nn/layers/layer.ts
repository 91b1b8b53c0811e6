/** What a layer is: a configuration, the weights it needs for an input shape, and a plan for the engine. */
import { typeError } from "../../base/errors.ts";
import { checkInteger, show } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Activation } from "../activations/activation.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import type { Initializer } from "../initializers/initializer.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";
import type { Regularizer } from "../regularizers/regularizer.ts";

/** Options that every layer has. */
export interface LayerOptions {
  /** @default the class in snake case, numbered within its model: `"dense"`, `"dense_1"` */
  name?: string;
  /** Shape of one example, without the batch axis; for the first layer of a model. */
  inputShape?: Shape;
}

/** A weight that a layer asks for. */
export interface WeightSpec {
  /** `"kernel"` or `"bias"`. */
  name: string;
  shape: Shape;
  initializer: Initializer;
  /** Penalty on it. @default none */
  regularizer?: Regularizer;
  /** Whether the optimizer changes it. @default true */
  trainable?: boolean;
}

/** Keras's way of naming float32. */
export const DTYPE = {
  module: "keras",
  class_name: "DTypePolicy",
  config: { name: "float32" },
  registered_name: null,
} satisfies JsonObject;

/** Base of all layers. */
export abstract class Layer {
  /** Keras's class name. */
  abstract readonly className: string;
  /** Unique within its model, which names a layer that was not named. */
  name: string | undefined;
  readonly inputShape: Shape | undefined;

  constructor({ name, inputShape }: LayerOptions = {}) {
    if (name !== undefined && (typeof name !== "string" || !/^[^/\s][^/]*$/.test(name))) {
      throw typeError({
        what: "a layer's name is wrong",
        expected: "text without slashes",
        received: show(name),
      });
    }
    inputShape?.forEach((axis, i) => checkInteger(`inputShape[${i}]`, axis, 1));
    this.name = name;
    this.inputShape = inputShape;
  }

  /** The activation that this layer ends in, which the network applies itself behind its last layer. */
  get outputActivation(): Activation | undefined {
    return undefined;
  }

  /**
   * Whether a batch normalization behind may be folded into the weights: a kernel whose columns are channels, a bias, and no
   * activation.
   */
  get foldsNormalisation(): boolean {
    return false;
  }

  /** Shape of one example behind this layer. @throws RangeError if the layer cannot take the input shape */
  abstract outputShape(inputShape: Shape): Shape;

  /** The weights to create for an input shape, in Keras's order. */
  weightSpecs(_inputShape: Shape): WeightSpec[] {
    return [];
  }

  /** The layer's work as the engine runs it: a stage or a few; undefined for a layer that passes its input on as it is. */
  abstract plan(context: PlanContext): Stage | readonly Stage[] | undefined;

  /** The layer's own options, under Keras's names. */
  protected abstract ownConfig(): JsonObject;

  /** Keras's `get_config()`. */
  getConfig(): JsonObject {
    return {
      name: this.name ?? defaultLayerName(this.className),
      trainable: true,
      dtype: DTYPE,
      ...this.ownConfig(),
    };
  }

  /** Keras's serialised form. */
  serialise(inputShape?: Shape): KerasObject {
    const object: KerasObject = {
      module: "keras.layers",
      class_name: this.className,
      config: this.getConfig(),
      registered_name: null,
    };
    if (inputShape !== undefined) object.build_config = { input_shape: [null, ...inputShape] };
    return object;
  }
}

/** Keras's automatic name of a class: `"Dense"` → `"dense"`, `"MaxPooling2D"` → `"max_pooling2d"`, `"ReLU"` → `"re_lu"`. */
export function defaultLayerName(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
