/**
 * One cycle: up to the peak over the first share of the steps, then down to almost nothing, each in a straight line or
 * along half a cosine. Keras has no such schedule.
 * Source: L. N. Smith, N. Topin, "Super-convergence", 2019.
 */
import { checkNumber, lookUp } from "../../../base/guards.ts";
import { cosPi } from "../../../base/portable-math.ts";
import type { JsonObject, KerasObject } from "../../model-record.ts";
import { checkSteps, LearningRateSchedule } from "./learning-rate-schedule.ts";

/** How far the rate has come when a share (0..1) of a stretch is done. */
const CURVES = {
  linear: (share: number): number => share,
  cosine: (share: number): number => 0.5 * (1 - cosPi(share)),
};

/** Options of `OneCycle`. */
export interface OneCycleOptions {
  /** The highest rate. */
  peak: number;
  /** Steps of the whole cycle: epochs × steps of an epoch. Behind it the rate stays at `final`. */
  totalSteps: number;
  /** Share of the steps on the way up. @default 0.25 */
  warmupShare?: number;
  /** Rate of the first step. @default peak / 25 */
  initial?: number;
  /** Rate that the cycle ends at. @default 0 */
  final?: number;
  /** @default "linear" */
  curve?: keyof typeof CURVES;
}

/** `new Adam({ learningRate: new OneCycle({ peak: 0.01, totalSteps: epochs * Math.ceil(examples / batchSize) }) })`. */
export class OneCycle extends LearningRateSchedule {
  readonly className = "OneCycle";
  readonly peak: number;
  readonly totalSteps: number;
  readonly warmupShare: number;
  readonly initial: number;
  readonly final: number;
  readonly curve: keyof typeof CURVES;

  /** @throws RangeError if a rate is negative, `totalSteps` is not above 0, or the curve is unknown */
  constructor({
    peak,
    totalSteps,
    warmupShare = 0.25,
    initial = peak / 25,
    final = 0,
    curve = "linear",
  }: OneCycleOptions) {
    super();
    this.peak = checkNumber("peak", peak, 0);
    this.totalSteps = checkSteps("totalSteps", totalSteps);
    this.warmupShare = checkNumber("warmupShare", warmupShare, 0, 1);
    this.initial = checkNumber("initial", initial, 0);
    this.final = checkNumber("final", final, 0);
    lookUp("curve", curve, CURVES);
    this.curve = curve;
  }

  at(step: number): number {
    const { peak, totalSteps, initial, final } = this;
    const along = CURVES[this.curve];
    const top = this.warmupShare * totalSteps;
    if (step < top) return initial + (peak - initial) * along(step / top);
    if (step >= totalSteps) return final;
    return peak + (final - peak) * along((step - top) / (totalSteps - top));
  }

  getConfig(): JsonObject {
    return {
      peak: this.peak,
      total_steps: this.totalSteps,
      warmup_share: this.warmupShare,
      initial: this.initial,
      final: this.final,
      curve: this.curve,
    };
  }

  /** Keras's serialised form, of a class that a Keras program would have to register as `inkling>OneCycle`. */
  override serialise(): KerasObject {
    return { ...super.serialise(), module: "inkling", registered_name: "inkling>OneCycle" };
  }
}
