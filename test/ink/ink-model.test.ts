import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { TensorFile, writeTensorFile } from "../../src/formats/index.ts";
import { readInkModel, writeInkModel, type InkModel } from "../../src/ink/index.ts";
import { toyModel } from "./toy-model.ts";

const model = toyModel({
  mean: (digit, component, k) => Math.sin(digit + 2 * component + 3 * k),
  deviation: 0.7,
  weight: (k, pixel) => Math.cos(k + pixel),
  bias: (pixel) => pixel / 784,
  spread: 1.25,
  threshold: 0.05,
});
const bytes = writeInkModel(model);

/** The bytes with one of the metadata changed, or a tensor left out. */
function changed(change: { metadata?: Record<string, string>; without?: string }): Uint8Array {
  const file = new TensorFile(bytes, "model");
  const floats = file.names.filter((name) => /shares|bias|scale/.test(name));
  const tensors = Object.fromEntries(
    file.names
      .filter((name) => name !== change.without)
      .map((name) => [name, floats.includes(name) ? file.floats(name) : file.integers(name)]),
  );
  const metadata = { ...(file.metadata as Record<string, string>), ...change.metadata };
  return writeTensorFile({ metadata, tensors });
}

const arraysOf = ({ mixtures, decoder }: InkModel) => ({
  means: mixtures.means,
  factors: mixtures.factors,
  kernel: decoder[0].kernel,
});

describe("a model of digits", () => {
  test("comes back from its file within half a step of each column's scale", () => {
    const read = readInkModel(bytes, "model");
    expect(read.spread).toBe(1.25);
    expect(read.threshold).toBe(0.05);
    expect(read.mixtures.shares).toEqual(model.mixtures.shares);
    expect(read.decoder[0].bias).toEqual(model.decoder[0].bias);
    const [before, after] = [arraysOf(model), arraysOf(read)];
    for (const name of ["means", "factors", "kernel"] as const) {
      const { data, shape } = before[name];
      expect(after[name].shape).toEqual(shape);
      const columns = shape[shape.length - 1];
      const largest = new Float64Array(columns);
      data.forEach((value, i) => (largest[i % columns] = Math.max(largest[i % columns], Math.abs(value))));
      const worst = data.reduce(
        (most, value, i) =>
          Math.max(most, Math.abs(value - after[name].data[i]) - largest[i % columns] / 254),
        -Infinity,
      );
      expect(worst).toBeLessThan(1e-6);
    }
  });

  test("has the same bytes whenever it is written", () => {
    expect(writeInkModel(model)).toEqual(bytes);
    const read = readInkModel(bytes, "model");
    expect(writeInkModel(readInkModel(writeInkModel(read), "model"))).toEqual(writeInkModel(read));
  });

  test.each([
    ["a text", new TextEncoder().encode("no model at all"), /model is not a whole safetensors file/],
    ["no bytes", new Uint8Array(0), /not a whole safetensors file/],
    ["half a file", bytes.subarray(0, bytes.length / 2), /is damaged: expected/],
    ["another format", changed({ metadata: { format: "inkling" } }), /format inkling-ink, version 1/],
    ["a later version", changed({ metadata: { version: "2" } }), /received format inkling-ink, version 2/],
    ["a missing tensor", changed({ without: "factors" }), /tensor factors in model/],
    [
      "too few layers",
      changed({ metadata: { layers: "0" } }),
      /no decoder: expected at least 1 layer, received 0/,
    ],
    ["a spread of nothing", changed({ metadata: { spread: "0" } }), /numbers that cannot be/],
  ])("is refused with a clear error if it is %s", (_, damaged, message) => {
    expect(() => readInkModel(damaged, "model")).toThrow(message);
    expect(() => readInkModel(damaged, "model")).toThrow(InklingError);
  });

  test("is read or refused, but never fails otherwise, whatever byte is changed", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const copy = bytes.slice();
        copy[at] = value;
        try {
          readInkModel(copy, "model");
        } catch (error) {
          expect(error).toBeInstanceOf(InklingError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
