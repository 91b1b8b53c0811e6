/** Optimizers by their Keras names or serialised forms. */
import { InklingError } from "../../base/errors.ts";
import { lookUp, show } from "../../base/guards.ts";
import type { KerasObject } from "../model-record.ts";
import { Adam } from "./adam.ts";
import { AdamW } from "./adamw.ts";
import { KERAS_ONLY, Optimizer, type OptimizerOptions } from "./optimizer.ts";
import { RMSprop } from "./rmsprop.ts";
import { getSchedule } from "./schedules/get-schedule.ts";
import { SGD } from "./sgd.ts";

type Config = Record<string, never>;
type Serialised = Pick<KerasObject, "class_name" | "config" | "inkling">;

const adamOptions = (c: Config) => ({
  beta1: c["beta_1"],
  beta2: c["beta_2"],
  epsilon: c["epsilon"],
  amsgrad: c["amsgrad"],
});

const OPTIMIZERS = {
  rmsprop: (c: Config, options: OptimizerOptions) =>
    new RMSprop({
      ...options,
      rho: c["rho"],
      momentum: c["momentum"],
      epsilon: c["epsilon"],
      centered: c["centered"],
    }),
  sgd: (c: Config, options: OptimizerOptions) =>
    new SGD({ ...options, momentum: c["momentum"], nesterov: c["nesterov"] }),
  adam: (c: Config, options: OptimizerOptions) => new Adam({ ...options, ...adamOptions(c) }),
  adamw: (c: Config, options: OptimizerOptions) =>
    new AdamW({ ...options, weightDecay: options.weightDecay ?? undefined, ...adamOptions(c) }),
};

/** Name of an optimizer that Inkling knows. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/**
 * @throws RangeError if the name is unknown; it lists the known ones
 * @throws InklingError if a serialised optimizer uses something that Inkling does not have, such as clipping
 */
export function getOptimizer(given: Optimizer | string | Serialised): Optimizer {
  if (given instanceof Optimizer) return given;
  if (typeof given === "string") return lookUp("optimizer", given.toLowerCase(), OPTIMIZERS)({}, {});
  const { class_name: className, config } = given;
  const make = lookUp("optimizer", className.toLowerCase(), OPTIMIZERS);
  for (const name of Object.keys(KERAS_ONLY)) {
    const value = config[name] ?? null;
    if (value === null) continue;
    throw new InklingError({
      what: `the optimizer ${className} was configured with ${name}`,
      expected: "an option that Inkling has",
      received: `${name} = ${show(value)}`,
      mend: "Compile the model again with an optimizer of Inkling's.",
    });
  }
  return make(config as Config, commonOptions(given));
}

/** The options of all optimizers in a serialised one. */
function commonOptions({ config, inkling = {} }: Serialised): OptimizerOptions {
  const c = config as Config;
  const extras = inkling as Config;
  const rate: unknown = c["learning_rate"];
  return {
    learningRate:
      typeof rate === "object" && rate !== null ? getSchedule(rate as KerasObject) : c["learning_rate"],
    weightDecay: c["weight_decay"],
    useEma: c["use_ema"],
    emaMomentum: c["ema_momentum"],
    emaOverwriteFrequency: c["ema_overwrite_frequency"],
    excludeFromWeightDecay: extras["exclude_from_weight_decay"],
    emaWarmup: extras["ema_warmup"],
  };
}
