/** What an activation function is to the engine. */
import type { Flow } from "../engine/flow.ts";
import type { Kernels } from "../engine/kernels.ts";

/** An element-wise or row-wise function, applied in place. */
export interface Activation {
  /** Keras's name. */
  readonly name: string;
  /** Whether many results are exactly zero, so that the next layer should walk sparse lists. */
  readonly sparse: boolean;
  /** Values become activations, rows `from` to `to`. */
  forward(kernels: Kernels, flow: Flow, from: number, to: number): void;
  /** The delta of the activations becomes the delta of the values before them. */
  backward(kernels: Kernels, flow: Flow, from: number, to: number): void;
}
