import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

interface Weight {
  shape: number[];
  data: Float32Array;
}

const { encodeOnnx } = await load<{ encodeOnnx: (network: unknown, weights: Weight[]) => Uint8Array }>(
  "peers/onnx-model.mjs",
);
const { channelsFirst } = await load<{ channelsFirst: (network: unknown, weights: Weight[]) => Weight[] }>(
  "peers/files.mjs",
);
const { weightShapes, CNN, SEED } = await load<{
  weightShapes: (network: unknown) => number[][];
  CNN: unknown;
  SEED: unknown;
}>("networks.mjs");

const size = (shape: number[]): number => shape.reduce((product, length) => product * length, 1);
const counting = (shape: number[]): Weight => ({
  shape,
  data: Float32Array.from({ length: size(shape) }, (_, i) => i),
});

describe("weights for the peers", () => {
  test("have Keras's shapes and numbers: 27,562 and 1,199,882 parameters", () => {
    const count = (network: unknown): number =>
      weightShapes(network).reduce((sum, shape) => sum + size(shape), 0);
    expect(count(SEED)).toBe(27_562);
    expect(count(CNN)).toBe(1_199_882);
    expect(weightShapes(CNN).slice(0, 5)).toEqual([[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [9216, 128]]);
  });

  test("turn to channels first: filter, channel, row, column", () => {
    const network = { inputShape: [3, 3, 2], layers: [{ kind: "conv2d", filters: 4, kernelSize: 3 }] };
    const [kernel, bias] = channelsFirst(network, [counting([3, 3, 2, 4]), counting([4])]);
    expect(kernel.shape).toEqual([4, 2, 3, 3]);
    // Keras's element (row 2, column 1, channel 1, filter 3) has number ((2 * 3 + 1) * 2 + 1) * 4 + 3 = 63.
    expect(kernel.data[((3 * 2 + 1) * 3 + 2) * 3 + 1]).toBe(63);
    expect(bias.shape).toEqual([4]);
  });

  test("behind a Flatten have their rows where the inputs now are", () => {
    const network = { inputShape: [2, 2, 3], layers: [{ kind: "flatten" }, { kind: "dense", units: 5 }] };
    const [kernel] = channelsFirst(network, [counting([12, 5]), counting([5])]);
    // Channel 2 of pixel (1, 0) is input 2 * 4 + 2 of 12 now, and was (1 * 2 + 0) * 3 + 2 = 8.
    expect(Array.from(kernel.data.subarray(10 * 5, 11 * 5))).toEqual([40, 41, 42, 43, 44]);
  });
});

describe("encodeOnnx", () => {
  const golden = JSON.parse(
    readFileSync(new URL("../golden/onnx-bench.json", import.meta.url), "utf8"),
  ) as Record<"dense" | "convolution", string>;
  const encode = (network: unknown): string =>
    Buffer.from(encodeOnnx(network, weightShapes(network).map(counting))).toString("hex");
  const softmax = (units: number): object => ({ kind: "dense", units, activation: "softmax" });

  test("writes dense layers byte by byte as onnx.helper does", () => {
    const layers = [{ kind: "dense", units: 2, activation: "sigmoid" }, softmax(4)];
    expect(encode({ name: "dense", inputShape: [3], layers })).toBe(golden.dense);
  });

  test("writes convolutions and what follows them byte by byte as onnx.helper does", () => {
    const convolution = { kind: "conv2d", filters: 2, kernelSize: 3, activation: "relu" };
    const layers = [convolution, { kind: "maxPooling2d", poolSize: 2 }, { kind: "flatten" }, softmax(3)];
    expect(encode({ name: "convolution", inputShape: [6, 6, 1], layers })).toBe(golden.convolution);
  });
});
