/**
 * Whether a file's weights are those that its configuration asks for, as far as a file can tell: dense layers' kernels
 * and biases against `units`, and against the input as far as its shape can be followed.
 */
import { InklingError } from "../base/errors.ts";
import { formatShape, sameShape, sizeOf } from "../base/shapes.ts";
import type { Json, KerasObject, LayerWeights, WeightRecord } from "../nn/model-record.ts";

/** Layers that leave the shape as it is. */
const KEEPS_SHAPE = [
  "Activation",
  "BatchNormalization",
  "Dropout",
  "LeakyReLU",
  "ReLU",
  "Rescaling",
  "Softmax",
];

/**
 * @param file what errors call the file
 * @throws InklingError if a dense layer's weights are missing or of another shape than it asks for
 */
export function checkWeights(model: KerasObject, weights: readonly LayerWeights[], file: string): void {
  const ofLayer = new Map(weights.map((entry) => [entry.layer, entry.weights]));
  // Shape of one example between the layers; undefined where a layer is not known.
  let shape: Json[] | undefined;
  for (const { class_name: className, config } of model.config["layers"] as unknown as KerasObject[]) {
    if (className === "InputLayer") shape = (config["batch_shape"] as Json[]).slice(1);
    else if (className === "Flatten") shape = shape?.every(isNumber) ? [sizeOf(shape)] : undefined;
    else if (className === "Dense") {
      const inputs = shape?.at(-1);
      checkDense(
        config,
        ofLayer.get(String(config["name"])) ?? [],
        isNumber(inputs) ? inputs : undefined,
        file,
      );
      shape = [...(shape?.slice(0, -1) ?? []), config["units"]];
    } else if (!KEEPS_SHAPE.includes(className)) shape = undefined;
  }
}

function checkDense(
  config: KerasObject["config"],
  weights: readonly WeightRecord[],
  inputs: number | undefined,
  file: string,
): void {
  const units = Number(config["units"]);
  const expected: [string, number[]][] = [["kernel", [inputs ?? weights[0]?.shape[0] ?? 1, units]]];
  if (config["use_bias"] !== false) expected.push(["bias", [units]]);
  const fits = ([name, shape]: [string, number[]], i: number): boolean =>
    weights[i]?.name === name && sameShape(weights[i].shape, shape);
  if (weights.length === expected.length && expected.every(fits)) return;
  throw new InklingError({
    what: `the weights of layer "${String(config["name"])}" in ${file} do not fit the layer`,
    expected: expected.map(([name, shape]) => `${name} ${formatShape(shape)}`).join(" and "),
    received: weights.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(" and ") || "none",
    mend: "Save the whole model again with model.save().",
  });
}

function isNumber(axis: Json | undefined): axis is number {
  return typeof axis === "number";
}
