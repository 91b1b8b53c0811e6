/** A Sequential model's configuration in Keras 3's form, `model.to_json()`. */
import { InklingError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import type { Shape } from "../base/shapes.ts";
import { DTYPE } from "./layers/layer.ts";
import type { Json, KerasObject } from "./model-record.ts";

/** @param inputShape shape of one example; undefined while the model is not built */
export function sequentialConfig(
  name: string,
  layers: readonly KerasObject[],
  inputShape: Shape | undefined,
): KerasObject {
  const object: KerasObject = {
    module: "keras",
    class_name: "Sequential",
    config: { name, trainable: true, dtype: DTYPE },
    registered_name: null,
  };
  if (inputShape === undefined) {
    object.config["layers"] = layers as unknown as Json[];
    return object;
  }
  const batchShape = [null, ...inputShape];
  object.config["layers"] = [inputLayer(batchShape), ...layers] as unknown as Json[];
  object.config["build_input_shape"] = batchShape;
  object.build_config = { input_shape: batchShape };
  return object;
}

/** @throws InklingError if the object is not the configuration of a Sequential model */
export function layersOfConfig(object: KerasObject): { name: string; layers: KerasObject[] } {
  const layers = object?.config?.["layers"];
  if (object?.class_name === "Sequential" && Array.isArray(layers)) {
    return {
      name: String(object.config["name"] ?? "sequential"),
      layers: layers as unknown as KerasObject[],
    };
  }
  throw new InklingError({
    what: "the configuration is not of a Sequential model",
    expected: 'class_name "Sequential" with a list of layers',
    received: show(object?.class_name),
    mend: "Give what model.toJSON() or Keras 3's model.to_json() returns, parsed.",
  });
}

function inputLayer(batchShape: Json[]): KerasObject {
  return {
    module: "keras.layers",
    class_name: "InputLayer",
    config: {
      batch_shape: batchShape,
      dtype: "float32",
      sparse: false,
      ragged: false,
      name: "input_layer",
      optional: false,
    },
    registered_name: null,
  };
}
