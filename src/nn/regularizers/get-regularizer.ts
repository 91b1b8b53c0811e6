/** Regularizers by their Keras names (`"l2"`) or serialised forms (`{ class_name: "L2", … }`). */
import { lookUp } from "../../base/guards.ts";
import type { Json } from "../model-record.ts";
import { L2, type L2Options } from "./l2.ts";
import { Regularizer } from "./regularizer.ts";

const REGULARIZERS = { l2: (options: L2Options) => new L2(options) };

/** Name of a regularizer that Inkling knows. */
export type RegularizerName = keyof typeof REGULARIZERS;

/**
 * The regularizer; undefined for none (null or undefined).
 * @throws RangeError if the name is unknown; it lists the known ones
 */
export function getRegularizer(given: Regularizer | Json | undefined): Regularizer | undefined {
  if (given === undefined || given === null || given instanceof Regularizer) return given ?? undefined;
  const serialised = typeof given === "object" && !Array.isArray(given) ? given : undefined;
  const name = serialised?.["class_name"] ?? given;
  const options = (serialised?.["config"] ?? {}) as L2Options;
  return lookUp("regularizer", typeof name === "string" ? name.toLowerCase() : name, REGULARIZERS)(options);
}

/** Keras's serialised form; null for none. */
export function serialiseRegularizer(regularizer: Regularizer | undefined): Json {
  return regularizer === undefined ? null : { ...regularizer.serialise() };
}
