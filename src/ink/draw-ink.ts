/**
 * The built-in data set: digits drawn by a model of handwriting. A digit is picked, then one of its Gaussians, then a code
 * from that; the decoder makes images of the codes, whose centres of mass go to the middle, as MNIST's do. One stream of random numbers serves all images in their order, so the
 * first images of a seed are the same however many are drawn.
 */
import { rangeError } from "../base/errors.ts";
import { checkInteger } from "../base/guards.ts";
import { NormalStream } from "../base/normal.ts";
import { Random } from "../base/random.ts";
import { createDataSet, type DataSet } from "../data/index.ts";
import { Dense, Sequential } from "../nn/index.ts";
import { INK_CLASSES, INK_SIDE, triangleSize, type InkMixtures, type InkModel } from "./ink-model.ts";

/** What is drawn. */
export interface InkOptions {
  /** Images; `inkBatches` draws any number, `drawInk` as many as fit into one array. @default 60000 */
  count?: number;
  /** A whole number from 0 to 2^53 - 1; equal seeds give equal images, on any machine. @default 1 */
  seed?: number;
}

/** Options of `inkBatches`. */
export interface InkBatchesOptions extends InkOptions {
  /** Images of a batch; the last may have fewer. @default 1000 */
  batchSize?: number;
}

const DEFAULT_COUNT = 60_000;
const DEFAULT_SEED = 1;
const DEFAULT_BATCH = 1000;
const PIXELS = INK_SIDE * INK_SIDE;
/** Images of one array: 1.6 GB, below the 2 GiB that every supported platform lets an array have. */
const MOST_IMAGES = 2_000_000;

/**
 * Draws a data set of 28 × 28 images and their digits, 0.8 kB each.
 * @throws RangeError if the count is not 1 to 2,000,000 or the seed is not a whole number
 */
export function drawInk(model: InkModel, options: InkOptions = {}): DataSet {
  const { count = DEFAULT_COUNT, seed = DEFAULT_SEED } = options;
  checkInteger("count", count, 1);
  if (count > MOST_IMAGES) {
    throw rangeError({
      what: "so many images do not fit into one array",
      expected: `a count of at most ${MOST_IMAGES}`,
      received: String(count),
      mend: "Draw them in batches with inkBatches(), which needs no more memory for more images.",
    });
  }
  const data = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  let filled = 0;
  for (const batch of inkBatches(model, { count, seed })) {
    data.set(batch.images.data, filled * PIXELS);
    labels.set(batch.labels, filled);
    filled += batch.labels.length;
  }
  return inkSet(data, labels, seed);
}

/**
 * Draws images batch by batch: memory for one batch, whatever the count.
 * @throws RangeError if a number is out of range
 */
export function* inkBatches(model: InkModel, options: InkBatchesOptions = {}): Generator<DataSet, void> {
  const { count = DEFAULT_COUNT, seed = DEFAULT_SEED, batchSize = DEFAULT_BATCH } = options;
  checkInteger("count", count, 1);
  checkInteger("batchSize", batchSize, 1, MOST_IMAGES);
  const codes = new CodeStream(model, seed);
  const decoder = buildDecoder(model);
  try {
    for (let drawn = 0; drawn < count; drawn += batchSize) {
      const size = Math.min(batchSize, count - drawn);
      const { codes: data, labels } = codes.next(size);
      const grey = decoder.predict({ data, shape: [size, codes.size] }).data;
      const pixels = toPixels(grey, model.threshold);
      const centred = new Uint8Array(pixels.length);
      for (let n = 0; n < size; n++) copyCentred(centred, pixels, n * PIXELS);
      yield inkSet(centred, labels, seed);
    }
  } finally {
    decoder.dispose();
  }
}

function inkSet(data: Uint8Array, labels: Uint8Array, seed: number): DataSet {
  const images = { data, shape: [labels.length, INK_SIDE, INK_SIDE] };
  return createDataSet({ images, labels, name: `Inkling's own digits, seed ${seed}` });
}

