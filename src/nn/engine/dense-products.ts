/**
 * The three matrix products of a dense layer: x W + b, dy W^T and x^T dy, each by the input's non-zero entries or as a
 * dense product. Weights lie in panels already; other wide matrices are packed into panels first.
 */
import { PANEL, weightPanels, wholeRows, type Arena, type Panels } from "./arena.ts";
import type { Flow, SparseLists } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import { share, type Part } from "./part.ts";
import type { StepFacts, UpdateWeights } from "./stage.ts";

/** Rows that the dense kernel takes at a time, and columns of its left matrix's panels. */
const GEMM_BLOCK = 4;
/** Columns up to which a gradient is summed from lists by row: a row of deltas fits the registers. */
const NARROW = 32;
/** Bytes of a matrix that stays in the first-level cache however it lies. */
const CACHE_BYTES = 16 * 1024;
/** Bytes of weights that the masked product takes at a time. */
const MASKED_BYTES = 2 ** 19;
/** Bytes of gradient computed at a time: they are still in the second-level cache when the optimizer reads them. */
const BLOCK_BYTES = 64 * 1024;
/**
 * Floats of the shortest row of weights for which the gradient is computed only where the input is not zero. A
 * differentiable sparse input lies behind a ReLU, whose own derivative is zero elsewhere.
 */
const SHORTEST_MASKED = 64;

/** Addresses of a layer's weights. */
export interface DenseWeights {
  /** (I, O), padded on both axes. */
  kernel: number;
  /** (O), or 0 for none. */
  bias: number;
  /** Whether gradients will be wanted. */
  training: boolean;
}

/** A matrix as the kernels read it: a packed copy, or as it lies. */
interface Packed extends Panels {
  /** Brings some rows of the copy up to date with the matrix; absent where it is read as it lies. */
  pack?(kernels: Kernels, from: number, to: number): void;
}

/** Plans and runs the products between one input and one output flow. */
export class DenseProducts {
  readonly #input: Flow;
  readonly #output: Flow;
  readonly #bias: number;
  readonly #kernel: Panels;
  /** The transposed weights; undefined where no gradient flows back, or only behind a ReLU's mask. */
  readonly #transposed: Panels | undefined;
  /** The weights in whole rows, for the masked product, and its room; 0 where it is not used. */
  readonly #wholeRows: number = 0;
  readonly #cursors: number = 0;
  readonly #delta: Packed | undefined;
  readonly #inputPanels: Packed | undefined;
  /** Where the threads' parts of the lists by row begin, which the gradient is summed from; 0 where it is not. */
  readonly #splits: number = 0;

  constructor(
    arena: Arena,
    input: Flow,
    output: Flow,
    { kernel, bias, training }: DenseWeights,
    { rows, threads }: { rows: number; threads: number },
  ) {
    this.#input = input;
    this.#output = output;
    this.#kernel = weightPanels(kernel, input.stride, output.stride);
    this.#bias = bias;
    if (input.sparse) input.lists();
    else input.values();
    output.values();
    if (!training) return;
    this.#delta = packedCopy(arena, output.delta(), rows, output.stride, PANEL);
    if (input.sparse && output.stride > NARROW) input.columnLists();
    else if (input.sparse) this.#splits = arena.allocate(rows * (threads + 1) * 4);
    else this.#inputPanels = packedCopy(arena, input.values(), rows, input.stride, GEMM_BLOCK);
    if (!input.differentiable) return;
    input.delta();
    if (input.sparse && output.stride >= SHORTEST_MASKED) {
      this.#wholeRows = arena.matrix(input.stride, output.width);
      this.#cursors = arena.allocate(rows * 4);
      return;
    }
    this.#transposed = weightPanels(arena.matrix(output.stride, input.width), output.stride, input.stride);
  }

