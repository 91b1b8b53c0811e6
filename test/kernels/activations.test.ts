/**
 * Accuracy is stated as relative error in float32, whose last bit is worth 0.6e-7 to 1.2e-7 of a number: bounds of
 * 2e-7 and 3e-7 are two to three last bits.
 */
import { describe, expect, test } from "vitest";
import {
  relu,
  reluBackward,
  sigmoid,
  sigmoidBackward,
  tanh,
  tanhBackward,
} from "../../kernels/reference/activations.ts";
import { expectSameBits, expectWithin, randomMatrix, Workbench } from "./workbench.ts";

/** `count` float32 numbers, evenly from `from` to `to`. */
const range = (from: number, to: number, count = 100_000): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(from + ((to - from) * i) / (count - 1)));
/** Both signs of every magnitude from the smallest float to 1e30. */
const MAGNITUDES = Array.from({ length: 10_000 }, (_, i) => 10 ** (-45 + (75 * i) / 9_999)).flatMap((x) => [
  Math.fround(x),
  Math.fround(-x),
]);

function apply(name: "sigmoid" | "tanh" | "relu", values: number[]): number[] {
  const bench = new Workbench();
  const address = bench.floats(values);
  bench.run(name, [address], address, values.length);
  return bench.readFloats(address, values.length);
}

function applyBackward(
  name: "sigmoidBackward" | "tanhBackward" | "reluBackward",
  delta: number[],
  outputs: number[],
): number[] {
  const bench = new Workbench();
  const address = bench.floats(delta);
  bench.run(name, [address], address, bench.floats(outputs), delta.length);
  return bench.readFloats(address, delta.length);
}

describe("sigmoid", () => {
  test("has a relative error under 2e-7 wherever its value is a normal float", () => {
    const values = [...range(-87, 120), ...MAGNITUDES.filter((x) => x > -87)];
    values.length &= ~7;
    expectWithin(apply("sigmoid", values), values.map(sigmoid), { relative: 2e-7 });
  });

  test("is within 5e-39 of zero for all smaller arguments", () => {
    const values = [...range(-1000, -87, 8000), ...MAGNITUDES.filter((x) => x <= -87)];
    values.length &= ~7;
    expectWithin(apply("sigmoid", values), values.map(sigmoid), { absolute: 5e-39 });
  });

  test("is exactly one half at zero, saturates at infinities, and keeps NaN", () => {
    expect(apply("sigmoid", [0, -0, Infinity, -Infinity, NaN, 1, 1, 1]).slice(0, 5)).toEqual([
      0.5,
      0.5,
      1,
      expect.closeTo(0, 38) as number,
      NaN,
    ]);
  });
});

describe("tanh", () => {
  test("has a relative error under 3e-7 everywhere, the smallest floats included", () => {
    const values = [...range(-12, 12), ...range(-0.7, 0.7), ...MAGNITUDES];
    // A float below 1.2e-38 has fewer bits, so half of the smallest float is added.
    expectWithin(apply("tanh", values), values.map(tanh), { relative: 3e-7, absolute: 1e-45 });
  });

  test("keeps the sign of zero, saturates at infinities, and keeps NaN", () => {
    const values = apply("tanh", [0, -0, Infinity, -Infinity, NaN, 1, 1, 1]);
    expectSameBits(values.slice(0, 5), [0, -0, 1, -1, NaN]);
  });
});

describe("relu", () => {
  test("has its reference's bits, and keeps NaN", () => {
    const values = [...range(-3, 3, 1000), ...MAGNITUDES, 0, -0, Infinity, -Infinity, NaN, 2, -1, -2];
    expectSameBits(apply("relu", values), values.map(relu));
  });
});

describe("the derivatives have their references' bits", () => {
  const delta = randomMatrix(1, 1, 8000, 0.9)[0];
  const outputs = randomMatrix(2, 1, 8000, 0.9)[0].map((x) => Math.fround(x / 2));

  test.each([
    { name: "sigmoidBackward", reference: sigmoidBackward },
    { name: "tanhBackward", reference: tanhBackward },
    { name: "reluBackward", reference: reluBackward },
  ] as const)("$name", ({ name, reference }) => {
    expectSameBits(
      applyBackward(name, delta, outputs),
      delta.map((d, i) => reference(d, outputs[i])),
    );
  });
});