function toPixels(grey: Float32Array, threshold: number): Uint8Array {
  const pixels = new Uint8Array(grey.length);
  for (let i = 0; i < grey.length; i++) if (grey[i] >= threshold) pixels[i] = grey[i] * 255 + 0.5;
  return pixels;
}

/**
 * Copies the image that begins at a pixel so that its centre of mass lies in the middle, to the nearest whole pixel, as
 * MNIST's do (all but 4 of 60,000). The notebook's network reads half a percent more of MNIST for it (measured).
 */
function copyCentred(target: Uint8Array, source: Uint8Array, first: number): void {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0, at = first; y < INK_SIDE; y++) {
    for (let x = 0; x < INK_SIDE; x++, at++) {
      mass += source[at];
      sumX += source[at] * x;
      sumY += source[at] * y;
    }
  }
  const middle = INK_SIDE / 2;
  const shiftX = mass === 0 ? 0 : Math.round(middle - sumX / mass);
  const shiftY = mass === 0 ? 0 : Math.round(middle - sumY / mass);
  const [fromX, toX] = [Math.max(0, shiftX), Math.min(INK_SIDE, INK_SIDE + shiftX)];
  for (let y = Math.max(0, shiftY); y < Math.min(INK_SIDE, INK_SIDE + shiftY); y++) {
    const row = first + (y - shiftY) * INK_SIDE - shiftX;
    target.set(source.subarray(row + fromX, row + toX), first + y * INK_SIDE + fromX);
  }
}

function buildDecoder({ decoder }: InkModel): Sequential {
  const layers = decoder.map(({ kernel }, i) => {
    const [inputs, units] = kernel.shape;
    const activation = i === decoder.length - 1 ? "sigmoid" : "relu";
    return new Dense(units, { activation, ...(i === 0 && { inputShape: [inputs] }) });
  });
  const network = new Sequential(layers);
  network.setWeights(decoder.flatMap(({ kernel, bias }) => [kernel, bias]));
  return network;
}

/** Digits and their codes, one after another. */
class CodeStream {
  /** Numbers of a code. */
  readonly size: number;
  readonly #mixtures: InkMixtures;
  readonly #spread: number;
  readonly #random: Random;
  readonly #normal: NormalStream;
  readonly #normals: Float64Array;

  constructor({ mixtures, spread }: InkModel, seed: number) {
    this.size = mixtures.means.shape[2];
    this.#mixtures = mixtures;
    this.#spread = spread;
    this.#random = new Random(seed);
    this.#normal = new NormalStream(this.#random);
    this.#normals = new Float64Array(this.size);
  }

  next(count: number): { codes: Float32Array; labels: Uint8Array } {
    const codes = new Float32Array(count * this.size);
    const labels = new Uint8Array(count);
    for (let n = 0; n < count; n++) {
      labels[n] = this.#random.nextBelow(INK_CLASSES);
      this.#drawCode(labels[n], codes.subarray(n * this.size, (n + 1) * this.size));
    }
    return { codes, labels };
  }

  /** mean + spread L z, with z standard normal. */
  #drawCode(digit: number, code: Float32Array): void {
    const { means, factors } = this.#mixtures;
    const component = this.#pickComponent(digit);
    const { size } = this;
    const normals = this.#normals;
    for (let i = 0; i < size; i++) normals[i] = this.#spread * this.#normal.next();
    let at = component * triangleSize(size);
    for (let i = 0; i < size; i++) {
      let sum = means.data[component * size + i];
      for (let j = 0; j <= i; j++) sum += factors.data[at++] * normals[j];
      code[i] = sum;
    }
  }

  /** Number of a component among all of all digits. */
  #pickComponent(digit: number): number {
    const { data, shape } = this.#mixtures.shares;
    const [, components] = shape;
    const first = digit * components;
    let rest = this.#random.nextFloat();
    for (let c = 0; c < components - 1; c++) {
      rest -= data[first + c];
      if (rest < 0) return first + c;
    }
    return first + components - 1;
  }
}
