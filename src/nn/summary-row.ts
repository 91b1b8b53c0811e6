/** A layer's line of the summary. */
import { sizeOf, type Shape } from "../base/shapes.ts";
import type { Layer } from "./layers/layer.ts";
import type { SummaryRow } from "./summary.ts";

/** The shapes, of one example before and behind the layer, are undefined while the model is not built. */
export function summaryRow(
  layer: Layer,
  inputShape: Shape | undefined,
  outputShape: Shape | undefined,
): SummaryRow {
  const row = { name: layer.name as string, type: layer.className };
  if (inputShape === undefined || outputShape === undefined)
    return { ...row, outputShape: null, parameters: null };
  const parameters = layer.weightSpecs(inputShape).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { ...row, outputShape: [null, ...outputShape], parameters };
}
