/**
 * Initializers as old Keras wrote them, brought to Keras 3's named classes. Early Keras 2 wrote `glorot_uniform` as
 * the `VarianceScaling` that it is.
 */
import type { Json } from "../nn/model-record.ts";
import { isJsonObject } from "./json.ts";

/** `scale mode distribution` of VarianceScaling, as the initializer known by a name of its own. */
const VARIANCE_SCALING: Record<string, string> = {
  "1 fan_avg uniform": "GlorotUniform",
  "1 fan_avg normal": "GlorotNormal",
  "2 fan_in uniform": "HeUniform",
  "2 fan_in normal": "HeNormal",
  "1 fan_in uniform": "LecunUniform",
  "1 fan_in normal": "LecunNormal",
};

/** An initializer in Keras 3's form; one that is not recognised stays as it is, for it has done its work already. */
export function namedInitializer(value: Json): Json {
  if (typeof value === "string") return initializerObject(pascalCase(value), {});
  if (!isJsonObject(value) || typeof value["class_name"] !== "string") return value;
  const config = isJsonObject(value["config"]) ? value["config"] : {};
  if (value["class_name"] !== "VarianceScaling") return initializerObject(value["class_name"], config);
  const distribution = String(config["distribution"]).replace("truncated_", "");
  const named = VARIANCE_SCALING[`${Number(config["scale"])} ${String(config["mode"])} ${distribution}`];
  if (named === undefined) return initializerObject("VarianceScaling", config);
  return initializerObject(named, { seed: config["seed"] ?? null });
}

function initializerObject(className: string, config: Json): Json {
  return { module: "keras.initializers", class_name: className, config, registered_name: null };
}

/** `glorot_uniform` → `GlorotUniform`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
