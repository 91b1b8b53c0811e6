/**
 * Temperature scaling: one number T by which all logits are divided before the softmax, so that probabilities say how
 * often a classifier is right. The order of the classes stays, and with it the accuracy.
 *
 * Method: the negative log-likelihood is convex in b = 1/T. Its slope is the mean over the samples of E[z] - z_label,
 * its curvature the mean of Var[z], under softmax(b z). Newton's method finds where the slope is zero, and halves the
 * bracket where a step would leave it. exp is the portable one and sums have one order: every machine finds the same T.
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.
 */
import { rangeError } from "../base/errors.ts";
import { checkInteger, checkNumber, show } from "../base/guards.ts";
import { exp } from "../base/portable-math.ts";
import { checkNdArray, formatShape } from "../base/shapes.ts";
import type { NdArray } from "../base/shapes.ts";
import { checkLabels } from "./labels.ts";
import type { Labels } from "./labels.ts";

/** Newton's steps end when they change b by less than this share of it. */
const TOLERANCE = 1e-13;
/** Newton needs about 6 steps, halving alone about 50. */
const MOST_STEPS = 200;

/**
 * The temperature that makes `labels` most likely. Above 1 the network was too sure of itself, below 1 not sure enough.
 * Fit it on samples that the network was not trained on.
 *
 * ```ts
 * const temperature = fitTemperature(validationLogits, validation.labels);
 * const probabilities = applyTemperature(logits, temperature);
 * ```
 * @param logits (N, K), what goes into the softmax: N samples, K classes
 * @param labels N classes, 0..K - 1
 * @returns T, larger than 0
 * @throws RangeError if the sizes do not fit, a label is not 0..K - 1, a logit is not finite, or no temperature is the
 *   best: every label has the largest logit (the likelihood grows for ever as T falls), or labels have no larger
 *   logits than other classes on average (it grows for ever as T rises)
 */
export function fitTemperature(logits: NdArray, labels: Labels): number {
  const [count, classCount] = checkLogits(logits);
  checkLabels("labels", labels);
  if (labels.length !== count) {
    throw rangeError({
      what: "logits and labels differ in length",
      expected: `a label for each of the ${count} rows of logits`,
      received: `${labels.length} labels`,
    });
  }
  for (let row = 0; row < count; row++) checkInteger(`labels[${row}]`, labels[row], 0, classCount - 1);
  const margins = logitsAboveLabel(logits, labels);
  checkHasOptimum(margins, classCount);
  let [low, high] = [0, 1];
  while (slopeAt(high, margins, classCount).slope < 0) [low, high] = [high, high * 2];
  let b = high;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curvature } = slopeAt(b, margins, classCount);
    if (slope === 0) break;
    if (slope < 0) low = b;
    else high = b;
    const newton = b - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const change = Math.abs(next - b);
    b = next;
    if (change <= TOLERANCE * b) break;
  }
  return 1 / b;
}

/**
 * softmax(logits / temperature): the calibrated probabilities.
 * @param logits (N, K), what goes into the softmax
 * @param temperature larger than 0; 1 gives the plain softmax
 * @returns (N, K), rows that sum to one
 * @throws RangeError if the shape is not (N, K), a logit is not finite, or the temperature is not above 0
 */
export function applyTemperature(logits: NdArray, temperature: number): NdArray {
  const [count, classCount] = checkLogits(logits);
  checkNumber("temperature", temperature, 0);
  if (temperature === 0) {
    throw rangeError({ what: "temperature is zero", expected: "a number above 0", received: "0" });
  }
  const data = new Float32Array(logits.data.length);
  const terms = new Float64Array(classCount);
  for (let row = 0; row < count; row++) {
    const start = row * classCount;
    const largest = largestOf(logits.data, start, classCount);
    let sum = 0;
    for (let k = 0; k < classCount; k++) {
      terms[k] = exp((logits.data[start + k] - largest) / temperature);
      sum += terms[k];
    }
    for (let k = 0; k < classCount; k++) data[start + k] = terms[k] / sum;
  }
  return { data, shape: [count, classCount] };
}

/** Each logit less the one of its row's label, (N, K): all that the likelihood depends on. */
function logitsAboveLabel({ data, shape }: NdArray, labels: Labels): Float64Array {
  const classCount = shape[1];
  return Float64Array.from(data, (logit, i) => {
    const row = Math.floor(i / classCount);
    return logit - data[row * classCount + labels[row]];
  });
}

/** Slope and curvature of the negative log-likelihood's mean at b = 1/T. */
function slopeAt(b: number, margins: Float64Array, classCount: number): { slope: number; curvature: number } {
  let slope = 0;
  let curvature = 0;
  for (let start = 0; start < margins.length; start += classCount) {
    const largest = largestOf(margins, start, classCount);
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let i = start; i < start + classCount; i++) {
      // Distances from the largest keep the variance exact where all margins are large.
      const below = margins[i] - largest;
      const term = exp(b * below);
      sum += term;
      first += term * below;
      second += term * below * below;
    }
    const mean = first / sum;
    slope += mean + largest;
    curvature += second / sum - mean * mean;
  }
  const count = margins.length / classCount;
  return { slope: slope / count, curvature: curvature / count };
}

/** The slope rises from its value at b = 0 towards the mean of the largest margins; a root lies between if signs differ. */
function checkHasOptimum(margins: Float64Array, classCount: number): void {
  if (margins.every((margin) => margin <= 0)) {
    throw rangeError({
      what: "no temperature is the best for these logits",
      expected: "at least one label whose logit is not the largest of its row",
      received: "none: the lower the temperature, the likelier the labels",
      mend: "Fit on more held-out samples, some of which the network reads wrong.",
    });
  }
  if (slopeAt(0, margins, classCount).slope >= 0) {
    throw rangeError({
      what: "no temperature is the best for these logits",
      expected: "labels with larger logits than the other classes have, on average",
      received: "labels that are no likelier than by chance",
      mend: "Check that logits and labels are of the same samples, in the same order.",
    });
  }
}

function checkLogits(logits: NdArray): [count: number, classCount: number] {
  const { data, shape } = logits;
  checkNdArray(logits, "logits");
  if (shape.length !== 2 || shape[0] < 1 || shape[1] < 2) {
    throw rangeError({
      what: "logits have no row for each sample",
      expected: "shape (N, K): N samples, K classes, at least two",
      received: formatShape(shape),
    });
  }
  const broken = data.findIndex((logit) => !Number.isFinite(logit));
  if (broken >= 0) {
    throw rangeError({
      what: `logits of sample ${Math.floor(broken / shape[1])} are not numbers`,
      expected: "finite numbers",
      received: show(data[broken]),
    });
  }
  return [shape[0], shape[1]];
}

function largestOf(data: Float32Array | Float64Array, start: number, count: number): number {
  let largest = data[start];
  for (let i = start + 1; i < start + count; i++) if (data[i] > largest) largest = data[i];
  return largest;
}
