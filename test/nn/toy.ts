/** Small problems that a network learns in milliseconds. */
import { Random } from "../../src/base/random.ts";
import type { NdArray } from "../../src/base/shapes.ts";
import { Dense, RMSprop, Sequential, type Layer, type Optimizer } from "../../src/nn/index.ts";

export interface ToySet {
  /** (N, 4), numbers in ±1. */
  x: NdArray;
  /** The place of the largest of the first three numbers. */
  classes: Int32Array;
  /** The same as one-hot rows, (N, 3). */
  oneHot: NdArray;
}

export function toySet(count: number, seed = 1): ToySet {
  const random = new Random(seed);
  const data = Float32Array.from({ length: count * 4 }, () => 2 * random.nextFloat() - 1);
  const classes = new Int32Array(count);
  const rows = new Float32Array(count * 3);
  for (let n = 0; n < count; n++) {
    const [a, b, c] = data.subarray(n * 4);
    classes[n] = a >= b && a >= c ? 0 : b >= c ? 1 : 2;
    rows[n * 3 + classes[n]] = 1;
  }
  return { x: { data, shape: [count, 4] }, classes, oneHot: { data: rows, shape: [count, 3] } };
}

/** Rows `from` to `to` of an array, as a view. */
export function rowsOf({ data, shape }: NdArray, from: number, to: number): NdArray {
  const width = data.length / shape[0];
  return { data: data.subarray(from * width, to * width), shape: [to - from, ...shape.slice(1)] };
}

/** 4-8-3, compiled for class numbers. `hidden` goes between the two Dense layers. */
export function toyModel(seed = 0, hidden: Layer[] = [], optimizer: Optimizer = new RMSprop()): Sequential {
  const layers = [
    new Dense(8, { activation: "tanh", inputShape: [4] }),
    ...hidden,
    new Dense(3, { activation: "softmax" }),
  ];
  const model = new Sequential(layers, { seed });
  model.compile({ optimizer, loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  return model;
}
