import { expect, test } from "vitest";
import { loadInk } from "../../src/node/index.ts";

interface Drawn {
  data: Uint8Array;
  labels: Uint8Array;
}
type DrawScanned = (
  images: { data: Uint8Array },
  labels: Uint8Array,
  options: { count: number; seed: number },
) => Drawn;

const { drawScanned } = (await import(
  /* @vite-ignore */ new URL("../../scripts/digits/scanned-digits.mjs", import.meta.url).href
)) as { drawScanned: DrawScanned };

test("scanned digits are in the network's form, the same for the same seed, and the first do not depend on how many are drawn", async () => {
  const { images, labels } = await loadInk({ count: 100, seed: 2 });
  const drawn = drawScanned(images, labels, { count: 60, seed: 7 });
  expect([drawn.data.length, drawn.labels.length]).toEqual([60 * 784, 60]);
  for (let n = 0; n < 60; n++) {
    const image = drawn.data.subarray(n * 784, (n + 1) * 784);
    expect(Math.max(...image)).toBe(255);
    // Ink of 20 × 20 leaves the rows or columns around it black.
    expect(image.filter((level) => level === 0).length).toBeGreaterThan(784 - 400 - 1);
  }
  const fewer = drawScanned(images, labels, { count: 20, seed: 7 });
  expect(fewer.data).toEqual(drawn.data.subarray(0, 20 * 784));
  expect(fewer.labels).toEqual(drawn.labels.subarray(0, 20));
  expect(drawScanned(images, labels, { count: 60, seed: 8 }).data).not.toEqual(drawn.data);
});

test("scanned digits carry the label of the digit that they were made from", async () => {
  const { images, labels } = await loadInk({ count: 200, seed: 2 });
  const ones = labels.map((label) => Number(label === 1));
  const drawn = drawScanned(images, ones, { count: 80, seed: 3 });
  const widths = Array.from(drawn.labels, (label, n) => ({ label, columns: columnsOf(drawn.data, n) }));
  const mean = (label: number): number => {
    const own = widths.filter((one) => one.label === label);
    return own.reduce((sum, { columns }) => sum + columns, 0) / own.length;
  };
  // A 1 is narrower than the other digits, stretched or not.
  expect(mean(1)).toBeLessThan(mean(0) - 2);
});

/** How many columns of an image hold ink. */
function columnsOf(data: Uint8Array, n: number): number {
  const columns = Array.from({ length: 28 }, (_, x) => x);
  return columns.filter((x) => columns.some((y) => data[n * 784 + y * 28 + x] > 127)).length;
}
