/** Activations by their Keras names. */
import { lookUp } from "../../base/guards.ts";
import type { Activation } from "./activation.ts";
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { linear } from "./linear.ts";
import { rectifier } from "./rectifier.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";

const ACTIVATIONS = {
  linear,
  relu,
  leaky_relu: rectifier("leaky_relu", { negativeSlope: 0.2 }),
  relu6: rectifier("relu6", { maxValue: 6 }),
  elu,
  gelu,
  silu,
  swish: silu,
  sigmoid,
  softmax,
  tanh,
};

/** Name of an activation that Inkling knows. */
export type ActivationName = keyof typeof ACTIVATIONS;

/** @throws RangeError if the name is unknown; it lists the known ones */
export function getActivation(name: string): Activation {
  return lookUp("activation", name, ACTIVATIONS);
}
