/**
 * A 3 by 3 kernel at stride 1 as kernels/winograd.ts wants it, 16 places for its 9 weights. Each thread transforms the
 * whole kernel for itself when it next needs it: that takes at most half as long as one image's convolution (measured).
 */
import type { Arena, Panels } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { Part } from "./part.ts";
import type { Window } from "./window.ts";

/** Tiles that kernels/winograd.ts and winograd-gradient.ts take at a time, and places of a tile. */
const TILES = 16;
const PLACES = 16;
/** Results along an axis, at least: with fewer, too much of the tiles hangs over the image. Lists are faster up to 8. */
const SHORTEST_SIDE = 4;
const SHORTEST_LISTED_SIDE = 8;

/** Weights as Winograd's algorithm reads them. */
export interface WinogradWeights {
  /** (3, 3, channels) rows of columns. */
  kernel: Panels;
  channels: number;
  /** A multiple of 8. */
  columns: number;
}

export class WinogradKernel {
  readonly #weights: WinogradWeights;
  /** Addresses, one for each thread. */
  readonly #transformed: readonly number[];
  readonly #scratch: readonly number[];
  #stale = true;

  constructor(arena: Arena, threads: number, weights: WinogradWeights) {
    const { channels, columns } = weights;
    const perThread = (bytes: number): number[] =>
      Array.from({ length: threads }, () => arena.allocate(bytes));
    this.#weights = weights;
    this.#transformed = perThread(PLACES * channels * columns * 4);
    this.#scratch = perThread(PLACES * TILES * (channels + 8) * 4 + TILES * 8);
  }

  /** When the weights have changed. */
  markStale(): void {
    this.#stale = true;
  }

  /** A thread's transformed kernel, and its room for tiles. Addresses. */
  use(kernels: Kernels, { index }: Part): { transformed: number; scratch: number } {
    const transformed = this.#transformed[index];
    if (this.#stale) {
      const { kernel, channels, columns } = this.#weights;
      const source = [kernel.address, kernel.rowBytes, kernel.panelBytes];
      kernels.winogradKernel(transformed, ...source, channels, columns, 0, channels);
      this.#stale = false;
    }
    return { transformed, scratch: this.#scratch[index] };
  }
}

/**
 * Whether a window and the channels that it reads are such that Winograd's algorithm is faster than the other ways; measured
 * by `npm run bench -- roofline`.
 * @param sparse whether lists of the input could be walked instead
 */
export function fitsWinograd(window: Window, channels: number, sparse: boolean): boolean {
  const { kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = window;
  const threeByThree = kernelHeight === 3 && kernelWidth === 3 && strideY === 1 && strideX === 1;
  const shortest = sparse ? SHORTEST_LISTED_SIDE : SHORTEST_SIDE;
  return threeByThree && channels % 4 === 0 && Math.min(outHeight, outWidth) >= shortest;
}

/** Bytes that `winogradGradient` needs for itself. */
export function winogradGradientScratch(channels: number, columns: number): number {
  return PLACES * (TILES * (channels + columns) + channels * columns) * 4;
}
