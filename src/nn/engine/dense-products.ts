/**
 * The three matrix products of a dense layer: x W + b, dy W^T and x^T dy, each by the input's non-zero entries or as a
 * dense product. Matrices too large for the first-level cache are packed into panels first.
 */
import type { Arena } from "./arena.ts";
import { strideOf } from "./arena.ts";
import type { Flow, SparseLists } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { UpdateWeights } from "./stage.ts";

/** Columns of a panel of the dense kernel's right and left matrix, and of the sparse kernel's matrix. */
const GEMM_PANEL = 8;
const GEMM_BLOCK = 4;
const SPARSE_PANEL = 16;
/** Bytes of a matrix that stays in the first-level cache however it lies. */
const CACHE_BYTES = 16 * 1024;

/** Bytes of gradient computed at a time: they are still in the second-level cache when the optimizer reads them. */
const BLOCK_BYTES = 64 * 1024;
/** Floats of the shortest row of weights that a masked product pays for. */
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

/** A matrix as the kernels read it: packed into panels, or as it lies. */
interface Panels {
  address: number;
  rowBytes: number;
  panelBytes: number;
  /** Brings the panels up to date with the matrix; absent where it is read as it lies. */
  pack?(kernels: Kernels, depth: number): void;
}

/** Plans and runs the products between one input and one output flow. */
export class DenseProducts {
  readonly #input: Flow;
  readonly #output: Flow;
  readonly #bias: number;
  readonly #forwardPanels: Panels;
  readonly #kernel: number;
  /** The transposed weights; undefined where no gradient flows back, or only behind a ReLU's mask. */
  readonly #transposed: { address: number; panels: Panels } | undefined;
  readonly #delta: Panels | undefined;
  readonly #inputPanels: Panels | undefined;

