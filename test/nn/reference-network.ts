/** A network in double precision, made of the kernels' naive references: what finite differences are taken of. */
import { relu, sigmoid, tanh } from "../../kernels/reference/activations.ts";
import { crossEntropyRows, softmaxCrossEntropyRows } from "../../kernels/reference/cross-entropy.ts";
import { binaryCrossEntropy, meanSquaredError } from "../../kernels/reference/elementwise-losses.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { softmax } from "../../kernels/reference/softmax.ts";
import { Dense, Dropout, Rescaling, type LossName, type Sequential } from "../../src/nn/index.ts";

const ACTIVATIONS: Record<string, (row: number[]) => number[]> = {
  linear: (row) => row,
  relu: (row) => row.map(relu),
  sigmoid: (row) => row.map(sigmoid),
  tanh: (row) => row.map(tanh),
  softmax,
};

/** A row's loss from its outputs and targets. */
const LOSSES: Partial<
  Record<LossName, (outputs: number[], targets: number[], factor: number) => { loss: number }>
> = {
  categorical_crossentropy: crossEntropyRows,
  sparse_categorical_crossentropy: crossEntropyRows,
  mean_squared_error: meanSquaredError,
  binary_crossentropy: binaryCrossEntropy,
};

/** What the reference runs on. */
export interface ReferenceData {
  /** Flat examples. */
  x: Matrix;
  /** Rows of targets, for sparse losses too. */
  y: Matrix;
  loss: LossName;
  /** 1 where the (one) Dropout layer keeps a value, 0 where it drops it. */
  mask?: Matrix;
}

/** The mean loss of a model's layers with these weights, one flat array each, in Keras's order. */
export function referenceLoss(
  { layers }: Sequential,
  weights: readonly (readonly number[])[],
  { x, y, loss, mask }: ReferenceData,
): number {
  let rows = x;
  let next = 0;
  for (const layer of layers) {
    if (layer instanceof Rescaling) {
      rows = rows.map((row) => row.map((value) => value * layer.scale + layer.offset));
    } else if (layer instanceof Dropout) {
      rows = rows.map((row, n) => row.map((value, k) => (value * (mask as Matrix)[n][k]) / (1 - layer.rate)));
    } else if (layer instanceof Dense) {
      const kernel = weights[next++];
      const bias = layer.useBias ? weights[next++] : new Array<number>(layer.units).fill(0);
      const activate = ACTIVATIONS[layer.activation.name];
      // With a softmax the loss is taken of the logits, as it is in Keras: so nothing is clipped.
      if (layer === layers.at(-1) && layer.activation.name === "softmax" && loss.endsWith("crossentropy")) {
        if (loss !== "binary_crossentropy") {
          const logits = rows.map((row) => dense(row, kernel, bias));
          return mean(logits.map((row, n) => softmaxCrossEntropyRows(row, y[n], 1).loss));
        }
      }
      rows = rows.map((row) => activate(dense(row, kernel, bias)));
    }
  }
  const rowLoss = LOSSES[loss];
  if (rowLoss === undefined) throw new Error(`no reference of ${loss}`);
  return mean(rows.map((row, n) => rowLoss(row, y[n], 1).loss));
}

/** row × kernel + bias. */
function dense(row: number[], kernel: readonly number[], bias: readonly number[]): number[] {
  return bias.map((start, column) => {
    let sum = start;
    for (let k = 0; k < row.length; k++) sum += row[k] * kernel[k * bias.length + column];
    return sum;
  });
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
