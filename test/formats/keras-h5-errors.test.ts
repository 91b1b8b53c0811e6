/** Bad .h5 files: each is refused with what is wrong, what was expected and how to mend it. */
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { Sequential } from "../../src/nn/index.ts";
import { goldenBytes } from "./golden-files.ts";

/** The error of reading bytes as a model; fails if there is none or it is of another kind. */
async function refusal(bytes: Uint8Array, name: string): Promise<string> {
  const error = await readKerasH5(bytes, name).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InklingError);
  return (error as InklingError).message;
}

test("a text file is not an HDF5 file", async () => {
  const message = await refusal(new TextEncoder().encode("dear diary,\n"), "diary.h5");
  expect(message).toContain("diary.h5 is not an HDF5 file: expected it to start with the bytes 89 48 44 46");
  expect(message).toContain("received 64 65 61 72");
});

test("an empty file is not an HDF5 file", async () => {
  expect(await refusal(new Uint8Array(0), "empty.h5")).toContain("received 0 bytes");
});

test("a file that ends early is damaged, and the library's reason is told", async () => {
  const message = await refusal(goldenBytes("keras3-sgd.h5").subarray(0, 9000), "half.h5");
  expect(message).toContain("half.h5 cannot be read as an HDF5 file");
  expect(message).toContain("truncated file");
  expect(message).toContain("save or copy it again");
});

test("a file of 8 bytes is damaged", async () => {
  expect(await refusal(goldenBytes("keras3-sgd.h5").subarray(0, 8), "tiny.h5")).toContain("cannot be read");
});

describe.each([
  ["broken-no-model-config.h5", ["not a model saved by Keras", "no model_config", "model.save"]],
  ["broken-not-keras.h5", ["not a model saved by Keras", "no model_config"]],
  ["broken-bad-json.h5", ["model_config", "expected JSON"]],
  ["broken-missing-weights.h5", ['"sequential/dense/kernel" is missing', "save it again"]],
  [
    "broken-shape.h5",
    ['layer "dense"', "expected kernel (12, 8) and bias (8,)", "received kernel (8, 12) and bias (8,)"],
  ],
  ["broken-integers.h5", ["float32", "received int32"]],
  ["broken-big-endian.h5", ["float32", "received big-endian float32"]],
  ["broken-huge.h5", ["declares more numbers than the file can hold", "(1000000, 1000000)"]],
  ["weights-only-keras2.h5", ["holds only weights", "load_weights", "model.save"]],
  ["weights-only-keras3.weights.h5", ["holds only weights", "load_weights", "model.save"]],
  ["functional-branch.h5", ["Functional model that branches", "keras.Sequential"]],
])("%s", (name, parts) => {
  test("is refused with what is wrong and how to mend it", async () => {
    const message = await refusal(goldenBytes(name), name);
    for (const part of [name, ...parts]) expect(message).toContain(part);
  });
});

test("a layer that Inkling does not know is named", async () => {
  const record = await readKerasH5(goldenBytes("unknown-layer.h5"), "unknown-layer.h5");
  expect(() => Sequential.fromRecord(record)).toThrow(/LSTM \("lstm"\)/);
});
