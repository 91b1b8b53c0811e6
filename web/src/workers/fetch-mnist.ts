/** MNIST from the page's own server, if it has it. Every file is checked against its known hash. */
import { InklingError } from "../../../src/base/errors.ts";
import {
  createDataSet,
  MNIST_FILES,
  parseIdxImages,
  parseIdxLabels,
  type DataSet,
  type MnistPart,
} from "../../../src/data/index.ts";

/** @param base where the page lies */
export async function serverHasMnist(base: string): Promise<boolean> {
  return (await listFiles(base)).length > 0;
}

/**
 * @param base where the page lies
 * @returns undefined if the server has no MNIST
 * @throws InklingError if a file cannot be fetched, or is not MNIST's
 */
export async function fetchMnistPart(base: string, part: "train" | "test"): Promise<DataSet | undefined> {
  const names = await listFiles(base);
  const [imagesPart, labelsPart]: [MnistPart, MnistPart] =
    part === "train" ? ["trainImages", "trainLabels"] : ["testImages", "testLabels"];
  const fileOf = (wanted: MnistPart): string | undefined =>
    names.find((name) => name.replace(/\.gz$/, "") === MNIST_FILES[wanted].name);
  const [imagesFile, labelsFile] = [fileOf(imagesPart), fileOf(labelsPart)];
  if (imagesFile === undefined || labelsFile === undefined) return undefined;
  const images = parseIdxImages(await fetchFile(base, imagesFile, imagesPart), imagesFile);
  const labels = parseIdxLabels(await fetchFile(base, labelsFile, labelsPart), labelsFile);
  return createDataSet({ name: part === "train" ? "MNIST" : "MNIST's test set", images, labels });
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
