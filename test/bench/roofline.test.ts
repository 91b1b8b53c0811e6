import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

interface Seen {
  kernel: string;
  calls: number;
  seconds: number;
  flops: number;
  read: number;
  written: number;
}
interface Limits {
  threads: number;
  multiplyAdd: number;
  product: number;
  memory: { size: number; read: number; copy: number }[];
}
type Rated = Record<string, number | string>;
type Work = (
  call: Record<string, number>,
  buffer: ArrayBuffer,
) => { flops?: number; read: number; written: number };

const { kernelParameters } = await load<{ kernelParameters: (folder?: string) => Map<string, string[]> }>(
  "roofline/kernel-parameters.mjs",
);
const { KERNEL_WORK } = await load<{ KERNEL_WORK: Record<string, Work> }>("roofline/kernel-work.mjs");
const { rateNetworks } = await load<{
  rateNetworks: (
    networks: { network: string; threads: Seen[][] }[],
    limits: Limits,
  ) => { kernels: Rated[] }[];
}>("roofline/report.mjs");
const { compileLimits } = await load<{ compileLimits: () => Promise<Uint8Array<ArrayBuffer>> }>(
  "roofline/compile-limits.mjs",
);

const memory = [
  { size: 16_384, read: 100e9, copy: 120e9 },
  { size: 2 ** 20, read: 50e9, copy: 40e9 },
];
const limits: Limits = { threads: 1, multiplyAdd: 40e9, product: 38e9, memory };

describe("the kernels' parameters", () => {
  test("are read from AssemblyScript with comments between them", () => {
    const folder = mkdtempSync(join(tmpdir(), "inkling-bench-test-"));
    const source = `/** export function no(x: i32) */
export function f(
  out: usize, outRow: i32, // (M, columns), overwritten: bytes
  from: i32, to: i32,
): void {}
function g(a: i32): void {}
export function h(): i32 { return 1; }`;
    writeFileSync(join(folder, "f.ts"), source);
    const parameters = kernelParameters(folder);
    rmSync(folder, { recursive: true });
    expect([...parameters]).toEqual([
      ["f", ["out", "outRow", "from", "to"]],
      ["h", []],
    ]);
  });

  test("are those that the formulas of their work ask for", () => {
    const parameters = kernelParameters();
    for (const [kernel, work] of Object.entries(KERNEL_WORK)) {
      const names = parameters.get(kernel);
      expect(names, `${kernel} is no kernel any more`).toBeDefined();
      // Zeros everywhere: no rows, and lists without entries.
      const call = Object.fromEntries((names as string[]).map((name) => [name, 0]));
      const { flops = 0, read, written } = work(call, new ArrayBuffer(64));
      expect(
        [kernel, flops, read, written].every((value) => !Number.isNaN(value)),
        kernel,
      ).toBe(true);
    }
  });
});

describe("a kernel's work", () => {
  test("of a matrix product is 2 M N K operations", () => {
    const work = KERNEL_WORK["gemm"]({ from: 4, to: 12, columns: 16, depth: 100 }, new ArrayBuffer(0));
    expect(work).toEqual({ flops: 25_600, read: 4 * (8 * 100 + 16 * 100), written: 4 * 8 * 16 });
  });

  test("of a product with lists is 2 operations an entry and column", () => {
    // Two rows with room for 3 entries each: the first has 2 (indices 0 and 4), the second 1 (index 2).
    const words = new Int32Array(32);
    words.set([0, 0, 4, 0], 0);
    words.set([2, 0], 6);
    words.set([2, 1], 16);
    const call = { from: 0, to: 2, columns: 8, entries: 0, counts: 64, capacity: 3 };
    expect(KERNEL_WORK["sparseMultiply"](call, words.buffer)).toEqual({
      flops: 2 * 3 * 8,
      read: 3 * 8 + 5 * 8 * 4, // Entries, and the rows 0 to 4 of the matrix.
      written: 2 * 8 * 4,
    });
  });

  test("of a direct convolution leaves out the pixels that are copies", () => {
    // Two examples of 2 by 2 outputs: three blank pixels, of which one is computed, and none.
    const marks = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0);
    const call = { from: 0, to: 2, channels: 2, kernelHeight: 3, kernelWidth: 3, outHeight: 2, outWidth: 2 };
    const sizes = { columns: 8, inStride: 32 };
    const flops = (blanks: number): unknown =>
      KERNEL_WORK["convolve"]({ ...call, ...sizes, blanks }, marks.buffer).flops;
    expect(flops(0)).toBe(2 * 8 * 18 * 8);
    expect(flops(4)).toBe(2 * 6 * 18 * 8);
  });
});

describe("the share of the limit", () => {
  const rate = (...seen: Seen[]): Rated =>
    rateNetworks([{ network: "seed", threads: seen.map((one) => [one]) }], limits)[0].kernels[0];

  test("is of the operations where these are nearer to theirs", () => {
    const seen = { kernel: "gemm", calls: 10, seconds: 1, flops: 30e9, read: 5e9, written: 1e9 };
    expect(rate(seen)).toMatchObject({ gigaflops: 30, gigabytes: 6, share: 0.75, limit: "compute" });
  });

  test("is of the memory where this is nearer, at the size that a call moves", () => {
    const small = { kernel: "adam", calls: 1e6, seconds: 1, flops: 2e9, read: 8e9, written: 8e9 };
    // 16 kB a call: the first size, where copying is the faster.
    expect(rate(small)).toMatchObject({ limit: "memory", share: 16 / 120 });
    // 16 MB a call: the last size, where reading is.
    expect(rate({ ...small, calls: 1000 })).toMatchObject({ limit: "memory", share: 16 / 50 });
  });

  test("of two threads adds up what both do", () => {
    const seen = { kernel: "gemm", calls: 5, seconds: 0.5, flops: 10e9, read: 1e9, written: 0 };
    expect(rate(seen, seen)).toMatchObject({ gigaflops: 40, share: 1, seconds: 1, calls: 10 });
  });
});

describe("the kernels of the machine's limits", () => {
  test("multiply, add, read and copy what they say", async () => {
    const pages = new WebAssembly.Memory({ initial: 2 });
    const { instance } = await WebAssembly.instantiate(await compileLimits(), { env: { memory: pages } });
    const kernels = instance.exports as unknown as Record<string, (...args: number[]) => number>;
    // Each of the twelve sums settles at d / (1 - c) = 2.
    expect(kernels["multiplyAdd"](100, 0.5, 1)).toBe(24);
    const words = new Int32Array(pages.buffer);
    words[256] = 5;
    words[260] = 10;
    expect(kernels["read"](1024, 256, 2)).toBe(15);
    kernels["copy"](4096, 1024, 256, 1);
    expect(words.subarray(1024, 1024 + 64)).toEqual(words.subarray(256, 256 + 64));
    const floats = new Float32Array(pages.buffer);
    floats.fill(1, 2048, 2048 + 4 * 3);
    floats.fill(2, 3072, 3072 + 8 * 3);
    kernels["product"](16_384, 8192, 12_288, 3, 2);
    expect(Array.from(floats.subarray(4096, 4096 + 32))).toEqual(new Array(32).fill(12));
  });
});
