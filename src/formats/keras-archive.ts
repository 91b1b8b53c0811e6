/**
 * Keras 3's own format, `model.save("x.keras")`: a zip of
 *
 *     metadata.json      keras_version, date_saved
 *     config.json        the model's configuration, with compile_config where it was compiled
 *     model.weights.h5   layers/<class, counted>/vars/0, 1, … and optimizer/vars/0, 1, …
 *
 * Groups are named after the layers' classes (`dense`, `dense_1`, …, each class counted by itself), for names differ between two
 * instances of one model; variables have no names, only their order.
 *
 * Source: keras/src/saving/saving_lib.py of Keras 3.15.
 */
import type { KerasObject } from "../nn/model-record.ts";
import { defaultLayerName } from "../nn/layers/layer.ts";

export const CONFIG_FILE = "config.json";
export const METADATA_FILE = "metadata.json";
export const WEIGHTS_FILE = "model.weights.h5";

/** The group of each layer, in the model's order. The input of a Sequential model has none. */
export function layerGroups(model: KerasObject): { layer: KerasObject; group: string }[] {
  const counts = new Map<string, number>();
  return layersOf(model).map((layer) => {
    const base = defaultLayerName(layer.class_name);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return { layer, group: `layers/${count === 0 ? base : `${base}_${count}`}` };
  });
}

function layersOf(model: KerasObject): KerasObject[] {
  const layers = model.config["layers"] as unknown as KerasObject[];
  return layers.filter(({ class_name: className }) => className !== "InputLayer");
}
