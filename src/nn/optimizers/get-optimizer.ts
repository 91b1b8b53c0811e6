/** Optimizers by their Keras names or serialised forms. */
import { InklingError } from "../../base/errors.ts";
import { lookUp, show } from "../../base/guards.ts";
import type { JsonObject } from "../model-record.ts";
import { Adam } from "./adam.ts";
import { KERAS_ONLY, Optimizer } from "./optimizer.ts";
import { RMSprop } from "./rmsprop.ts";
import { SGD } from "./sgd.ts";

type Config = Record<string, never>;

const OPTIMIZERS = {
  rmsprop: (c: Config) =>
    new RMSprop({
      learningRate: c["learning_rate"],
      rho: c["rho"],
      momentum: c["momentum"],
      epsilon: c["epsilon"],
      centered: c["centered"],
    }),
  sgd: (c: Config) =>
    new SGD({ learningRate: c["learning_rate"], momentum: c["momentum"], nesterov: c["nesterov"] }),
  adam: (c: Config) =>
    new Adam({
      learningRate: c["learning_rate"],
      beta1: c["beta_1"],
      beta2: c["beta_2"],
      epsilon: c["epsilon"],
      amsgrad: c["amsgrad"],
    }),
};

/** Name of an optimizer that Inkling knows. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/**
 * @throws RangeError if the name is unknown; it lists the known ones
 * @throws InklingError if a serialised optimizer uses something that Inkling does not have, such as weight decay
 */
export function getOptimizer(
  given: Optimizer | string | { class_name: string; config: JsonObject },
): Optimizer {
  if (given instanceof Optimizer) return given;
  if (typeof given === "string") return lookUp("optimizer", given.toLowerCase(), OPTIMIZERS)({});
  const { class_name: className, config } = given;
  const make = lookUp("optimizer", className.toLowerCase(), OPTIMIZERS);
  for (const [name, neutral] of Object.entries(KERAS_ONLY)) {
    const value = config[name] ?? null;
    if (name.startsWith("ema_") || value === null || value === neutral) continue;
    throw new InklingError({
      what: `the optimizer ${className} was configured with ${name}`,
      expected: "an option that Inkling has",
      received: `${name} = ${show(value)}`,
      mend: "Compile the model again with an optimizer of Inkling's.",
    });
  }
  return make(config as Config);
}
