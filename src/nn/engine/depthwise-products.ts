/**
 * A depthwise convolution at work. Its weights are packed as a pixel's channels lie, whenever they have changed; each
 * example's part of the gradient is found where its rows are worked on, and the parts are summed in the order of the rows.
 */
import type { Panels, Arena } from "./arena.ts";
import type { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { UpdateWeights } from "./stage.ts";
import { windowGeometry, type Window } from "./window.ts";

/** What the products are planned from. */
export interface DepthwisePlan {
  arena: Arena;
  /** The most rows (examples) a batch will have. */
  rows: number;
  window: Window;
  /** Channels of the layer's input, and how many of the output are made of each. */
  channels: number;
  multiplier: number;
  /** Already with one channel for each of the output's. */
  input: Flow;
  output: Flow;
  /** Floats of a pixel. */
  pixel: number;
  /** (kernel height, kernel width, channels) rows of `multiplier`; floats with the padding. */
  kernel: Panels & { floats: number };
  /** Address, or 0 for none, and floats with the padding. */
  bias: { address: number; floats: number };
  /** Addresses; undefined where the network will only predict. */
  gradients: { kernel: number; bias: number } | undefined;
}

export class DepthwiseProducts {
  readonly #plan: DepthwisePlan;
  readonly #positions: number;
  readonly #facts: readonly number[];
  readonly #packed: number;
  /** The kernel backwards, which over the delta makes the input's; 0 where that takes no such kernel. */
  readonly #turned: number = 0;
  /** Each example's gradients, (N, positions + 1, pixel), and their sum but for the bias. */
  readonly #gradients: number = 0;
  readonly #summed: number = 0;

  constructor(plan: DepthwisePlan) {
    const { arena, rows, window, input, pixel } = plan;
    this.#plan = plan;
    this.#positions = window.kernelHeight * window.kernelWidth;
    this.#facts = [pixel, ...windowGeometry(window)];
    const bytes = this.#positions * pixel * 4;
    this.#packed = arena.allocate(bytes);
    if (plan.gradients === undefined) return;
    this.#gradients = arena.allocate(rows * (bytes + pixel * 4));
    this.#summed = arena.allocate(bytes);
    const isDense = window.strideY === 1 && window.strideX === 1;
    if (input.differentiable && isDense) this.#turned = arena.allocate(bytes);
  }

  /** Packs the weights. */
  prepare(kernels: Kernels): void {
    const { kernel, channels, multiplier, pixel } = this.#plan;
    const sizes = [this.#positions, channels, multiplier, pixel];
    const place = [kernel.address, kernel.rowBytes, kernel.panelBytes];
    kernels.packDepthwise(this.#packed, ...place, ...sizes, 0);
    if (this.#turned !== 0) kernels.packDepthwise(this.#turned, ...place, ...sizes, 1);
  }

  forward(kernels: Kernels, from: number, to: number): void {
    const { input, output, bias } = this.#plan;
    const places = [output.values(), output.stride, input.values(), input.stride, this.#packed, bias.address];
    kernels.depthwise(...places, ...this.#facts, from, to);
  }

  /** The examples' parts of the gradient, and the input's delta. */
  backward(kernels: Kernels, from: number, to: number): void {
    const { input, output, pixel, window } = this.#plan;
    const delta = [output.delta(), output.stride];
    kernels.depthwiseGradient(
      this.#gradients,
      input.values(),
      input.stride,
      ...delta,
      ...this.#facts,
      from,
      to,
    );
    if (!input.differentiable) return;
    if (this.#turned === 0) {
      const places = [input.delta(), input.stride, ...delta, this.#packed];
      kernels.depthwiseScatter(...places, ...this.#facts, from, to);
      return;
    }
    const back = {
      ...window,
      height: window.outHeight,
      width: window.outWidth,
      outHeight: window.height,
      outWidth: window.width,
      top: window.kernelHeight - 1 - window.top,
      left: window.kernelWidth - 1 - window.left,
    };
    const places = [input.delta(), input.stride, ...delta, this.#turned, 0];
    kernels.depthwise(...places, pixel, ...windowGeometry(back), from, to);
  }

  gradient(kernels: Kernels, rows: number, update: UpdateWeights): void {
    const { gradients, kernel, bias, channels, multiplier, pixel } = this.#plan;
    if (gradients === undefined) return;
    const weights = this.#positions * pixel;
    const stride = weights + pixel;
    kernels.columnSums(this.#summed, this.#gradients, rows, stride, 0, weights);
    const place = [gradients.kernel, kernel.rowBytes, kernel.panelBytes];
    kernels.unpackDepthwise(...place, this.#summed, this.#positions, channels, multiplier, pixel);
    update(kernel.address, kernel.floats);
    if (bias.address === 0) return;
    // The kernel writes from the column's place on, and the bias's are the last.
    kernels.columnSums(gradients.bias - weights * 4, this.#gradients, rows, stride, weights, stride);
    update(bias.address, bias.floats);
  }
}
