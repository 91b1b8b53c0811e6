import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  quantise,
  readQuantised,
  readSafetensors,
  scaleKey,
  TensorFile,
  writeSafetensors,
  writeTensorFile,
} from "../../src/formats/index.ts";
import { Conv2D, Dense, Flatten, Sequential } from "../../src/nn/index.ts";

function roundTrip(data: Float32Array, shape: number[]): Float32Array {
  const { steps, scales } = quantise({ data, shape });
  const bytes = writeTensorFile({ metadata: {}, tensors: { w: steps, [scaleKey("w")]: scales } });
  const read = readQuantised(new TensorFile(bytes, "w.safetensors"), "w", "Save it again.");
  expect(read.shape).toEqual(shape);
  return read.data;
}

describe("int8 arrays", () => {
  test("differ from what they were by at most half a step of their column", () => {
    const value = fc.integer({ min: -100_000, max: 100_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.array(value, { minLength: 12, maxLength: 12 }), (values) => {
        const data = Float32Array.from(values);
        const read = roundTrip(data, [4, 3]);
        for (let column = 0; column < 3; column++) {
          const largest = Math.max(...[0, 1, 2, 3].map((row) => Math.abs(data[row * 3 + column])));
          for (let row = 0; row < 4; row++) {
            const difference = Math.abs(read[row * 3 + column] - data[row * 3 + column]);
            expect(difference).toBeLessThanOrEqual((largest / 127 / 2) * 1.0001);
          }
        }
      }),
    );
  });

  test("keep zeros, and whole steps of their scale", () => {
    expect([...roundTrip(Float32Array.of(0, 127, 0, -64, 0, 1), [3, 2])]).toEqual([0, 127, 0, -64, 0, 1]);
  });

  test("with scales of another length are refused", () => {
    const { steps } = quantise({ data: new Float32Array(6), shape: [3, 2] });
    const scales = { shape: [3], data: new Float32Array(3) };
    const bytes = writeTensorFile({ metadata: {}, tensors: { w: steps, [scaleKey("w")]: scales } });
    expect(() => readQuantised(new TensorFile(bytes, "w.safetensors"), "w", "Save it again.")).toThrow(
      "w.safetensors has scales of w of the wrong shape: expected (2,), received (3,). Save it again.",
    );
  });
});

describe("a model with int8 kernels", () => {
  const network = new Sequential(
    [new Conv2D(8, 3, { inputShape: [28, 28, 1] }), new Flatten(), new Dense(10)],
    { seed: 3 },
  );
  const record = network.toRecord();

  test("is a quarter as large, and answers nearly as before", () => {
    const [large, small] = [writeSafetensors(record), writeSafetensors(record, { int8: true })];
    expect(small.length).toBeLessThan(large.length * 0.3);
    const again = Sequential.fromRecord(readSafetensors(small));
    const x = {
      data: Uint8Array.from({ length: 784 }, (_, i) => (i * 31) % 256),
      shape: [1, 28, 28, 1],
      scale: 1 / 255,
    };
    const [before, after] = [network.predict(x).data, again.predict(x).data];
    before.forEach((value, i) => expect(Math.abs(value - after[i])).toBeLessThan(0.02));
  });

  test("keeps its biases as they are", () => {
    const [, bias] = Sequential.fromRecord(
      readSafetensors(writeSafetensors(record, { int8: true })),
    ).getWeights();
    expect(bias).toEqual(network.getWeights()[1]);
  });

  test("holds texts and arrays beside it", () => {
    const extras = [{ data: Uint8Array.of(1, 2, 3), shape: [3] }];
    const bytes = writeSafetensors(record, { int8: true, metadata: { note: "a note" }, extras });
    const file = new TensorFile(bytes, "m.safetensors");
    expect(file.metadata["note"]).toBe("a note");
    expect(file.bytes("extra/0")).toEqual(extras[0]);
    expect(Sequential.fromRecord(readSafetensors(bytes)).countParams()).toBe(network.countParams());
  });
});
