/**
 * A convolution's way back to its input: the deltas, set apart by the strides and bordered, * the kernel flipped. Lists
 * where the output goes into a max-pooling, or where setting the deltas apart leaves most pixels empty; elsewhere by
 * Winograd's algorithm if that is faster. Lists by channel for the gradient are made on the way.
 */
import { strideOf, weightPanels, type Panels } from "./arena.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import { declareImages, declarePixelLists, type ImagePlace, type PixelLists } from "./image-place.ts";
import type { Kernels } from "./kernels.ts";
import type { Part } from "./part.ts";
import type { StepFacts } from "./stage.ts";
import { fitsWinograd, WinogradKernel } from "./winograd-kernel.ts";

/** Lists by channel of every example: addresses, and entries that one example's have room for. */
export interface ChannelLists {
  entries: number;
  starts: number;
  capacity: number;
}

export class ConvolutionBackward {
  /** Lists of the deltas for the gradient; undefined where it reads the deltas themselves. */
  readonly channelLists: ChannelLists | undefined;
  readonly #plan: ConvolutionPlan;
  /** Where the deltas go in an image set apart and bordered. */
  readonly #spread: {
    top: number;
    left: number;
    stepY: number;
    stepX: number;
    height: number;
    width: number;
  };
  /** The kernel flipped, (kernel height, kernel width, filters) rows of channels; undefined where no gradient goes back. */
  readonly #flipped: Panels | undefined;
  readonly #lists: readonly PixelLists[] | undefined;
  readonly #images: readonly ImagePlace[] | undefined;
  readonly #winograd: WinogradKernel | undefined;

  /** @param listedGradient whether the gradient will be summed from lists */
  constructor(plan: ConvolutionPlan, listedGradient: boolean) {
    const { arena, rows, threads, window, channels, filters, input, output, outPixel } = plan;
    const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
    this.#plan = plan;
    const back = input.differentiable;
    this.#spread = back
      ? {
          top: kernelHeight - 1 - window.top,
          left: kernelWidth - 1 - window.left,
          stepY: strideY,
          stepX: strideX,
          height: window.height + kernelHeight - 1,
          width: window.width + kernelWidth - 1,
        }
      : { top: 0, left: 0, stepY: 1, stepX: 1, height: outHeight, width: outWidth };
    const { height, width } = this.#spread;
    const perThread = <T>(declare: () => T): T[] => Array.from({ length: threads }, declare);
    if (listedGradient || (back && (output.deltaSparse || strideY * strideX > 1))) {
      this.#lists = perThread(() => declarePixelLists(arena, height * width, filters));
    } else if (back) {
      this.#images = perThread(() => declareImages(arena, 1, [height, width], outPixel));
    }
    if (listedGradient) {
      const capacity = outHeight * outWidth * filters;
      const entries = arena.allocate(rows * capacity * 8);
      this.channelLists = { entries, starts: arena.allocate(rows * (filters + 1) * 4), capacity };
    }
    if (!back) return;
    input.delta();
    const depth = strideOf(kernelHeight * kernelWidth * filters);
    const address = arena.allocate(depth * strideOf(channels) * 4);
    this.#flipped = weightPanels(address, depth, strideOf(channels));
    if (this.#images !== undefined && fitsWinograd(window, filters, false)) {
      const weights = { kernel: this.#flipped, channels: filters, columns: paddedChannels(channels) };
      this.#winograd = new WinogradKernel(arena, threads, weights);
    }
  }

  /** Brings rows (ky, kx, c) of the flipped kernel up to date. */
  prepare(kernels: Kernels, from: number, to: number): void {
    this.#winograd?.markStale();
    const flipped = this.#flipped;
    if (flipped === undefined) return;
    const { window, channels, filters, kernel } = this.#plan;
    const positions = window.kernelHeight * window.kernelWidth;
    const target = [flipped.address, flipped.rowBytes, flipped.panelBytes];
    const source = [kernel.address, kernel.rowBytes, kernel.panelBytes];
    kernels.flipKernel(...target, ...source, positions, channels, filters, from, to);
  }

  run(kernels: Kernels, from: number, to: number, { part }: StepFacts): void {
    for (let n = from; n < to; n++) {
      if (this.#lists !== undefined) this.#runLists(kernels, n, this.#lists[part.index]);
      else if (this.#images !== undefined) this.#runDensely(kernels, n, this.#images[part.index], part);
    }
  }

  #runLists(kernels: Kernels, n: number, { entries, starts }: PixelLists): void {
    const { window, channels, filters, input, inPixel, output, outPixel } = this.#plan;
    const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
    const { top, left, stepY, stepX, height, width } = this.#spread;
    const deltas = output.delta() + n * output.stride * 4;
    kernels.listPixels(
      ...[entries, starts, deltas, outPixel, filters, outHeight, outWidth],
      ...[top, left, stepY, stepX, height, width],
    );
    const lists = this.channelLists;
    if (lists !== undefined) {
      const target = [lists.entries + n * lists.capacity * 8, lists.starts + n * (filters + 1) * 4];
      // Bytes of the input from one of the kernel's places to the next.
      const steps = [strideY * this.#borderedRow(), strideX * inPixel * 4];
      const place = [outHeight, outWidth, width, top, left, stepY, stepX];
      kernels.listByChannel(...target, entries, starts, filters, ...place, ...steps);
    }
    const flipped = this.#flipped;
    if (flipped === undefined) return;
    kernels.convolveLists(
      ...[input.delta() + n * input.stride * 4, inPixel, entries, starts, filters, width],
      ...[flipped.address, flipped.rowBytes, flipped.panelBytes, 0, 0],
      ...[kernelHeight, kernelWidth, 1, 1, window.height, window.width, paddedChannels(channels)],
    );
  }

  #runDensely(kernels: Kernels, n: number, image: ImagePlace, part: Part): void {
    const { window, channels, filters, input, inPixel, output, outPixel } = this.#plan;
    const { kernelHeight, kernelWidth, outHeight, outWidth } = window;
    const { top, left, stepY, stepX } = this.#spread;
    const flipped = this.#flipped;
    if (flipped === undefined) return;
    const deltas = output.delta() + n * output.stride * 4;
    kernels.spreadImages(
      ...[
        image.address,
        image.pixel,
        image.row,
        image.stride,
        deltas,
        outPixel,
        outWidth * outPixel,
        output.stride,
      ],
      ...[outPixel, outHeight, outWidth, top, left, stepY, stepX, 0, 1],
    );
    const places = [input.delta() + n * input.stride * 4, inPixel, input.stride];
    places.push(image.address, image.pixel, image.row, image.stride);
    const sizes = [window.height, window.width, paddedChannels(channels), 0, 1];
    if (this.#winograd !== undefined) {
      const { transformed, scratch } = this.#winograd.use(kernels, part);
      kernels.winograd(...places, transformed, 0, 0, scratch, filters, ...sizes);
      return;
    }
    kernels.convolve(
      ...places,
      ...[flipped.address, flipped.rowBytes, flipped.panelBytes, 0, 0],
      ...[filters, kernelHeight, kernelWidth, 1, 1, ...sizes],
    );
  }

  /** Bytes of a row of the input with its border. */
  #borderedRow(): number {
    const { window, inPixel } = this.#plan;
    return (window.width + window.left + window.right) * inPixel * 4;
  }
}

function paddedChannels(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}
