/** For layers that read and write dense values, but whose neighbours may only read lists. */
import type { Flow } from "./flow.ts";

/**
 * Asks for the buffers of both flows while the network is planned: the memory is made to the plan's size, so an
 * address asked for first at work would lie beyond its end, and the input would not know that its values are read.
 * @param backward whether a gradient will flow from output to input
 */
export function declareDense(input: Flow, output: Flow, backward: boolean): void {
  input.values();
  output.values();
  if (!backward) return;
  input.delta();
  output.delta();
}
