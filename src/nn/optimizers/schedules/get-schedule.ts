/** Learning rate schedules from Keras's serialised forms. */
import { lookUp } from "../../../base/guards.ts";
import type { KerasObject } from "../../model-record.ts";
import { CosineDecay } from "./cosine-decay.ts";
import { ExponentialDecay } from "./exponential-decay.ts";
import { InverseTimeDecay } from "./inverse-time-decay.ts";
import type { LearningRateSchedule } from "./learning-rate-schedule.ts";
import { OneCycle } from "./one-cycle.ts";
import { PiecewiseConstantDecay } from "./piecewise-constant-decay.ts";
import { PolynomialDecay } from "./polynomial-decay.ts";

type Config = Record<string, never>;

const SCHEDULES: Record<string, (config: Config) => LearningRateSchedule> = {
  CosineDecay: (c) =>
    new CosineDecay({
      initialLearningRate: c["initial_learning_rate"],
      decaySteps: c["decay_steps"],
      alpha: c["alpha"],
      warmupTarget: c["warmup_target"],
      warmupSteps: c["warmup_steps"],
    }),
  ExponentialDecay: (c) =>
    new ExponentialDecay({
      initialLearningRate: c["initial_learning_rate"],
      decaySteps: c["decay_steps"],
      decayRate: c["decay_rate"],
      staircase: c["staircase"],
    }),
  InverseTimeDecay: (c) =>
    new InverseTimeDecay({
      initialLearningRate: c["initial_learning_rate"],
      decaySteps: c["decay_steps"],
      decayRate: c["decay_rate"],
      staircase: c["staircase"],
    }),
  OneCycle: (c) =>
    new OneCycle({
      peak: c["peak"],
      totalSteps: c["total_steps"],
      warmupShare: c["warmup_share"],
      initial: c["initial"],
      final: c["final"],
      curve: c["curve"],
    }),
  PiecewiseConstantDecay: (c) =>
    new PiecewiseConstantDecay({ boundaries: c["boundaries"], values: c["values"] }),
  PolynomialDecay: (c) =>
    new PolynomialDecay({
      initialLearningRate: c["initial_learning_rate"],
      decaySteps: c["decay_steps"],
      endLearningRate: c["end_learning_rate"],
      power: c["power"],
      cycle: c["cycle"],
    }),
};

/** @throws RangeError if the schedule's class is unknown; it lists the known ones */
export function getSchedule({
  class_name: className,
  config,
}: Pick<KerasObject, "class_name" | "config">): LearningRateSchedule {
  return lookUp("learning rate schedule", className, SCHEDULES)(config as Config);
}
