/** A convolution's weight gradient: input and deltas summed over all positions, from lists of deltas or directly. */
import { paddedRows, strideOf } from "./arena.ts";
import type { ChannelLists } from "./convolution-backward.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import type { ImagePlace } from "./image-place.ts";
import type { Kernels } from "./kernels.ts";
import { share, type Part } from "./part.ts";
import type { StepFacts, UpdateWeights } from "./stage.ts";

export class ConvolutionGradient {
  readonly #plan: ConvolutionPlan;
  readonly #input: ImagePlace;
  readonly #lists: ChannelLists | undefined;
  /** The transposed gradient, (filters, rows), which lists are summed into. */
  readonly #transposed: number = 0;

  /** @param input the convolution's input with its border */
  constructor(plan: ConvolutionPlan, input: ImagePlace, lists: ChannelLists | undefined) {
    this.#plan = plan;
    this.#input = input;
    this.#lists = lists;
    if (lists !== undefined) {
      this.#transposed = plan.arena.allocate(paddedRows(plan.filters) * strideOf(this.#depth) * 4);
    }
  }

  /** Whether a row of the kernel meets one run of the input's floats, as lists need it. */
  static canList({ window, channels, inPixel }: ConvolutionPlan): boolean {
    return inPixel === channels && (window.kernelWidth * channels) % 8 === 0;
  }

  /** Rows (ky, kx, c) of the kernel that are a thread's. */
  share(part: Part): [from: number, to: number] {
    return share(this.#depth, this.#lists === undefined ? 4 : 16, part);
  }

  run(kernels: Kernels, gradient: number, { rows, part }: StepFacts, update: UpdateWeights): void {
    const [from, to] = this.share(part);
    if (from === to) return;
    if (this.#lists === undefined) this.#sumDirectly(kernels, gradient, rows, from, to);
    else this.#sumLists(kernels, gradient, rows, this.#lists, from, to);
    const { kernel, filters } = this.#plan;
    const panelColumns = kernel.rowBytes / 4;
    for (let column = 0; column < strideOf(filters); column += panelColumns) {
      const panel = kernel.address + (column / panelColumns) * kernel.panelBytes;
      update(panel + from * kernel.rowBytes, (to - from) * panelColumns);
    }
  }

  get #depth(): number {
    const { window, channels } = this.#plan;
    return window.kernelHeight * window.kernelWidth * channels;
  }

  #sumDirectly(kernels: Kernels, gradient: number, images: number, from: number, to: number): void {
    const { window, channels, output, outPixel, kernel } = this.#plan;
    const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
    const { address, pixel, row, stride } = this.#input;
    kernels.convolveGradient(
      ...[gradient, kernel.rowBytes, kernel.panelBytes, address, pixel, row, stride],
      ...[output.delta(), outPixel, output.stride],
      ...[channels, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth, outPixel],
      ...[images, from, to],
    );
  }

  #sumLists(
    kernels: Kernels,
    gradient: number,
    images: number,
    { entries, starts, capacity }: ChannelLists,
    from: number,
    to: number,
  ): void {
    const { window, channels, filters, kernel } = this.#plan;
    const { address, row, stride } = this.#input;
    const width = strideOf(this.#depth);
    kernels.convolveGradientLists(
      ...[this.#transposed, width, entries, starts, capacity, address, row, stride],
      ...[window.kernelWidth * channels, filters, images, from, to],
    );
    const target = [gradient + from * kernel.rowBytes, kernel.rowBytes, kernel.panelBytes];
    const source = [this.#transposed + from * 4, width * 4, 64];
    kernels.transpose(...target, ...source, to - from, 0, paddedRows(filters));
  }
}
