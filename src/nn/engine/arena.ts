/**
 * Where everything lies in the one linear memory. A program first declares its buffers, which only counts bytes;
 * then a memory of exactly that size is made. The same declarations give the same addresses, so two threads that
 * plan the same job agree without exchanging pointers.
 */
import { InklingError } from "../../base/errors.ts";

/** Room for a kernel's vector loads to run a little past a buffer, and for 0 to mean "none". */
const FIRST_ADDRESS = 1024;
/** Cache lines: buffers that start on one do not share it. */
const ALIGNMENT = 64;
/** WebAssembly's 32-bit address space. */
const ADDRESS_SPACE = 2 ** 32 - 65536;

/** A bump allocator of addresses. */
export class Arena {
  #next = FIRST_ADDRESS;

  #sealed = false;

  /** Bytes that a memory needs to hold everything declared so far. */
  get bytes(): number {
    return this.#next + ALIGNMENT;
  }

  /** Ends the planning and returns the bytes of the memory; a buffer declared later would lie outside of it. */
  seal(): number {
    this.#sealed = true;
    return this.bytes;
  }

  /**
   * Declares a buffer and returns its byte address.
   * @throws InklingError if 4 GiB are not enough
   */
  allocate(bytes: number): number {
    if (this.#sealed) throw new InklingError({ what: "a buffer was declared after the memory was planned" });
    const address = this.#next;
    this.#next = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    if (this.bytes > ADDRESS_SPACE) {
      throw new InklingError({
        what: "the data and the network do not fit WebAssembly's memory",
        expected: "at most 4 GiB",
        received: `${(this.bytes / 2 ** 30).toFixed(1)} GiB so far`,
        mend: "Give uint8 images instead of floats, fewer examples, or smaller batches.",
      });
    }
    return address;
  }

  /** Declares a float32 matrix of `rows` padded rows. */
  matrix(rows: number, width: number): number {
    return this.allocate(paddedRows(rows) * strideOf(width) * 4);
  }
}

/** Floats from one row to the next: 8, or a multiple of 16 (whole SIMD tiles). */
export function strideOf(width: number): number {
  return width <= 8 ? 8 : Math.ceil(width / 16) * 16;
}

/** Columns of a panel: the width of a wide matrix's pieces, and of the kernels' tiles. */
export const PANEL = 16;

/** How a matrix lies: row k of panel p at `address + p * panelBytes + k * rowBytes`. */
export interface Panels {
  address: number;
  rowBytes: number;
  panelBytes: number;
}

/** A matrix in whole rows. */
export function wholeRows(address: number, stride: number): Panels {
  return { address, rowBytes: stride * 4, panelBytes: PANEL * 4 };
}

/** A matrix of weights: in whole rows up to 32 columns, and in panels, each with all its rows, beyond. */
export function weightPanels(address: number, rows: number, stride: number): Panels {
  const whole = stride <= 2 * PANEL;
  return whole ? wholeRows(address, stride) : { address, rowBytes: PANEL * 4, panelBytes: rows * PANEL * 4 };
}

/** Rows with the padding that kernels in blocks of four rows need. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / 4) * 4;
}
