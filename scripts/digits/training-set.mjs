/**
 * What the digit network learns from: MNIST's training digits, some of them as Europeans write them, digits drawn from strokes,
 * some of both as scans leave them, and images that are no digit. The last 5,000 training images are held out: nothing here is
 * made from them but the sets that choices, calibration and thresholds are made with.
 */
import { deriveSeed } from "../../dist/base/random.js";
import { NOT_A_DIGIT, OUTPUTS } from "./digit-network.mjs";
import { drawEuropean } from "./european-hands.mjs";
import { FIELD_PIXELS, FIELD_SIDE } from "./field.mjs";
import { drawNegatives } from "./negatives.mjs";
import { drawScanned } from "./scanned-digits.mjs";
import { drawWritten } from "./written-digits.mjs";

const HELD_OUT = 5000;

/** Splits MNIST's training set into what is learnt from and what is held out. */
export function holdOut({ images, labels }) {
  const boundary = labels.length - HELD_OUT;
  const part = (from, to) => ({
    images: { data: images.data.subarray(from * FIELD_PIXELS, to * FIELD_PIXELS) },
    labels: labels.subarray(from, to),
  });
  return { learnt: part(0, boundary), held: part(boundary, labels.length) };
}

/**
 * The digits, and afresh for every seed the images drawn from them.
 * @param counts european, written, scanned, negatives: how many of each
 * @returns images (N, 28, 28, 1) and one-hot labels (N, 11)
 */
export function drawTrainingSet({ images, labels }, { european, written, scanned, negatives }, seed) {
  const share = european / labels.length;
  const hands = drawEuropean(images, labels, { share, seed: deriveSeed(seed, 0) });
  const digits = joinParts([{ data: images.data, labels }, hands, drawWritten(written, deriveSeed(seed, 3))]);
  return toTrainingSet([
    digits,
    drawScanned(digits, digits.labels, { count: scanned, seed: deriveSeed(seed, 1) }),
    negativesOf({ images, labels }, negatives, deriveSeed(seed, 2)),
  ]);
}

/** Sets drawn from the held-out digits, by name, each { images, labels }. */
export function drawHeldOutSets({ images, labels }, seed) {
  const of = (part) => ({ images: asImages(part.data, part.labels.length), labels: part.labels });
  return {
    digits: of({ data: images.data, labels }),
    european: of(drawEuropean(images, labels, { share: 0.2, seed: deriveSeed(seed, 0) })),
    scanned: of(drawScanned(images, labels, { count: 2000, seed: deriveSeed(seed, 1) })),
    negatives: of(negativesOf({ images, labels }, 5000, deriveSeed(seed, 2))),
  };
}

function negativesOf(set, count, seed) {
  const { data } = drawNegatives(set, { count, seed });
  return { data, labels: new Uint8Array(count).fill(NOT_A_DIGIT) };
}

/** @returns data (N, 28, 28) and labels (N) of all parts */
function joinParts(parts) {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const data = new Uint8Array(count * FIELD_PIXELS);
  const labels = new Uint8Array(count);
  let n = 0;
  for (const part of parts) {
    data.set(part.data, n * FIELD_PIXELS);
    labels.set(part.labels, n);
    n += part.labels.length;
  }
  return { data, labels };
}

function toTrainingSet(parts) {
  const { data, labels } = joinParts(parts);
  const oneHot = { data: new Float32Array(labels.length * OUTPUTS), shape: [labels.length, OUTPUTS] };
  labels.forEach((label, n) => (oneHot.data[n * OUTPUTS + label] = 1));
  return { images: asImages(data, labels.length), oneHot };
}

function asImages(data, count) {
  return { data, shape: [count, FIELD_SIDE, FIELD_SIDE, 1], scale: 1 / 255 };
}
