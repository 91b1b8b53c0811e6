/** What a training learns from and is tested with, wherever the visitor takes it from. */
import { gunzipSync } from "fflate";
import { InklingError } from "../../../src/base/errors.ts";
import { formatShape, type Images } from "../../../src/base/shapes.ts";
import {
  createDataSet,
  parseIdx,
  parseKerasMnist,
  sliceDataSet,
  type DataSet,
} from "../../../src/data/index.ts";
import { loadInk } from "../../../src/web/load-ink.ts";
import { fetchMnistPart } from "./fetch-mnist.ts";
import type { LabelledDigit } from "./inside-messages.ts";
import type { DataChoice, DataFacts } from "./training-messages.ts";

export interface TrainingData {
  train: DataSet;
  test: DataSet;
  note?: string;
}

type DroppedFile = Extract<DataChoice, { kind: "files" }>["files"][number];

const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** Two seeds, so that no image is in both halves. */
const INK_SEEDS = { train: 1, test: 2 };
/** One image for the test to so many to learn from, as in MNIST. */
const TEST_SHARE = 6;

/** @throws InklingError if the data are not there, damaged, or no digits of 28 × 28 */
export async function loadTrainingData(choice: DataChoice): Promise<TrainingData> {
  if (choice.kind === "files") return readDroppedFiles(choice.files);
  if (choice.kind === "ink") {
    const train = await loadInk({ count: choice.count, seed: INK_SEEDS.train });
    const test = await loadInk({ count: Math.ceil(choice.count / TEST_SHARE), seed: INK_SEEDS.test });
    return { train: { ...train, name: "the built-in digits" }, test };
  }
  const [train, test] = [
    await fetchMnistPart(choice.base, "train"),
    await fetchMnistPart(choice.base, "test"),
  ];
  if (train !== undefined && test !== undefined) return { train, test };
  throw new InklingError({
    what: "this page's server has no MNIST",
    expected: "its four files in Inkling's cache",
    mend: "Run inkling data on that machine, drop the files here, or take the built-in digits.",
  });
}

export function factsOf({ train, test, note }: TrainingData): DataFacts {
  const samples = Array.from({ length: 10 }, (_, digit) => firstOf(test, digit));
  return {
    name: train.name,
    trainCount: train.labels.length,
    testCount: test.labels.length,
    note,
    samples: samples.filter((sample) => sample !== undefined),
  };
}

/** The image in a row of a set. */
export function labelledDigit({ images, labels }: DataSet, row: number): LabelledDigit {
  return {
    pixels: Uint8Array.from(images.data.subarray(row * PIXELS, (row + 1) * PIXELS)),
    label: labels[row],
  };
}

function firstOf(set: DataSet, digit: number): LabelledDigit | undefined {
  const row = set.labels.indexOf(digit);
  return row < 0 ? undefined : labelledDigit(set, row);
}

/** Keras's npz with both halves, or IDX files: images and labels, once or for each half. */
function readDroppedFiles(files: readonly DroppedFile[]): TrainingData {
  const packed = files.find(({ bytes }) => startsWith(bytes, 0x50, 0x4b));
  if (packed !== undefined) return readNpz(packed);
  const arrays = files.map(({ name, bytes }) => ({ name, array: parseIdx(unzipped(name, bytes), name) }));
  const images = arrays.filter(({ array }) => array.shape.length === 3);
  const labels = arrays.filter(({ array }) => array.shape.length === 1);
  const sets = images.map((file) => {
    const count = file.array.shape[0];
    const own = labels.filter(({ array }) => array.shape[0] === count);
    if (own.length !== 1) throw unpaired(arrays);
    return digitsOf(file.name, { ...file.array, scale: 1 / 255 }, own[0].array.data);
  });
  if (sets.length < 1 || sets.length > 2 || labels.length !== sets.length) throw unpaired(arrays);
  if (sets.length === 1) return withHeldOut(sets[0]);
  const [test, train] = sets.sort((a, b) => a.labels.length - b.labels.length);
  return { train, test };
}

function readNpz({ name, bytes }: DroppedFile): TrainingData {
  const { x_train: x, y_train: y, x_test: testX, y_test: testY } = parseKerasMnist(bytes, name);
  return {
    train: digitsOf(name, { ...x, scale: 1 / 255 }, y.data),
    test: digitsOf(name, { ...testX, scale: 1 / 255 }, testY.data),
  };
}

/** The last images are kept for the test. */
function withHeldOut(set: DataSet): TrainingData {
  const held = Math.ceil(set.labels.length / (TEST_SHARE + 1));
  const border = set.labels.length - held;
  if (border < 1) {
    throw new InklingError({
      what: `${set.name} has too few images`,
      expected: "at least 2",
      received: String(set.labels.length),
    });
  }
  const note = `The last ${held.toLocaleString("en-US")} images are kept for the test.`;
  return { train: sliceDataSet(set, 0, border), test: sliceDataSet(set, border), note };
}

/** @throws InklingError if they are not digits of 28 × 28 */
function digitsOf(name: string, images: Images, labels: Uint8Array): DataSet {
  const [, height, width] = images.shape;
  if (height !== SIDE || width !== SIDE) {
    throw new InklingError({
      what: `the images of ${name} have the wrong size`,
      expected: "28 × 28 pixels",
      received: formatShape(images.shape),
      mend: "Scale them to 28 × 28 first: the networks here read digits of that size.",
    });
  }
  return createDataSet({ name, images, labels });
}

function unzipped(name: string, bytes: Uint8Array): Uint8Array {
  if (!startsWith(bytes, 0x1f, 0x8b)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new InklingError({
      what: `${name} cannot be unpacked`,
      expected: "a whole gzip file",
      received: `${bytes.length} bytes`,
      mend: "The file is damaged or was not copied whole; fetch it again.",
      cause,
    });
  }
}

function unpaired(arrays: readonly { name: string; array: { shape: readonly number[] } }[]): InklingError {
  return new InklingError({
    what: "these files are no data set",
    expected:
      "images and labels of the same count, to learn from and perhaps a second pair to test with, or Keras's mnist.npz",
    received: arrays.map(({ name, array }) => `${name} ${formatShape(array.shape)}`).join(", "),
    mend: "Choose all files of the set together.",
  });
}

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
