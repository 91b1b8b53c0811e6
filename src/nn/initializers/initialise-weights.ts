/** New weights for a model, each from a stream of its own, so that a layer more changes no other layer's weights. */
import { deriveSeed, Random } from "../../base/random.ts";
import { sizeOf } from "../../base/shapes.ts";
import type { ParameterLayout } from "../engine/parameters.ts";

/** @param seed of the model; an initializer with a seed of its own does not follow it */
export function initialiseWeights(layout: ParameterLayout, parameters: Float32Array, seed: number): void {
  layout.views.forEach((view, i) => {
    const data = new Float32Array(sizeOf(view.shape));
    view.initializer.initialise(data, view.shape, new Random(view.initializer.seed ?? deriveSeed(seed, i)));
    layout.write(parameters, view, data);
  });
}
