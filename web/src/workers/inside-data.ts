/** Labelled digits for looking inside: MNIST where the server has it, else the built-in set. Each file is fetched once. */
import { InklingError } from "../../../src/base/errors.ts";
import { MNIST_FILES, parseIdxImages, parseIdxLabels, type MnistPart } from "../../../src/data/index.ts";
import { loadInk } from "../../../src/web/load-ink.ts";
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
  const names = await listFiles(base);
  const [imagesPart, labelsPart]: [MnistPart, MnistPart] =
    part === "train" ? ["trainImages", "trainLabels"] : ["testImages", "testLabels"];
  const fileOf = (wanted: MnistPart): string | undefined =>
    names.find((name) => name.replace(/\.gz$/, "") === MNIST_FILES[wanted].name);
  const [imagesFile, labelsFile] = [fileOf(imagesPart), fileOf(labelsPart)];
  if (imagesFile === undefined || labelsFile === undefined) return undefined;
  const images = parseIdxImages(await fetchFile(base, imagesFile, imagesPart), imagesFile);
  const labels = parseIdxLabels(await fetchFile(base, labelsFile, labelsPart), labelsFile);
  const count = part === "train" ? COMPARED : images.shape[0];
  return { source: "mnist", count, images: images.data.slice(0, count * PIXELS), labels };
}

/** A page that lies on a server of another kind, or has no network, has no MNIST. */
async function listFiles(base: string): Promise<string[]> {
  const response = await fetch(new URL("data/mnist/index.json", base)).catch(() => undefined);
  if (response?.ok !== true || !/json/.test(response.headers.get("content-type") ?? "")) return [];
  const { files } = (await response.json()) as { files: string[] };
  return files;
}

async function fetchFile(base: string, file: string, part: MnistPart): Promise<Uint8Array> {
  const response = await fetch(new URL(`data/mnist/${file}`, base));
  if (!response.ok || response.body === null) {
    throw new InklingError({
      what: `${file} could not be fetched`,
      expected: "the file from this page's server",
      received: `status ${response.status}`,
      mend: "Check that the server is still running.",
    });
  }
  const stream = file.endsWith(".gz")
    ? response.body.pipeThrough(new DecompressionStream("gzip"))
    : response.body;
  const bytes = await new Response(stream).arrayBuffer();
  await checkSha256(bytes, file, MNIST_FILES[part].sha256);
  return new Uint8Array(bytes);
}

async function checkSha256(bytes: ArrayBuffer, file: string, expected: string): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const received = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (received === expected) return;
  throw new InklingError({
    what: `${file} on the server is not MNIST's`,
    expected: `SHA-256 ${expected}`,
    received,
    mend: "Remove it, and fetch it again with inkling data.",
  });
}
