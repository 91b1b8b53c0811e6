/** What an optimizer is: a formula that turns gradients into new weights, with slots of state beside the weights. */
import { checkNumber } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";

/** Addresses of the parallel buffers that one step works on. */
export interface StepBuffers {
  weights: number;
  gradients: number;
  /** One buffer a slot, in the order of `slots`. */
  slots: readonly number[];
  /** Floats in each buffer. */
  count: number;
}

/** Base of all optimizers. The learning rate may be changed between epochs; all else is fixed. */
export abstract class Optimizer {
  /** Keras's class name: `"RMSprop"`. */
  abstract readonly className: string;
  /** Keras's name of an instance: `"rm_sprop"`. */
  abstract readonly name: string;
  /**
   * Names of the state kept beside each weight, in the groups in which Keras stores them: the slots of one group
   * are listed weight by weight, one group after another.
   */
  abstract readonly slotGroups: readonly (readonly string[])[];
  /** Step size. */
  readonly learningRate: number;

  constructor(learningRate: number) {
    this.learningRate = checkNumber("learningRate", learningRate, 0);
  }

  /** Names of all slots, group after group. */
  get slots(): readonly string[] {
    return this.slotGroups.flat();
  }

  /**
   * One step, in place.
   * @param step counted from 1
   */
  abstract apply(kernels: Kernels, buffers: StepBuffers, step: number, learningRate: number): void;

  /** The optimizer's own options, under Keras's names. */
  protected abstract ownConfig(): JsonObject;

  /** Keras's `get_config()`. */
  getConfig(): JsonObject {
    return {
      name: this.name,
      learning_rate: Math.fround(this.learningRate),
      ...KERAS_ONLY,
      ...this.ownConfig(),
    };
  }

  /** Keras's serialised form. */
  serialise(): KerasObject {
    return {
      module: "keras.optimizers",
      class_name: this.className,
      config: this.getConfig(),
      registered_name: null,
    };
  }
}

/** Options that Keras writes for every optimizer and that Inkling does not have: always their neutral values. */
export const KERAS_ONLY = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
} satisfies JsonObject;
