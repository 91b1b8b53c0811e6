/** Reads the golden files that Keras wrote (test/golden/golden_training.py), as Inkling takes their parts. */
import { readFileSync } from "node:fs";
import type { NdArray } from "../../src/base/shapes.ts";
import { Sequential, type LossName, type Optimizer } from "../../src/nn/index.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { getOptimizer } from "../../src/nn/optimizers/get-optimizer.ts";

/** An array as the golden files hold it. */
export interface GoldenArray {
  shape: number[];
  data: number[];
}

/** What every golden model comes with. */
export interface GoldenModel {
  model: KerasObject;
  loss: LossName;
  optimizer: KerasObject;
  initialWeights: GoldenArray[];
}

export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8")) as T;
}

export function ndArray({ shape, data }: GoldenArray): NdArray {
  return { shape, data: Float32Array.from(data) };
}

/** The model with Keras's first weights, compiled as Keras compiled it. */
export function goldenModel({ model, loss, optimizer, initialWeights }: GoldenModel): Sequential {
  const built = Sequential.fromConfig(model);
  built.setWeights(initialWeights.map(ndArray));
  const compiled: Optimizer = getOptimizer(optimizer);
  built.compile({ optimizer: compiled, loss, metrics: ["accuracy"] });
  return built;
}

/** The largest |actual - expected| / max(1, |expected|) of all numbers. */
export function largestDifference(
  actual: readonly { data: ArrayLike<number> }[],
  expected: readonly { data: ArrayLike<number> }[],
): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  expected.forEach(({ data }, i) => {
    if (actual[i].data.length !== data.length) largest = Infinity;
    for (let k = 0; k < data.length; k++) {
      const difference = Math.abs(actual[i].data[k] - data[k]) / Math.max(1, Math.abs(data[k]));
      // Written so that NaN counts as a difference.
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  });
  return largest;
}
