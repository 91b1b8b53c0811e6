/** Inkling's own fast format: it keeps every number, and refuses what is not whole. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { goldenBytes } from "./golden-files.ts";

const record = await readKerasH5(goldenBytes("keras3-adam.h5"));
const whole = writeSafetensors(record);

/** A file of a header and so many bytes of numbers. */
function file(header: unknown, numberBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numberBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** The whole file's header, changed. */
function withHeader(change: (header: Record<string, Record<string, unknown>>) => void): Uint8Array {
  const length = Number(new DataView(whole.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length))) as Record<
    string,
    Record<string, unknown>
  >;
  change(header);
  const changed = file(header, whole.length - 8 - length);
  changed.set(whole.subarray(8 + length), changed.length - (whole.length - 8 - length));
  return changed;
}

test.each(["keras3-rmsprop.h5", "keras3-adam-amsgrad.h5", "keras3-layers.h5"])(
  "a record of %s comes back the same from writing and reading",
  async (name) => {
    const original = await readKerasH5(goldenBytes(name), name);
    expect(readSafetensors(writeSafetensors(original))).toEqual(original);
  },
);

test("the layout is the open one: length, JSON header, float32 numbers on a multiple of 8", () => {
  const length = Number(new DataView(whole.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length))) as Record<
    string,
    unknown
  >;
  expect(header["dense/kernel"]).toEqual({ dtype: "F32", shape: [12, 8], data_offsets: [0, 12 * 8 * 4] });
  expect(header["dense/bias"]).toEqual({ dtype: "F32", shape: [8], data_offsets: [384, 416] });
  const first = new DataView(whole.buffer).getFloat32(8 + length, true);
  expect(first).toBe(record.weights[0].weights[0].data[0]);
});

describe("a bad file is refused with what is wrong", () => {
  test.each<[string, Uint8Array, RegExp]>([
    ["empty", new Uint8Array(0), /not a whole safetensors file/],
    ["text", new TextEncoder().encode("hello, this is text"), /not a whole safetensors file/],
    ["cut in its header", whole.subarray(0, 100), /expected a header of \d+ bytes, received 100 bytes/],
    ["cut in its numbers", whole.subarray(0, whole.length - 4), /tensor .* is damaged/],
    ["not JSON", file("{not json}"), /expected JSON/],
    [
      "of another program",
      file({ "a/b": { dtype: "F32", shape: [1], data_offsets: [0, 4] } }, 4),
      /holds weights but no model/,
    ],
    [
      "of float16",
      withHeader((header) => (header["dense/kernel"]["dtype"] = "F16")),
      /float32 numbers of shape \(12, 8\)/,
    ],
    [
      "of a huge shape",
      withHeader((header) => (header["dense/kernel"]["shape"] = [2 ** 30, 2 ** 30])),
      /is damaged/,
    ],
    [
      "of negative offsets",
      withHeader((header) => (header["dense/kernel"]["data_offsets"] = [-384, 0])),
      /is damaged/,
    ],
    [
      "of fractional offsets",
      withHeader((header) => (header["dense/kernel"]["data_offsets"] = [0.5, 384.5])),
      /is damaged/,
    ],
    [
      "of a swapped shape",
      withHeader((header) => (header["dense/kernel"]["shape"] = [8, 12])),
      /layer "dense".*do not fit/,
    ],
    [
      "without a layer",
      withHeader((header) => void delete header["dense/kernel"]),
      /layer "dense".*received bias \(8,\)/,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes, "x.safetensors")).toThrow(message);
    expect(() => readSafetensors(bytes, "x.safetensors")).toThrow(InklingError);
  });
});

test("a damaged copy is refused or read, never another exception", () => {
  const flip = fc.tuple(fc.nat(whole.length - 1), fc.nat(7));
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 6 }), fc.nat(whole.length), (flips, length) => {
      const bytes = whole.slice(0, length % 3 === 0 ? length : undefined);
      for (const [at, bit] of flips) if (at < bytes.length) bytes[at] ^= 1 << bit;
      try {
        expect(readSafetensors(bytes).weights.length).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(InklingError);
      }
    }),
    { numRuns: 2000 },
  );
});
