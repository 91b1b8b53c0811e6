/**
 * `compile`'s arguments as Keras 1, 2 and 3 wrote them (`training_config`), brought to Keras 3's form.
 *
 * Losses and metrics come as names, as objects or in lists and dictionaries of one output. A loss object without
 * options becomes its name. As in Keras 3, the old optimizers' `decay` is left out.
 */
import { InklingError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import { getLoss } from "../nn/losses/get-loss.ts";
import type { CompileConfig, Json, JsonObject, KerasObject } from "../nn/model-record.ts";
import { expectObject, expectText, isJsonObject, wrongJson } from "./json.ts";

/** Options of losses that change what they compute and that Inkling does not have, with values that change nothing. */
const NEUTRAL_LOSS_OPTIONS: Record<string, Json[]> = {
  from_logits: [false],
  ignore_class: [null],
  reduction: ["auto", "sum_over_batch_size"],
};

/** What old optimizers were configured with and Keras 3's are not. */
const DROPPED_OPTIMIZER_OPTIONS = ["lr", "decay", "jit_compile", "is_legacy_optimizer"];

/** What Keras writes of `compile`'s other arguments, none of which Inkling has. */
export const OTHER_COMPILE_OPTIONS: JsonObject = {
  loss_weights: null,
  weighted_metrics: null,
  run_eagerly: false,
  steps_per_execution: 1,
  jit_compile: false,
};

/**
 * A training configuration in Keras 3's form; undefined if the model has no loss, so cannot train.
 * @throws InklingError if it is not understood, or its loss has options that Inkling does not have
 */
export function normaliseCompileConfig(raw: Json, what: string): CompileConfig | undefined {
  const config = expectObject(raw, what);
  const loss = normaliseLoss(config["loss"], `the loss in ${what}`);
  if (loss === undefined) return undefined;
  const optimizer = normaliseOptimizer(
    config["optimizer_config"] ?? config["optimizer"],
    `the optimizer in ${what}`,
  );
  const metrics = metricNames(config["metrics"] ?? null).map((name) => (name === "acc" ? "accuracy" : name));
  return { optimizer, loss, metrics: [...new Set(metrics)] };
}

/** An optimizer in Keras 3's form. */
function normaliseOptimizer(raw: Json | undefined, what: string): KerasObject {
  const object: JsonObject =
    typeof raw === "string" ? { class_name: raw, config: {} } : expectObject(raw, what);
  const { ...config } = expectObject(object["config"], `config of ${what}`);
  if (config["lr"] !== undefined) config["learning_rate"] = config["lr"];
  for (const option of DROPPED_OPTIMIZER_OPTIONS) delete config[option];
  if (config["epsilon"] === null) delete config["epsilon"];
  return {
    module: "keras.optimizers",
    class_name: expectText(object["class_name"], `class_name of ${what}`).replace(/^Custom>/, ""),
    config,
    registered_name: null,
    ...(isJsonObject(object["inkling"]) ? { inkling: object["inkling"] } : {}),
  };
}

/** A loss: `"mse"` as it is, `{ class_name: "MeanSquaredError" }` as its name, or in Keras 3's form if it has options. */
function normaliseLoss(loss: Json | undefined, what: string): CompileConfig["loss"] | undefined {
  if (loss === undefined || loss === null) return undefined;
  if (typeof loss === "string") return loss;
  if (isJsonObject(loss) && typeof loss["class_name"] === "string") return lossOfObject(loss, what);
  const ofOutputs = Object.values(loss);
  if (ofOutputs.length !== 1) throw wrongJson(what, "one loss", show(loss));
  return normaliseLoss(ofOutputs[0] as Json, what);
}

function lossOfObject(loss: JsonObject, what: string): CompileConfig["loss"] {
  // Keras writes a function as { class_name: "function", config: "its name" }.
  if (typeof loss["config"] === "string") return loss["config"];
  const config = isJsonObject(loss["config"]) ? loss["config"] : {};
  const className = String(loss["class_name"]);
  for (const [option, neutral] of Object.entries(NEUTRAL_LOSS_OPTIONS)) {
    const value = config[option];
    if (value === undefined || neutral.includes(value)) continue;
    throw new InklingError({
      what: `${what}, ${className}, was configured with ${option}`,
      expected: `${option} = ${String(neutral[0])}`,
      received: show(value),
      mend: "Save the model from Keras without it, or with model.save(path, include_optimizer=False).",
    });
  }
  const plainName = className.replace(/^.*>/, "");
  if (![undefined, null, 0].includes(config["label_smoothing"] as number)) {
    return smoothedLoss({ class_name: plainName, config }, what);
  }
  if (typeof config["fn"] === "string") return config["fn"];
  return plainName.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}

function smoothedLoss(loss: Pick<KerasObject, "class_name" | "config">, what: string): KerasObject {
  try {
    return getLoss(loss).serialise();
  } catch (cause) {
    throw new InklingError({
      what: `${what} is not one of Inkling's, or has wrong options: ${(cause as Error).message.replace(/\.$/, "")}`,
      mend: "Save the model from Keras with another loss, or with model.save(path, include_optimizer=False).",
      cause,
    });
  }
}

/** All names in metrics nested as `[["accuracy"]]` or `{ output: ["accuracy"] }`; an object gives its own name. */
function metricNames(metrics: Json): string[] {
  if (metrics === null) return [];
  if (typeof metrics === "string") return [metrics];
  if (!isJsonObject(metrics)) return Array.isArray(metrics) ? metrics.flatMap(metricNames) : [];
  if (typeof metrics["class_name"] !== "string") return Object.values(metrics).flatMap(metricNames);
  const { config } = metrics;
  if (typeof config === "string") return [config];
  return isJsonObject(config) && typeof config["name"] === "string"
    ? [config["name"]]
    : [metrics["class_name"]];
}
