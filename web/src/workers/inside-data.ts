/** Labelled digits for looking inside: MNIST where the server has it, else the built-in set. Each file is fetched once. */
import { loadInk } from "../../../src/web/load-ink.ts";
import { fetchMnistPart } from "./fetch-mnist.ts";
import type { DigitSource, LabelledDigit } from "./inside-messages.ts";

/** Images one after the other, (count, 28, 28), with their labels. */
export interface DigitHeap {
  source: DigitSource;
  count: number;
  images: Uint8Array;
  labels: ArrayLike<number>;
}

const PIXELS = 784;
/** As many of the training images are compared: the first ones of MNIST, which are shuffled. */
const COMPARED = 10_000;
/** Drawing takes longer than fetching. */
const DRAWN = 3000;

const heaps = new Map<string, Promise<DigitHeap | undefined>>();

/** Training images. */
export async function trainingDigits(base: string): Promise<DigitHeap> {
  return (await once("train", () => fetchPart(base, "train"))) ?? (await inkDigits());
}

/** MNIST's test set, or undefined if the server has none. */
export async function testDigits(base: string): Promise<DigitHeap | undefined> {
  return await once("test", () => fetchPart(base, "test"));
}

/** The digit in a row of a heap. */
export function digitAt({ images, labels }: DigitHeap, row: number): LabelledDigit {
  return { pixels: images.slice(row * PIXELS, (row + 1) * PIXELS), label: labels[row] };
}

async function inkDigits(): Promise<DigitHeap> {
  const heap = await once("ink", async () => {
    const { images, labels } = await loadInk({ count: DRAWN, seed: 7 });
    return { source: "ink", count: DRAWN, images: images.data, labels };
  });
  return heap as DigitHeap;
}

/** What fails is asked again the next time. */
function once(name: string, load: () => Promise<DigitHeap | undefined>): Promise<DigitHeap | undefined> {
  const known = heaps.get(name);
  if (known !== undefined) return known;
  const loading = load().catch((error: unknown) => {
    heaps.delete(name);
    throw error;
  });
  heaps.set(name, loading);
  return loading;
}

async function fetchPart(base: string, part: "train" | "test"): Promise<DigitHeap | undefined> {
  const set = await fetchMnistPart(base, part);
  if (set === undefined) return undefined;
  const count = part === "train" ? COMPARED : set.labels.length;
  return { source: "mnist", count, images: set.images.data.slice(0, count * PIXELS), labels: set.labels };
}
