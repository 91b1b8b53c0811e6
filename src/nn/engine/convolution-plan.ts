/** What the three products of a convolution are planned from. */
import type { Arena, Panels } from "./arena.ts";
import type { Flow } from "./flow.ts";
import type { Window } from "./window.ts";

export interface ConvolutionPlan {
  arena: Arena;
  /** The most rows (examples) a batch will have. */
  rows: number;
  threads: number;
  window: Window;
  /** Channels of the input and of the output. */
  channels: number;
  filters: number;
  input: Flow;
  output: Flow;
  /** Floats of a pixel of the input and of the output. */
  inPixel: number;
  outPixel: number;
  /** (kernel height, kernel width, channels) rows of filters. */
  kernel: Panels;
  /** Address, or 0 for none. */
  bias: number;
  /** Address of the kernel's gradient; undefined where the network will only predict. */
  gradient: number | undefined;
}
