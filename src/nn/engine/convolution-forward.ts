/**
 * A convolution forward: input * kernel + bias. By Winograd's algorithm where that is faster; otherwise over lists where the
 * input lies behind a ReLU, and directly elsewhere.
 */
import { planBlankWindows } from "./blank-windows.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import { declareImages, declarePixelLists, type ImagePlace, type PixelLists } from "./image-place.ts";
import type { Kernels } from "./kernels.ts";
import type { Part } from "./part.ts";
import type { RowPass, StepFacts } from "./stage.ts";
import { fitsWinograd, WinogradKernel } from "./winograd-kernel.ts";

/** Fewer channels make runs of entries too short to be worth lists. */
const FEWEST_LISTED_CHANNELS = 8;

export class ConvolutionForward {
  /** The input with its border of zeros, for the gradient; where nobody reads a border, the input itself. */
  readonly bordered: ImagePlace;
  readonly #plan: ConvolutionPlan;
  /** Which pixels of the output are blank; 0 where nobody can tell. */
  readonly #blanks: number = 0;
  readonly #markBlanks: RowPass | undefined;
  readonly #winograd: WinogradKernel | undefined;
  /** One thread's lists each; undefined where none are walked. */
  readonly #lists: readonly PixelLists[] | undefined;

  constructor(plan: ConvolutionPlan) {
    const { arena, rows, threads, window, channels, input, inPixel, output, outPixel, kernel } = plan;
    const { height, width, top, bottom, left, right } = window;
    this.#plan = plan;
    output.values();
    this.#markBlanks = planBlankWindows(input, output, window);
    if (this.#markBlanks !== undefined) this.#blanks = output.blanks(window.outHeight * window.outWidth);
    const asItLies = { address: input.values(), pixel: inPixel, row: width * inPixel, stride: input.stride };
    const size = [height + top + bottom, width + left + right] as const;
    const aligned = inPixel % 8 === 0;
    const canList = input.sparse && aligned && channels >= FEWEST_LISTED_CHANNELS;
    if (aligned && fitsWinograd(window, channels, canList)) {
      this.#winograd = new WinogradKernel(arena, threads, { kernel, channels, columns: outPixel });
    }
    const listed = canList && this.#winograd === undefined;
    if (listed) {
      const pixels = size[0] * size[1];
      this.#lists = Array.from({ length: threads }, () => declarePixelLists(arena, pixels, channels));
    }
    const readsBorder = pixelsOf(size) > height * width && (!listed || plan.gradient !== undefined);
    this.bordered = readsBorder ? declareImages(arena, rows, size, inPixel) : asItLies;
  }

  /** When the weights have changed. */
  prepare(): void {
    this.#winograd?.markStale();
  }

  run(kernels: Kernels, from: number, to: number, facts: StepFacts): void {
    const { window, channels, input, inPixel } = this.#plan;
    const { height, width, top, left } = window;
    const { address, pixel, row, stride } = this.bordered;
    this.#markBlanks?.(kernels, from, to, facts);
    const values = input.values();
    if (address !== values) {
      const source = [values, inPixel, width * inPixel, input.stride];
      kernels.spreadImages(
        ...[address, pixel, row, stride, ...source],
        ...[channels, height, width, top, left, 1, 1, from, to],
      );
    }
    if (this.#winograd !== undefined) {
      this.#multiplyTiles(kernels, from, to, this.#winograd, facts.part);
    } else if (this.#lists === undefined) {
      this.#multiplyDirectly(kernels, from, to);
    } else {
      for (let n = from; n < to; n++) this.#multiplyLists(kernels, n, this.#lists[facts.part.index]);
    }
  }

  #multiplyTiles(kernels: Kernels, from: number, to: number, winograd: WinogradKernel, part: Part): void {
    const { window, channels, output, outPixel, bias } = this.#plan;
    const { address, pixel, row, stride } = this.bordered;
    const { transformed, scratch } = winograd.use(kernels, part);
    kernels.winograd(
      ...[output.values(), outPixel, output.stride, address, pixel, row, stride],
      ...[transformed, bias, this.#blanks, scratch],
      ...[channels, window.outHeight, window.outWidth, outPixel, from, to],
    );
  }

  #multiplyDirectly(kernels: Kernels, from: number, to: number): void {
    const { window, channels, output, outPixel, kernel, bias } = this.#plan;
    const { address, pixel, row, stride } = this.bordered;
    const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
    kernels.convolve(
      ...[output.values(), outPixel, output.stride, address, pixel, row, stride],
      ...[kernel.address, kernel.rowBytes, kernel.panelBytes, bias, this.#blanks],
      ...[channels, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth, outPixel, from, to],
    );
  }

  #multiplyLists(kernels: Kernels, n: number, { entries, starts }: PixelLists): void {
    const { window, channels, input, inPixel, output, outPixel, kernel, bias } = this.#plan;
    const { height, width, top, bottom, left, right } = window;
    const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
    const borderedWidth = width + left + right;
    kernels.listPixels(
      ...[entries, starts, input.values() + n * input.stride * 4, inPixel, channels, height, width],
      ...[top, left, 1, 1, height + top + bottom, borderedWidth],
    );
    kernels.convolveLists(
      ...[output.values() + n * output.stride * 4, outPixel, entries, starts, channels, borderedWidth],
      ...[kernel.address, kernel.rowBytes, kernel.panelBytes, bias],
      this.#blanks === 0 ? 0 : this.#blanks + n * outHeight * outWidth,
      ...[kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth, outPixel],
    );
  }
}

function pixelsOf([height, width]: readonly [number, number]): number {
  return height * width;
}
