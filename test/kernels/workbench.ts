/** A linear memory with the kernels bound to it, and matrices put into it as the engine lays them out. */
import { expect } from "vitest";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import type { Entry } from "../../kernels/reference/sparse-lists.ts";
import { Random } from "../../src/base/random.ts";
import { Arena, paddedRows, strideOf } from "../../src/nn/engine/arena.ts";
import { bindKernels, createMemory, kernelModule, type Kernels } from "../../src/nn/engine/kernels.ts";

/** Widths on every side of a register (4), a tile (8, 16) and a cache line. */
export const WIDTHS = [1, 7, 8, 10, 16, 31, 32, 100, 512];
/** Numbers of rows on every side of a block (4), and common batches. */
export const ROWS = [1, 2, 3, 4, 5, 31, 64, 127, 128, 130];

/** Sparse lists in memory. */
export interface ListsPlace {
  entries: number;
  counts: number;
  capacity: number;
}

/** What the memory holds before a kernel writes there: no kernel may read it, none may leave it. */
const POISON = 0xa5;
/** Bytes behind the last room that a kernel is watched for writing to. */
const WATCHED_BEYOND = 2 ** 16;

export class Workbench {
  readonly #arena = new Arena();
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #sizes = new Map<number, number>();

  constructor(megabytes = 4) {
    this.#memory = createMemory(megabytes * 2 ** 20);
    this.#kernels = bindKernels(kernelModule(), this.#memory);
    new Uint8Array(this.#memory.buffer).fill(POISON);
  }

  /** Room for `bytes`, poisoned; returns its address. */
  room(bytes: number): number {
    const address = this.#arena.allocate(bytes);
    this.#sizes.set(address, bytes);
    if (this.#arena.bytes > this.#memory.buffer.byteLength) throw new Error("give the workbench more memory");
    return address;
  }

  /** A matrix in padded rows, as `Arena.matrix` declares it; the padding is zero. */
  matrix(rows: Matrix): number {
    const width = rows[0].length;
    const stride = strideOf(width);
    const floats = new Float32Array(paddedRows(rows.length) * stride);
    rows.forEach((row, n) => floats.set(row, n * stride));
    return this.floats(floats);
  }

  /** A matrix of poison in its width, and of zeros in its padding: for a kernel to overwrite. */
  blank(rows: number, width: number): number {
    const poison = new Float32Array(Uint8Array.of(POISON, POISON, POISON, POISON).buffer)[0];
    return this.matrix(Array.from({ length: rows }, () => new Array<number>(width).fill(poison)));
  }

  /** A matrix in panels of 16 columns. */
  panels(rows: Matrix): [address: number, rowBytes: number, panelBytes: number] {
    const stride = strideOf(rows[0].length);
    const address = this.room(rows.length * stride * 4);
    this.run(
      "packPanels",
      [address],
      address,
      rows.length * 64,
      this.matrix(rows),
      stride,
      16,
      0,
      rows.length,
    );
    return [address, 64, rows.length * 64];
  }

  floats(values: ArrayLike<number>): number {
    const address = this.room(values.length * 4);
    new Float32Array(this.#memory.buffer, address, values.length).set(values);
    return address;
  }

  /** Whole numbers of 32 bits. */
  integers(values: ArrayLike<number>): number {
    const address = this.room(values.length * 4);
    new Int32Array(this.#memory.buffer, address, values.length).set(values);
    return address;
  }

  bytes(values: ArrayLike<number>): number {
    const address = this.room(values.length);
    new Uint8Array(this.#memory.buffer, address, values.length).set(values);
    return address;
  }

  /** Room for lists of at most `width` entries, and eight more that branch-free writes may touch. */
  blankLists(rows: number, width: number): ListsPlace {
    const capacity = width + 8;
    return { entries: this.room(rows * capacity * 8), counts: this.room(rows * 4), capacity };
  }

  lists(lists: Entry[][], width: number): ListsPlace {
    const place = this.blankLists(lists.length, width);
    lists.forEach((list, n) => {
      this.#view(Int32Array, place.counts + n * 4, 1)[0] = list.length;
      list.forEach(({ index, value }, i) => {
        const address = place.entries + (n * place.capacity + i) * 8;
        this.#view(Uint32Array, address, 1)[0] = index;
        this.#view(Float32Array, address + 4, 1)[0] = value;
      });
    });
    return place;
  }

  /** Calls a kernel and proves that it wrote nothing but the rooms named as its outputs. */
  run(name: keyof Kernels, outputs: readonly number[], ...args: number[]): number {
    const watched = Math.min(this.#arena.bytes + WATCHED_BEYOND, this.#memory.buffer.byteLength);
    const memory = new Uint8Array(this.#memory.buffer, 0, watched);
    const before = memory.slice();
    const result = this.#kernels[name](...args);
    const after = memory.slice();
    for (const address of outputs) {
      const end = address + (this.#sizes.get(address) as number);
      after.set(before.subarray(address, end), address);
    }
    if (Buffer.compare(before, after) !== 0) {
      const changed = before.findIndex((byte, i) => byte !== after[i]);
      throw new Error(`${name} wrote outside of its outputs, at address ${changed}`);
    }
    return result;
  }

  readFloats(address: number, count: number): number[] {
    return Array.from(this.#view(Float32Array, address, count));
  }

  readDoubles(address: number, count: number): number[] {
    return Array.from(this.#view(Float64Array, address, count));
  }

  readIntegers(address: number, count: number): number[] {
    return Array.from(this.#view(Int32Array, address, count));
  }

  readBytes(address: number, count: number): number[] {
    return Array.from(this.#view(Uint8Array, address, count));
  }

  /** A padded matrix; its padding columns must hold zeros. */
  readMatrix(address: number, rows: number, width: number): Matrix {
    const stride = strideOf(width);
    return Array.from({ length: rows }, (_, n) => {
      const row = this.readFloats(address + n * stride * 4, stride);
      if (row.slice(width).some((value) => value !== 0))
        throw new Error(`the padding of row ${n} is not zero`);
      return row.slice(0, width);
    });
  }

  /** Lists whose beginnings and ends are said in bytes, two words a list. */
  readGaplessLists(entries: number, places: number, count: number): Entry[][] {
    const words = this.#view(Uint32Array, places, count * 2);
    return Array.from({ length: count }, (_, n) => {
      const length = (words[2 * n + 1] - words[2 * n]) / 8;
      const indices = this.#view(Uint32Array, entries + words[2 * n], length * 2);
      const values = this.#view(Float32Array, entries + words[2 * n], length * 2);
      return Array.from({ length }, (_, i) => ({ index: indices[2 * i], value: values[2 * i + 1] }));
    });
  }

  readLists({ entries, counts, capacity }: ListsPlace, rows: number): Entry[][] {
    return this.readIntegers(counts, rows).map((count, n) => {
      const address = entries + n * capacity * 8;
      const indices = this.#view(Uint32Array, address, count * 2);
      const values = this.#view(Float32Array, address, count * 2);
      return Array.from({ length: count }, (_, i) => ({ index: indices[2 * i], value: values[2 * i + 1] }));
    });
  }

  #view<T>(
    kind: new (buffer: ArrayBufferLike, address: number, length: number) => T,
    address: number,
    length: number,
  ): T {
    return new kind(this.#memory.buffer, address, length);
  }
}

/** Seeded float32 numbers in ±2: a share of zeros, some of them negative, and every fifth row all zero if sparse. */
export function randomMatrix(seed: number, rows: number, width: number, density = 1): Matrix {
  const random = new Random(seed);
  return Array.from({ length: rows }, (_, n) =>
    Array.from({ length: width }, () => {
      const value = Math.fround(4 * random.nextFloat() - 2);
      if (density === 1) return value;
      if (n % 5 === 4) return 0;
      return random.nextFloat() < density ? value : random.nextFloat() < 0.2 ? -0 : 0;
    }),
  );
}

/** Seeded bytes, a share of them not zero, every fifth row blank. */
export function randomBytes(seed: number, rows: number, width: number, density: number): Matrix {
  const random = new Random(seed);
  return Array.from({ length: rows }, (_, n) =>
    Array.from({ length: width }, () => {
      const byte = 1 + random.nextBelow(255);
      return n % 5 !== 4 && random.nextFloat() < density ? byte : 0;
    }),
  );
}

/** Expects the very same bits, the sign of a zero included. */
export function expectSameBits(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex((value, i) => !Object.is(value, expected[i]));
  expect(at < 0 ? "no difference" : `${actual[at]} for ${expected[at]} at ${at}`).toBe("no difference");
}

/** Expects |actual - expected| <= absolute + relative |expected| everywhere. */
export function expectWithin(
  actual: readonly number[],
  expected: readonly number[],
  { relative = 0, absolute = 0 }: { relative?: number; absolute?: number },
): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex(
    (value, i) => !(Math.abs(value - expected[i]) <= absolute + relative * Math.abs(expected[i])),
  );
  expect(at < 0 ? "no difference" : `${actual[at]} for ${expected[at]} at ${at}`).toBe("no difference");
}
