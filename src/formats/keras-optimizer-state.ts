/**
 * An optimizer's variables as each Keras named and ordered them, brought to Keras 3's order.
 *
 *     Keras 3       rm_sprop/sequential_dense_kernel_velocity   iteration and learning_rate first
 *     TF 2.11–2.15  RMSprop/velocity/dense/kernel:0             SGD has slots even without momentum
 *     TF 2.0–2.10   RMSprop/dense/kernel/rms:0                  one kind after the other
 *     Keras 1–2.3   training/RMSprop/Variable_2:0               no kind in the name: by position, kind after kind
 */
import { InklingError } from "../base/errors.ts";
import { formatShape, sameShape } from "../base/shapes.ts";
import type { KerasObject, LayerWeights, OptimizerRecord, WeightRecord } from "../nn/model-record.ts";
import { getOptimizer } from "../nn/optimizers/get-optimizer.ts";
import { isJsonObject } from "./json.ts";

/** An optimizer's variables as a file holds them. */
export interface RawOptimizerState {
  iterations?: number;
  learningRate?: number;
  /** All others, in the file's order, under the file's names. */
  variables: WeightRecord[];
}

/** What older versions called the slots, by optimizer. */
const OLD_SLOT_NAMES: Record<string, Record<string, string>> = {
  rmsprop: { rms: "velocity", mg: "average_gradient" },
  sgd: { m: "momentum" },
  adam: { m: "momentum", v: "velocity", vhat: "velocity_hat" },
  adamw: { m: "momentum", v: "velocity", vhat: "velocity_hat" },
};

/**
 * The state in Keras 3's order; undefined if the optimizer is none of Inkling's.
 * @param what what errors call the state: `the optimizer state in model.h5`
 * @throws InklingError if variables are missing or do not fit the weights
 */
export function normaliseOptimizerState(
  raw: RawOptimizerState,
  optimizer: KerasObject,
  weights: readonly WeightRecord[],
  what: string,
): OptimizerRecord | undefined {
  if (!isUsableOptimizer(optimizer)) return undefined;
  const groups = slotGroups(optimizer, what);
  const ofSlot = sortBySlot(
    raw.variables,
    groups.flat(),
    OLD_SLOT_NAMES[optimizer.class_name.toLowerCase()],
    weights.length,
  );
  for (const slot of groups.flat()) checkFit(slot, ofSlot.get(slot) ?? [], weights, what);
  const variables = groups.flatMap((group) =>
    weights.flatMap((_, i) => group.map((slot) => ({ ...ofSlot.get(slot)![i], name: slot }))),
  );
  const state: OptimizerRecord = { iterations: checkCount(raw.iterations ?? 0, what), variables };
  // A schedule gives the rate of every step; Keras then keeps none.
  if (isJsonObject(optimizer.config["learning_rate"])) return state;
  const learningRate = Number(raw.learningRate ?? optimizer.config["learning_rate"] ?? 0.001);
  if (!Number.isFinite(learningRate) || learningRate < 0) {
    throw damaged(`the learning rate in ${what} is none`, "a number of at least 0", learningRate);
  }
  return { ...state, learningRate };
}

/** Whether Inkling has the optimizer and all that it was configured with; of any other, nobody could use the variables. */
export function isUsableOptimizer(optimizer: KerasObject): boolean {
  if (!Object.hasOwn(OLD_SLOT_NAMES, optimizer.class_name.toLowerCase())) return false;
  try {
    getOptimizer(optimizer);
  } catch (error) {
    // An option with a wrong value is another matter: the file is damaged.
    return !(error instanceof InklingError);
  }
  return true;
}

/** Weights of batch normalization that are measured, not trained. */
const NOT_TRAINED = ["moving_mean", "moving_variance"];

/** The weights that an optimizer has variables for: those of all layers that are not frozen. */
export function trainableWeights(model: KerasObject, weights: readonly LayerWeights[]): WeightRecord[] {
  const layers = model.config["layers"] as unknown as KerasObject[];
  const frozen = new Set(
    layers.filter(({ config }) => config["trainable"] === false).map(({ config }) => config["name"]),
  );
  return weights
    .filter(({ layer }) => !frozen.has(layer))
    .flatMap((layer) => layer.weights.filter(({ name }) => !NOT_TRAINED.includes(name)));
}

/**
 * The names of an optimizer's slots, in the groups in which Keras stores them.
 * @param what what errors call the state
 * @throws InklingError if the optimizer's options are not valid
 */
export function slotGroups(optimizer: KerasObject, what: string): readonly (readonly string[])[] {
  try {
    return getOptimizer(optimizer).slotGroups;
  } catch (cause) {
    throw new InklingError({
      what: `${what} cannot be understood, for the optimizer's options are not valid`,
      received: cause instanceof Error ? cause.message : String(cause),
      mend: "Save the model again with model.save().",
      cause,
    });
  }
}

function sortBySlot(
  variables: readonly WeightRecord[],
  slots: readonly string[],
  oldNames: Readonly<Record<string, string>>,
  weightCount: number,
): Map<string, WeightRecord[]> {
  const ofSlot = new Map<string, WeightRecord[]>();
  variables.forEach((variable, i) => {
    const slot = slotOf(variable.name, oldNames) ?? slots[Math.floor(i / weightCount)];
    if (slot === undefined) return;
    ofSlot.set(slot, [...(ofSlot.get(slot) ?? []), variable]);
  });
  return ofSlot;
}

/** The slot in a variable's name; undefined for names that do not say. */
function slotOf(name: string, oldNames: Readonly<Record<string, string>>): string | undefined {
  const parts = name.replace(/:\d+$/, "").split("/");
  const last = parts[parts.length - 1];
  const known = ["velocity_hat", "average_gradient", "average", "velocity", "momentum"];
  const whole = (part: string): string | undefined => oldNames[part] ?? known.find((slot) => slot === part);
  if (/^Variable(_\d+)?$/.test(last)) return undefined;
  return (
    whole(last) ?? known.find((slot) => last.endsWith(`_${slot}`)) ?? whole(parts[1] ?? "") ?? whole(parts[0])
  );
}

function checkFit(
  slot: string,
  found: readonly WeightRecord[],
  weights: readonly WeightRecord[],
  what: string,
): void {
  if (found.length === weights.length && found.every(({ shape }, i) => sameShape(shape, weights[i].shape)))
    return;
  const list = (records: readonly WeightRecord[]): string =>
    records.map(({ shape }) => formatShape(shape)).join(", ") || "none";
  throw new InklingError({
    what: `${what} does not fit the model's weights`,
    expected: `a ${slot} for each weight: ${list(weights)}`,
    received: list(found),
    mend: "Save the model from Keras again, or without the state: model.save(path, include_optimizer=False).",
  });
}

function checkCount(iterations: number, what: string): number {
  if (Number.isSafeInteger(iterations) && iterations >= 0) return iterations;
  throw damaged(`the number of steps in ${what} is not a count`, "a whole number of at least 0", iterations);
}

function damaged(what: string, expected: string, received: number): InklingError {
  const mend = "The file is damaged; save or copy it again.";
  return new InklingError({ what, expected, received: String(received), mend });
}
