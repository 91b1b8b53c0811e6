/** Activations by their Keras names. */
import { lookUp } from "../../base/guards.ts";
import type { Activation } from "./activation.ts";
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";

const ACTIVATIONS = { linear, relu, sigmoid, softmax, tanh };

/** Name of an activation that Inkling knows. */
export type ActivationName = keyof typeof ACTIVATIONS;

/** @throws RangeError if the name is unknown; it lists the known ones */
export function getActivation(name: string): Activation {
  return lookUp("activation", name, ACTIVATIONS);
}
