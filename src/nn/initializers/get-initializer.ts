/** Initializers by Keras's names (`"glorot_uniform"`) or serialised form (`{ class_name: "GlorotUniform" }`). */
import { lookUp } from "../../base/guards.ts";
import type { Json } from "../model-record.ts";
import type { Initializer } from "./initializer.ts";
import { Ones } from "./ones.ts";
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  type InitializerOptions,
} from "./variance-scaling.ts";
import { Zeros } from "./zeros.ts";

const INITIALIZERS = {
  glorot_uniform: (options: InitializerOptions) => new GlorotUniform(options),
  glorot_normal: (options: InitializerOptions) => new GlorotNormal(options),
  he_uniform: (options: InitializerOptions) => new HeUniform(options),
  he_normal: (options: InitializerOptions) => new HeNormal(options),
  zeros: () => new Zeros(),
  ones: () => new Ones(),
};

/** Name of an initializer that Inkling knows. */
export type InitializerName = keyof typeof INITIALIZERS;

/** @throws RangeError if the name is unknown; it lists the known ones */
export function getInitializer(given: Initializer | Json): Initializer {
  if (isInitializer(given)) return given;
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    const name = String(given["class_name"]).replace(/(?<=[a-z])(?=[A-Z])/g, "_");
    const config = (given["config"] ?? {}) as InitializerOptions;
    return lookUp("initializer", name.toLowerCase(), INITIALIZERS)({ seed: config.seed ?? null });
  }
  return lookUp("initializer", given, INITIALIZERS)({});
}

function isInitializer(given: Initializer | Json): given is Initializer {
  return (
    typeof given === "object" &&
    given !== null &&
    "initialise" in given &&
    typeof given.initialise === "function"
  );
}
