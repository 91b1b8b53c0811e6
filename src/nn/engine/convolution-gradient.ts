/**
 * A convolution's weight gradient: input and deltas summed over all positions, from lists of deltas, tile by tile as
 * Winograd's algorithm has it, or directly.
 */
import { paddedRows, strideOf } from "./arena.ts";
import type { ChannelLists } from "./convolution-backward.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import type { ImagePlace } from "./image-place.ts";
import type { Kernels } from "./kernels.ts";
import { share, type Part } from "./part.ts";
import type { StepFacts, UpdateWeights } from "./stage.ts";
import { fitsWinograd, winogradGradientScratch } from "./winograd-kernel.ts";

export class ConvolutionGradient {
  readonly #plan: ConvolutionPlan;
  readonly #input: ImagePlace;
  readonly #lists: ChannelLists | undefined;
  /** The transposed gradient, (filters, rows), which lists are summed into. */
  readonly #transposed: number = 0;
  /** One thread's room for tiles each, addresses; undefined where none are summed. */
  readonly #tiles: readonly number[] | undefined;

  /** @param input the convolution's input with its border */
  constructor(plan: ConvolutionPlan, input: ImagePlace, lists: ChannelLists | undefined) {
    this.#plan = plan;
    this.#input = input;
    this.#lists = lists;
    const { arena, threads, window, channels, filters, outPixel } = plan;
    if (lists !== undefined) {
      this.#transposed = arena.allocate(paddedRows(filters) * strideOf(this.#depth) * 4);
    } else if (input.pixel % 8 === 0 && fitsWinograd(window, channels, false)) {
      this.#tiles = Array.from({ length: threads }, (_, index) => {
        const [from, to] = share(channels, 4, { index, count: threads });
        return arena.allocate(winogradGradientScratch(to - from, outPixel));
      });
    }
  }

  /** Whether a row of the kernel meets one run of the input's floats, as lists need it. */
  static canList({ window, channels, inPixel }: ConvolutionPlan): boolean {
    return inPixel === channels && (window.kernelWidth * channels) % 8 === 0;
  }

  /** Ranges of the kernel's rows (ky, kx, c) that are a thread's: of tiles, some channels at each of the kernel's places. */
  ranges(part: Part): [from: number, to: number][] {
    const { window, channels } = this.#plan;
    if (this.#tiles === undefined) return [share(this.#depth, this.#lists === undefined ? 4 : 16, part)];
    const [from, to] = share(channels, 4, part);
    return Array.from({ length: window.kernelHeight * window.kernelWidth }, (_, place) => [
      place * channels + from,
      place * channels + to,
    ]);
  }

  run(kernels: Kernels, gradient: number, { rows, part }: StepFacts, update: UpdateWeights): void {
    const ranges = this.ranges(part);
    const [[from, to]] = ranges;
    if (from === to) return;
    if (this.#tiles !== undefined) this.#sumTiles(kernels, gradient, rows, this.#tiles[part.index], from, to);
    else if (this.#lists === undefined) this.#sumDirectly(kernels, gradient, rows, from, to);
    else this.#sumLists(kernels, gradient, rows, this.#lists, from, to);
    const { kernel, filters } = this.#plan;
    const panelColumns = kernel.rowBytes / 4;
    for (let column = 0; column < strideOf(filters); column += panelColumns) {
      const panel = kernel.address + (column / panelColumns) * kernel.panelBytes;
      for (const [first, end] of ranges) {
        update(panel + first * kernel.rowBytes, (end - first) * panelColumns);
      }
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

  /** The channels `from` to `to`. */
  #sumTiles(
    kernels: Kernels,
    gradient: number,
    images: number,
    scratch: number,
    from: number,
    to: number,
  ): void {
    const { window, channels, output, outPixel, kernel } = this.#plan;
    const { address, pixel, row, stride } = this.#input;
    kernels.winogradGradient(
      ...[gradient, kernel.rowBytes, kernel.panelBytes, address, pixel, row, stride],
      ...[output.delta(), outPixel, output.stride, scratch],
      ...[channels, window.outHeight, window.outWidth, outPixel, images, from, to],
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
