/**
 * What one layer hands to the next for a batch: activations forward, their gradient backward. A consumer asks for
 * the form it wants (a dense matrix, sparse lists, lists by column) while the network is planned, and the producer
 * fills what was asked for.
 */
import { strideOf, type Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** Lists of non-zero entries, see kernels/sparse-lists.ts. Addresses. */
export interface SparseLists {
  entries: number;
  counts: number;
  /** Entries that a list has room for; 0 where `counts` holds the places of lists without gaps. */
  capacity: number;
}

/** Facts of a flow that its producer knows. */
export interface FlowOptions {
  /**
   * Whether most values are expected to be zero, so that a consumer should walk lists. If the flow is differentiable,
   * a zero must also mean that no gradient passes there, as behind a ReLU.
   */
  sparse: boolean;
  /** Whether a gradient is to flow back; false from the network's input to its first weights. */
  differentiable: boolean;
  /**
   * What its producer can tell of blank pixels, see kernels/blanks.ts: that they are zero, or only that they are alike; undefined
   * where it tells nothing.
   */
  blankPixels?: "zero" | "alike";
  /** A flow of the same pixels, each of which alone makes its pixel here: blank ones stay blank. */
  blanksOf?: Flow;
}

/**
 * The values between two layers: N rows of `width` floats. An image is rows of pixels, each with its channels, padded
 * with zeros to a multiple of 8 behind every layer; what comes in from outside has no padding. See image-flow.ts.
 */
export class Flow {
  readonly width: number;
  readonly stride: number;
  readonly sparse: boolean;
  readonly differentiable: boolean;
  readonly blankPixels: "zero" | "alike" | undefined;
  readonly #blanksOf: Flow | undefined;
  readonly #arena: Arena;
  readonly #rows: number;
  #values = 0;
  #delta = 0;
  #preActivation = 0;
  #blanks = 0;
  #deltaSparse = false;
  #lists: SparseLists | undefined;
  #columnLists: SparseLists | undefined;

  /** @param rows the most rows a batch will have */
  constructor(arena: Arena, rows: number, width: number, options: FlowOptions) {
    this.#arena = arena;
    this.#rows = rows;
    this.width = width;
    this.stride = strideOf(width);
    this.sparse = options.sparse;
    this.differentiable = options.differentiable;
    this.#blanksOf = options.blanksOf;
    this.blankPixels = options.blankPixels ?? (options.blanksOf?.blankPixels && "alike");
  }

  /** Address of the dense values, (N, stride). */
  values(): number {
    this.#values ||= this.#arena.matrix(this.#rows, this.width);
    return this.#values;
  }

  /** Whether somebody reads the dense values. */
  get hasValues(): boolean {
    return this.#values !== 0;
  }

  /** Address of the loss's gradient with respect to the values, (N, stride). */
  delta(): number {
    this.#delta ||= this.#arena.matrix(this.#rows, this.width);
    return this.#delta;
  }

  /** Address of the values before their activation, (N, stride), for activations whose derivative needs them. */
  preActivation(): number {
    this.#preActivation ||= this.#arena.matrix(this.#rows, this.width);
    return this.#preActivation;
  }

  /** Address of which pixels are blank, (N, pixels) u8; to be asked for only where `blankPixels` is told. */
  blanks(pixels: number): number {
    this.#blanks ||= this.#blanksOf?.blanks(pixels) ?? this.#arena.allocate(this.#rows * pixels);
    return this.#blanks;
  }

  /** Whether somebody reads which pixels are blank. */
  get hasBlanks(): boolean {
    return this.#blanks !== 0;
  }

  /** Whether somebody reads the values before their activation. */
  get hasPreActivation(): boolean {
    return this.#preActivation !== 0;
  }

  /** Says that most of the delta will be zero, as that of a max-pooling's input is. */
  markDeltaSparse(): void {
    this.#deltaSparse = true;
  }

  /** Whether the producer should walk lists of the delta. */
  get deltaSparse(): boolean {
    return this.#deltaSparse;
  }

  /** The values as lists by row. */
  lists(): SparseLists {
    this.#lists ??= declareLists(this.#arena, this.#rows, this.stride);
    return this.#lists;
  }

  /** Whether somebody reads the lists. */
  get hasLists(): boolean {
    return this.#lists !== undefined;
  }

  /** The values as lists by column, made by `transposeLists`; they lie without gaps, which is said by a capacity of 0. */
  columnLists(): SparseLists {
    this.#columnLists ??= {
      entries: this.#arena.allocate(this.stride * this.#rows * 8),
      counts: this.#arena.allocate(this.stride * 8),
      capacity: 0,
    };
    return this.#columnLists;
  }

  /** Fills the lists by row from the dense values. */
  fillLists(kernels: Kernels, from: number, to: number): void {
    const { entries, counts, capacity } = this.lists();
    kernels.sparsifyFloats(entries, counts, this.values(), this.stride, capacity, from, to);
  }

  /** Fills the lists of the columns `from` to `to` from the lists of all rows. */
  transposeLists(kernels: Kernels, rows: number, from: number, to: number): void {
    const { entries, counts, capacity } = this.lists();
    const { entries: outEntries, counts: places } = this.columnLists();
    kernels.transposeSparse(outEntries, places, entries, counts, capacity, rows, from, to);
  }
}

/** Declares lists for `rows` rows of at most `capacity` entries; eight entries more are room for branch-free writes. */
function declareLists(arena: Arena, rows: number, capacity: number): SparseLists {
  const padded = capacity + 8;
  return { entries: arena.allocate(rows * padded * 8), counts: arena.allocate(rows * 4), capacity: padded };
}
