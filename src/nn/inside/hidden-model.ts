/** A network up to the layer in front of its last weights: what it makes of an example before it decides. */
import { InklingError } from "../../base/errors.ts";
import { buildLayers, chainShapes } from "../layers/build-layers.ts";
import { Sequential } from "../sequential.ts";

/** @throws InklingError if the model is not built, or has no layer in front of its last weights */
export function hiddenModel(model: Sequential): Sequential {
  const layers = buildLayers(model.layers.map((layer) => layer.serialise()));
  const shapes = chainShapes(layers, model.inputShape);
  const counts = layers.map((layer, i) => layer.weightSpecs(shapes[i]).length);
  const last = counts.findLastIndex((count) => count > 0);
  if (last < 1) {
    throw new InklingError({
      what: "the model has no hidden layer",
      expected: "a layer in front of the last one with weights",
      received: `${layers.length} layers, of which ${last < 0 ? "none" : "the first"} has weights`,
      mend: "Compare examples by their pixels.",
    });
  }
  const hidden = new Sequential(layers.slice(0, last));
  hidden.build(model.inputShape);
  hidden.setWeights(
    model.getWeights().slice(
      0,
      counts.slice(0, last).reduce((sum, count) => sum + count, 0),
    ),
  );
  return hidden;
}
