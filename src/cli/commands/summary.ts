/** `inkling summary`: the layers and parameters of a saved model. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { Sequential } from "../../nn/index.ts";
import { loadModel } from "../../node/index.ts";
import type { Output } from "../output.ts";

export async function summary(path: string, output: Output): Promise<void> {
  const model = await loadModel(path);
  const weightsSha256 = await model.weightsSha256();
  if (!output.json) {
    model.summary();
    output.print(` Weights' hash: ${weightsSha256}`);
  }
  output.emit({
    event: "summary",
    name: model.name,
    inputShape: model.inputShape,
    layers: describeLayers(model),
    parameters: model.countParams(),
    weightsSha256,
  });
}

interface LayerFacts {
  name: string;
  type: string;
  /** Without the batch axis. */
  outputShape: Shape;
  parameters: number;
}

function describeLayers(model: Sequential): LayerFacts[] {
  let shape = model.inputShape;
  return model.layers.map((layer) => {
    const weights = layer.weightSpecs(shape);
    shape = layer.outputShape(shape);
    return {
      name: layer.name as string,
      type: layer.className,
      outputShape: shape,
      parameters: weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0),
    };
  });
}