  /** Copies a share of the weights into the form that the backward products read. */
  prepare(kernels: Kernels, part: Part): void {
    const [from, to] = this.#share(part);
    const { stride } = this.#output;
    const { address: kernel, rowBytes, panelBytes } = this.#kernel;
    if (this.#wholeRows !== 0) {
      // Rows read in one run are worth the copy: 0.8 ms for the product of 512 by 512, 1.3 from panels (measured).
      kernels.unpackPanels(this.#wholeRows, kernel, panelBytes, stride, from, to);
    }
    if (this.#transposed === undefined) return;
    const { address, rowBytes: outRow, panelBytes: outPanel } = this.#transposed;
    kernels.transpose(address, outRow, outPanel, kernel, rowBytes, panelBytes, stride, from, to);
  }

  /** output values = input values × kernel + bias. */
  forward(kernels: Kernels, from: number, to: number, { training, part }: StepFacts): void {
    const input = this.#input;
    const { stride } = this.#output;
    const out = wholeRows(this.#output.values(), stride);
    if (input.sparse) {
      if (training && this.#splits !== 0) this.#splitLists(kernels, part.count, from, to);
      multiplyLists(kernels, out, input.lists(), this.#kernel, this.#bias, stride, from, to);
    } else {
      multiplyRows(kernels, out, input.values(), input, this.#kernel, this.#bias, stride, from, to);
      this.#inputPanels?.pack?.(kernels, from, to);
    }
  }

  /** input delta = output delta × kernel^T, where the input is differentiable. */
  backward(kernels: Kernels, from: number, to: number): void {
    const input = this.#input;
    const output = this.#output;
    this.#delta?.pack?.(kernels, from, to);
    if (!input.differentiable) return;
    if (this.#transposed !== undefined) {
      const out = wholeRows(input.delta(), input.stride);
      multiplyRows(kernels, out, output.delta(), output, this.#transposed, 0, input.stride, from, to);
      return;
    }
    const { entries, counts, capacity } = input.lists();
    kernels.maskedMultiply(
      input.delta(),
      input.stride,
      entries,
      counts,
      capacity,
      output.delta(),
      this.#wholeRows,
      output.stride,
      this.#cursors,
      Math.max(1, Math.floor(MASKED_BYTES / (output.stride * 4))),
      from,
      to,
    );
  }

  /** gradient = input^T × output delta over all rows of the batch: a share of the inputs, a block of weights at a time. */
  gradient(kernels: Kernels, gradient: number, facts: StepFacts, update: UpdateWeights): void {
    const { rows, part } = facts;
    const [first, end] = this.#share(part);
    if (this.#splits !== 0) {
      this.#narrowGradient(kernels, gradient, facts);
      update(this.#kernel.address + first * this.#kernel.rowBytes, (end - first) * this.#output.stride);
      return;
    }
    if (this.#input.sparse) this.#input.transposeLists(kernels, rows, first, end);
    const { stride: columns } = this.#output;
    const { rowBytes, panelBytes } = this.#kernel;
    const panelColumns = rowBytes / 4;
    // Rows of weights that lie together; the dense kernel takes four at a time.
    const rowStep = Math.max(1, Math.floor(BLOCK_BYTES / (rowBytes * GEMM_BLOCK))) * GEMM_BLOCK;
    for (let column = 0; column < columns; column += panelColumns) {
      const panel = (column / panelColumns) * panelBytes;
      for (let from = first; from < end; from += rowStep) {
        const to = Math.min(end, from + rowStep);
        this.#gradientBlock(kernels, gradient + panel, rows, { column, columns: panelColumns, from, to });
        update(this.#kernel.address + panel + from * rowBytes, (to - from) * panelColumns);
      }
    }
  }

  /** Notes where each thread's part of the rows' lists begins. */
  #splitLists(kernels: Kernels, parts: number, from: number, to: number): void {
    const { entries, counts, capacity } = this.#input.lists();
    const cut = Math.ceil(this.#input.stride / this.#sharedInputs);
    kernels.splitLists(
      ...[this.#splits, entries, counts, capacity, cut, this.#sharedInputs, parts],
      ...[from, to],
    );
  }

  #narrowGradient(kernels: Kernels, gradient: number, { rows, part }: StepFacts): void {
    const { entries, capacity } = this.#input.lists();
    const { stride } = this.#output;
    const [from, to] = this.#share(part);
    const places = [gradient, entries, this.#splits, capacity, this.#output.delta()];
    kernels.sparseOuter(...places, stride, rows, part.index, part.count, from, to);
  }

  /** The inputs whose weights are a thread's. */
  #share(part: Part): [from: number, to: number] {
    return share(this.#input.stride, this.#sharedInputs, part);
  }

  /** Every share of the inputs begins at a multiple of it. */
  get #sharedInputs(): number {
    return Math.min(PANEL, this.#input.stride);
  }

  /** The gradients of the weights from inputs `from` to `to` to `columns` outputs. */
  #gradientBlock(
    kernels: Kernels,
    panel: number,
    rows: number,
    { column, columns, from, to }: { column: number; columns: number; from: number; to: number },
  ): void {
    const delta = this.#delta;
    if (delta === undefined) return;
    const out = { ...this.#kernel, address: panel };
    const right = { ...delta, address: delta.address + (column / PANEL) * delta.panelBytes };
    const left = this.#inputPanels;
    if (left === undefined) {
      multiplyLists(kernels, out, this.#input.columnLists(), right, 0, columns, from, to);
      return;
    }
    const a = [left.address, left.panelBytes, 4, left.rowBytes];
    const b = [right.address, right.rowBytes, right.panelBytes];
    kernels.gemm(out.address, out.rowBytes, out.panelBytes, ...a, ...b, 0, columns, rows, from, to);
  }
}

/** out = start + lists × matrix. */
function multiplyLists(
  kernels: Kernels,
  out: Panels,
  { entries, counts, capacity }: SparseLists,
  matrix: Panels,
  start: number,
  columns: number,
  from: number,
  to: number,
): void {
  const places = [entries, counts, capacity, matrix.address, matrix.rowBytes, matrix.panelBytes];
  kernels.sparseMultiply(out.address, out.rowBytes, out.panelBytes, ...places, start, columns, from, to);
}

/** out = start + rows × matrix, where the rows are those of a flow's values or delta. */
function multiplyRows(
  kernels: Kernels,
  out: Panels,
  rows: number,
  flow: Flow,
  matrix: Panels,
  start: number,
  columns: number,
  from: number,
  to: number,
): void {
  const bytes = flow.stride * 4;
  const a = [rows, 4 * bytes, bytes, 4];
  const b = [matrix.address, matrix.rowBytes, matrix.panelBytes];
  kernels.gemm(out.address, out.rowBytes, out.panelBytes, ...a, ...b, start, columns, flow.width, from, to);
}

/** Declares a packed copy of a (depth, stride) matrix, or reads it as it lies where that is as fast. */
function packedCopy(arena: Arena, matrix: number, depth: number, stride: number, width: number): Packed {
  if (stride <= 2 * PANEL || (width === GEMM_BLOCK && depth * stride * 4 <= CACHE_BYTES)) {
    return { address: matrix, rowBytes: stride * 4, panelBytes: width * 4 };
  }
  const address = arena.allocate(depth * stride * 4);
  const panelBytes = depth * width * 4;
  return {
    address,
    rowBytes: width * 4,
    panelBytes,
    pack(kernels, from, to) {
      kernels.packPanels(address, panelBytes, matrix, stride, width, from, to);
    },
  };
}
