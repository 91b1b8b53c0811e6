/**
 * Augmentation inside a fit: where its settings, its working room and the augmented batch lie, and its pass over rows of a
 * batch. The kernel is kernels/augment/augment.ts.
 */
import { AUGMENTATION_SETTINGS, type Augmentation } from "../../data/augmentation.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { StoredInputs } from "./network.ts";

/** What augmentation is planned from. */
export interface AugmentingPlan {
  /** The most rows a batch will have. */
  rows: number;
  /** Size of an image, pixels. */
  height: number;
  width: number;
  /** Factor of the pixels when the network reads them. */
  scale: number;
  /** Threads that will share the work. */
  threads: number;
}

/** The kernel's scratch, see `augment`: its sizes in floats. */
const AFFINE_FLOATS = 16;
const LARGEST_GRID = 16;
const REACH = 8;
/** Scratches begin on cache lines of their own. */
const CACHE_LINE = 64;

/** Bytes of scratch that the kernel needs for images of a size. */
export function augmentScratchBytes(height: number, width: number): number {
  const stride = Math.ceil(width / 4) * 4;
  const paddedStride = Math.ceil((width + 3) / 4) * 4;
  const elastic = 2 * LARGEST_GRID ** 2 + 3 * LARGEST_GRID * stride;
  const rows = stride + 2 * REACH + REACH;
  const planes = 2 * height * stride + (height + 3) * paddedStride;
  return Math.ceil(((AFFINE_FLOATS + elastic + rows + planes) * 4) / CACHE_LINE) * CACHE_LINE;
}

/** Augments the rows of one batch after another, each thread its own. */
export class Augmenting {
  /** The augmented batch as a set of examples of its own, for `Network.load` with the row numbers at `identity`. */
  readonly augmented: StoredInputs;
  /** Address of the row numbers 0, 1, 2, …, u32. */
  readonly identity: number;
  readonly #plan: AugmentingPlan;
  readonly #settings: number;
  readonly #scratch: number;
  readonly #scratchBytes: number;

  constructor(arena: Arena, plan: AugmentingPlan) {
    const { rows, height, width, scale, threads } = plan;
    this.#plan = plan;
    this.#settings = arena.allocate(AUGMENTATION_SETTINGS * 4);
    this.#scratchBytes = augmentScratchBytes(height, width);
    this.#scratch = arena.allocate(threads * this.#scratchBytes);
    this.identity = arena.allocate(rows * 4);
    const inputs = arena.allocate(rows * height * width);
    this.augmented = { inputs, inputKind: "bytes", scale, starts: 0 };
  }

  /** Once the memory is there: writes the row numbers and the settings. */
  fill(memory: WebAssembly.Memory, augmentation: Augmentation): void {
    const numbers = new Uint32Array(memory.buffer, this.identity, this.#plan.rows);
    for (let n = 0; n < numbers.length; n++) numbers[n] = n;
    this.changeSettings(memory, augmentation);
  }

  /** Other settings from now on; while no thread augments. */
  changeSettings(memory: WebAssembly.Memory, augmentation: Augmentation): void {
    new Float32Array(memory.buffer, this.#settings, AUGMENTATION_SETTINGS).set(augmentation.settings());
  }

  /**
   * Augments the rows `from` to `to` of a batch; what comes out does not depend on the range.
   * @param source address of all examples, bytes
   * @param numbers address of the numbers of the batch's rows, u32
   * @param key one for each step
   * @param thread the caller's number, counted from 0
   */
  run(
    kernels: Kernels,
    source: number,
    numbers: number,
    key: number,
    thread: number,
    from: number,
    to: number,
  ): void {
    const { height, width } = this.#plan;
    const scratch = this.#scratch + thread * this.#scratchBytes;
    const { inputs } = this.augmented;
    kernels.augment(inputs, source, numbers, this.#settings, scratch, key, height, width, from, to);
  }
}
