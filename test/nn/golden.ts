/** Reads the golden files that Keras wrote (test/golden/golden_training.py), as Inkling takes their parts. */
import { readFileSync } from "node:fs";
import type { NdArray } from "../../src/base/shapes.ts";
import { Sequential, type LossName, type Optimizer } from "../../src/nn/index.ts";
import { getLoss } from "../../src/nn/losses/get-loss.ts";
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
  loss: LossName | KerasObject;
  optimizer: KerasObject;
  initialWeights: GoldenArray[];
}

export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8"));
}

export function ndArray({ shape, data }: GoldenArray): NdArray {
  return { shape, data: Float32Array.from(data) };
}

/** The model with Keras's first weights, compiled as Keras compiled it. */
export function goldenModel({ model, loss, optimizer, initialWeights }: GoldenModel): Sequential {
  const built = Sequential.fromConfig(model);
  built.setWeights(initialWeights.map(ndArray));
  const compiled: Optimizer = getOptimizer(optimizer);
  built.compile({ optimizer: compiled, loss: getLoss(loss), metrics: ["accuracy"] });
  return built;
}

/**
 * The largest |actual - expected| of each array, relative to the array's largest |expected| or to `floor` if that is
 * larger: of all arrays, the largest.
 */
export function largestDifference(
  actual: readonly { data: ArrayLike<number> }[],
  expected: readonly { data: ArrayLike<number> }[],
  floor = 1,
): number {
  if (actual.length !== expected.length) return Infinity;
  const differences = expected.map(({ data }, i) => {
    const received = actual[i].data;
    if (received.length !== data.length) return Infinity;
    let [difference, size] = [0, floor];
    for (let k = 0; k < data.length; k++) {
      difference = Math.max(difference, Math.abs(received[k] - data[k]));
      size = Math.max(size, Math.abs(data[k]));
    }
    return difference === 0 ? 0 : difference / size;
  });
  // Math.max keeps a NaN, which is no agreement either.
  const largest = Math.max(...differences);
  return Number.isNaN(largest) ? Infinity : largest;
}