  constructor(
    arena: Arena,
    input: Flow,
    output: Flow,
    { kernel, bias, training }: DenseWeights,
    rows: number,
  ) {
    this.#input = input;
    this.#output = output;
    this.#kernel = kernel;
    this.#bias = bias;
    if (input.sparse) input.lists();
    else input.values();
    output.values();
    this.#forwardPanels = panelsOf(
      arena,
      kernel,
      input.width,
      output.stride,
      input.sparse ? SPARSE_PANEL : GEMM_PANEL,
    );
    if (!training) return;
    output.delta();
    this.#delta = panelsOf(
      arena,
      output.delta(),
      rows,
      output.stride,
      input.sparse ? SPARSE_PANEL : GEMM_PANEL,
    );
    if (input.sparse) input.columnLists();
    else this.#inputPanels = panelsOf(arena, input.values(), rows, input.stride, GEMM_BLOCK);
    if (!input.differentiable) return;
    input.delta();
    if (this.#isMasked) return;
    const address = arena.matrix(strideOf(output.width), input.width);
    this.#transposed = { address, panels: panelsOf(arena, address, output.width, input.stride, GEMM_PANEL) };
  }

  /**
   * Whether the gradient is computed only where the input is not zero: a differentiable sparse input lies behind a
   * ReLU, whose own derivative is zero elsewhere. Short rows of weights are faster multiplied as a whole.
   */
  get #isMasked(): boolean {
    return this.#input.sparse && this.#input.differentiable && this.#output.stride >= SHORTEST_MASKED;
  }

  /** Packs the weights, which change once a step. */
  prepare(kernels: Kernels, training: boolean): void {
    this.#forwardPanels.pack?.(kernels, this.#input.width);
    if (!training || this.#transposed === undefined) return;
    const { address, panels } = this.#transposed;
    const { width, stride } = this.#output;
    kernels.transpose(address, this.#kernel, this.#input.stride, stride, this.#input.stride, 0, stride);
    panels.pack?.(kernels, width);
  }

  /** output values = input values × kernel + bias. */
  forward(kernels: Kernels, from: number, to: number): void {
    const input = this.#input;
    const out = this.#output.values();
    const stride = this.#output.stride;
    if (input.sparse)
      multiplyLists(kernels, out, input.lists(), this.#forwardPanels, this.#bias, stride, from, to);
    else multiplyRows(kernels, out, input.values(), input, this.#forwardPanels, this.#bias, stride, from, to);
  }

  /** input delta = output delta × kernel^T. */
  backward(kernels: Kernels, from: number, to: number): void {
    const input = this.#input;
    const output = this.#output;
    if (this.#transposed !== undefined) {
      const { panels } = this.#transposed;
      multiplyRows(kernels, input.delta(), output.delta(), output, panels, 0, input.stride, from, to);
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
      this.#kernel,
      output.stride,
      from,
      to,
    );
  }

  /** gradient = input^T × output delta over all rows of the batch, a block of weights at a time. */
  gradient(kernels: Kernels, gradient: number, rows: number, update: UpdateWeights): void {
    const input = this.#input;
    const { stride } = this.#output;
    this.#delta?.pack?.(kernels, rows);
    if (input.sparse) input.transposeLists(kernels, rows);
    else this.#inputPanels?.pack?.(kernels, rows);
    // The dense kernel takes rows four at a time.
    const block = Math.max(1, Math.floor(BLOCK_BYTES / (stride * 4 * GEMM_BLOCK))) * GEMM_BLOCK;
    for (let from = 0; from < input.stride; from += block) {
      const to = Math.min(input.stride, from + block);
      this.#gradientRows(kernels, gradient, rows, from, to);
      update(this.#kernel + from * stride * 4, (to - from) * stride);
    }
  }

  /** The gradients of the weights of inputs `from` to `to`. */
  #gradientRows(kernels: Kernels, gradient: number, rows: number, from: number, to: number): void {
    const input = this.#input;
    const delta = this.#delta;
    const left = this.#inputPanels;
    const { stride } = this.#output;
    if (delta === undefined) return;
    if (left === undefined) {
      multiplyLists(kernels, gradient, input.columnLists(), delta, 0, stride, from, to);
      return;
    }
    const { address, rowBytes, panelBytes } = delta;
    const a = [left.address, left.panelBytes, 4, left.rowBytes];
    kernels.gemm(gradient, ...a, address, rowBytes, panelBytes, 0, stride, rows, from, to);
  }
}

/** out = start + lists × panels. */
function multiplyLists(
  kernels: Kernels,
  out: number,
  { entries, counts, capacity }: SparseLists,
  { address, rowBytes, panelBytes }: Panels,
  start: number,
  stride: number,
  from: number,
  to: number,
): void {
  kernels.sparseMultiply(
    out,
    entries,
    counts,
    capacity,
    address,
    rowBytes,
    panelBytes,
    start,
    stride,
    from,
    to,
  );
}

/** out = start + rows × panels, where the rows are those of a flow's values or delta. */
function multiplyRows(
  kernels: Kernels,
  out: number,
  rows: number,
  flow: Flow,
  { address, rowBytes, panelBytes }: Panels,
  start: number,
  stride: number,
  from: number,
  to: number,
): void {
  const bytes = flow.stride * 4;
  kernels.gemm(
    out,
    rows,
    4 * bytes,
    bytes,
    4,
    address,
    rowBytes,
    panelBytes,
    start,
    stride,
    flow.width,
    from,
    to,
  );
}

/** Declares panels for a (depth, stride) matrix, or reads it as it lies where that is as fast. */
function panelsOf(arena: Arena, matrix: number, depth: number, stride: number, width: number): Panels {
  // The sparse kernel knows rows of 8, 16 and 32 floats; the dense one reads small matrices well however they lie.
  const asItLies = width === SPARSE_PANEL ? stride <= 2 * SPARSE_PANEL : depth * stride * 4 <= CACHE_BYTES;
  if (asItLies) return { address: matrix, rowBytes: stride * 4, panelBytes: width * 4 };
  const address = arena.allocate(depth * stride * 4);
  const panels: Panels = {
    address,
    rowBytes: width * 4,
    panelBytes: depth * width * 4,
    pack(kernels, rows) {
      // A last, smaller batch has shorter panels.
      panels.panelBytes = rows * width * 4;
      kernels.packPanels(address, matrix, stride, rows, width, 0, stride);
    },
  };
  return panels;
}
