/**
 * What an optimizer is: a formula that turns gradients into new weights, with slots of state beside the weights.
 *
 * Around the formula, for all of them alike, as in Keras 3: weight decay before it (I. Loshchilov, F. Hutter, "Decoupled
 * weight decay", ICLR 2019) and a moving average of the weights behind it (B. Polyak, A. Juditsky, 1992).
 */
import { typeError } from "../../base/errors.ts";
import { checkInteger, checkNumber, show } from "../../base/guards.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";
import { LearningRateSchedule } from "./schedules/learning-rate-schedule.ts";

/** Addresses of the parallel buffers that one step works on: a block of one weight. */
export interface StepBuffers {
  weights: number;
  gradients: number;
  /** One buffer a slot, in the order of `slots`. */
  slots: readonly number[];
  /** Floats in each buffer. */
  count: number;
  /** Whether this weight decays: `decays(name)`. @default false */
  decay?: boolean;
}

/** Options that every optimizer has. */
export interface OptimizerOptions {
  /** Step size, or a schedule of it. */
  learningRate?: number | LearningRateSchedule;
  /** Share of each weight that a step takes off, times the learning rate; null for none. @default null */
  weightDecay?: number | null;
  /** Weights that do not decay: those with one of these texts in their name, such as `"bias"`. @default none */
  excludeFromWeightDecay?: readonly string[];
  /** Whether a moving average of the weights is kept, which replaces them when `fit` ends. @default false */
  useEma?: boolean;
  /** Share of the old average that each step keeps. @default 0.99 */
  emaMomentum?: number;
  /** Steps after which, again and again, the average replaces the weights; null for never. @default null */
  emaOverwriteFrequency?: number | null;
  /**
   * Whether the average follows the weights faster at first: step t, from 0, keeps at most (1 + t) / (10 + t). Keras has
   * no such option. @default false
   */
  emaWarmup?: boolean;
}

/** Base of all optimizers. A constant learning rate may be changed between epochs; all else is fixed. */
export abstract class Optimizer {
  /** Keras's class name: `"RMSprop"`. */
  abstract readonly className: string;
  /** Keras's name of an instance: `"rm_sprop"`. */
  abstract readonly name: string;
  /**
   * Names of the formula's own state beside each weight, in the groups in which Keras stores them: the slots of one
   * group are listed weight by weight, one group after another.
   */
  protected abstract readonly ownSlotGroups: readonly (readonly string[])[];
  readonly learningRate: number | LearningRateSchedule;
  readonly weightDecay: number | null;
  readonly excludeFromWeightDecay: readonly string[];
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | null;
  readonly emaWarmup: boolean;

  constructor({
    learningRate,
    weightDecay = null,
    excludeFromWeightDecay = [],
    useEma = false,
    emaMomentum = 0.99,
    emaOverwriteFrequency = null,
    emaWarmup = false,
  }: OptimizerOptions & { learningRate: number | LearningRateSchedule }) {
    this.learningRate =
      learningRate instanceof LearningRateSchedule
        ? learningRate
        : checkNumber("learningRate", learningRate, 0);
    this.weightDecay = weightDecay === null ? null : checkNumber("weightDecay", weightDecay, 0);
    this.excludeFromWeightDecay = checkNames(excludeFromWeightDecay);
    this.useEma = useEma;
    this.emaMomentum = checkNumber("emaMomentum", emaMomentum, 0, 1);
    this.emaOverwriteFrequency =
      emaOverwriteFrequency === null ? null : checkInteger("emaOverwriteFrequency", emaOverwriteFrequency, 1);
    this.emaWarmup = emaWarmup;
  }

  /** Names of all state, group after group; the moving average comes first, as in Keras. */
  get slotGroups(): readonly (readonly string[])[] {
    return this.useEma ? [["average"], ...this.ownSlotGroups] : this.ownSlotGroups;
  }

  /** Names of all slots, group after group. */
  get slots(): readonly string[] {
    return this.slotGroups.flat();
  }

  /** Whether a weight of this name (`"kernel"`) decays. */
  decays(weightName: string): boolean {
    const decay = this.weightDecay ?? 0;
    return decay > 0 && !this.excludeFromWeightDecay.some((text) => weightName.includes(text));
  }

  /**
   * The learning rate of a step: the schedule's, or the one given.
   * @param step counted from 1
   * @param learningRate the rate as it is now, for an optimizer without a schedule
   */
  rateAt(step: number, learningRate: number): number {
    const own = this.learningRate;
    return own instanceof LearningRateSchedule ? Math.fround(own.at(step - 1)) : learningRate;
  }

  /**
   * One step, in place.
   * @param step counted from 1
   */
  apply(kernels: Kernels, buffers: StepBuffers, step: number, learningRate: number): void {
    const { weights, slots, count, decay = false } = buffers;
    if (decay) kernels.decayWeights(weights, this.weightDecay ?? 0, learningRate, count);
    if (!this.useEma) {
      this.update(kernels, buffers, step, learningRate);
      return;
    }
    const [average, ...ownSlots] = slots;
    this.update(kernels, { ...buffers, slots: ownSlots }, step, learningRate);
    const keep = this.#emaMomentumAt(step);
    const overwrite = this.emaOverwriteFrequency !== null && step % this.emaOverwriteFrequency === 0;
    kernels.averageWeights(average, weights, keep, 1 - keep, Number(overwrite), count);
  }

  /** The formula. `slots` are its own alone. */
  protected abstract update(kernels: Kernels, buffers: StepBuffers, step: number, learningRate: number): void;

  /** The optimizer's own options, under Keras's names. */
  protected abstract ownConfig(): JsonObject;

  /** Keras's `get_config()`. */
  getConfig(): JsonObject {
    const rate = this.learningRate;
    return {
      name: this.name,
      learning_rate: rate instanceof LearningRateSchedule ? { ...rate.serialise() } : Math.fround(rate),
      weight_decay: this.weightDecay,
      use_ema: this.useEma,
      ema_momentum: this.emaMomentum,
      ema_overwrite_frequency: this.emaOverwriteFrequency,
      ...KERAS_ONLY,
      ...this.ownConfig(),
    };
  }

  /** Keras's serialised form. What Keras has no word for stands beside the configuration, where Keras passes over it. */
  serialise(): KerasObject {
    const object: KerasObject = {
      module: "keras.optimizers",
      class_name: this.className,
      config: this.getConfig(),
      registered_name: null,
    };
    const inkling: JsonObject = {};
    if (this.excludeFromWeightDecay.length > 0) {
      inkling["exclude_from_weight_decay"] = [...this.excludeFromWeightDecay];
    }
    if (this.emaWarmup) inkling["ema_warmup"] = true;
    if (Object.keys(inkling).length > 0) object.inkling = inkling;
    return object;
  }

  /** In float32, so that what is kept and what is taken add up to exactly one. */
  #emaMomentumAt(step: number): number {
    if (step === 1) return 0;
    const ramp = this.emaWarmup ? step / (9 + step) : 1;
    return Math.fround(Math.min(this.emaMomentum, ramp));
  }
}

/** Options that Keras writes for every optimizer and that Inkling does not have: always their neutral values. */
export const KERAS_ONLY = {
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
} satisfies JsonObject;

function checkNames(names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.every((name) => typeof name === "string" && name !== ""))
    return [...names];
  throw typeError({
    what: "excludeFromWeightDecay is not a list of names",
    expected: '["bias"], or other texts in the names of weights',
    received: show(names),
  });
}
