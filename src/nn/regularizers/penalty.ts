/** What all regularizers of a network together add to its loss. */
import type { Kernels } from "../engine/kernels.ts";
import type { ParameterView } from "../engine/parameters.ts";

/**
 * The sum of all weights' penalties, in the order of the weights.
 * @param parameters address of the parameters that the views are of
 */
export function penaltyOf(kernels: Kernels, views: readonly ParameterView[], parameters: number): number {
  let sum = 0;
  for (const { regularizer, offset, floats } of views) {
    if (regularizer !== undefined) sum += regularizer.penalty(kernels, parameters + offset * 4, floats);
  }
  return sum;
}
