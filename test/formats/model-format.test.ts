/** Which format a model file has: by extension when writing, by its bytes when reading. */
import { expect, test } from "vitest";
import { formatOfPath, readModelRecord, writeModelRecord } from "../../src/formats/index.ts";
import { goldenBytes } from "./golden-files.ts";

test("the extension names the format, in any case", () => {
  expect(formatOfPath("MNIST-ANN.h5")).toBe("keras-h5");
  expect(formatOfPath("a/b.c/model.HDF5")).toBe("keras-h5");
  expect(formatOfPath("model.keras")).toBe("keras");
  expect(formatOfPath("model.safetensors")).toBe("safetensors");
});

test.each(["model", "model.pt", "folder.h5/model", ".h5x"])(
  "%s names no format, and the error lists those that are",
  (path) => {
    expect(() => formatOfPath(path)).toThrow(RangeError);
    expect(() => formatOfPath(path)).toThrow(/\.keras, \.h5, \.hdf5, \.safetensors/);
  },
);

test("the bytes decide what is read, whatever the file is called", async () => {
  const record = await readModelRecord(goldenBytes("keras3-adam.h5"), "model.safetensors");
  const fast = await writeModelRecord(record, "safetensors");
  expect(await readModelRecord(fast, "model.h5")).toEqual(record);
  const slow = await writeModelRecord(record, "keras-h5");
  expect(await readModelRecord(slow, "model")).toEqual(record);
  const archive = await writeModelRecord(record, "keras");
  expect(await readModelRecord(archive, "model.h5")).toEqual(record);
});

test("anything else is refused with its first bytes", async () => {
  await expect(readModelRecord(new Uint8Array(0), "x")).rejects.toThrow(
    /x is not a model file.*an empty file/,
  );
  const text = new TextEncoder().encode("dear diary");
  await expect(readModelRecord(text, "x")).rejects.toThrow(/10 bytes that begin with 64 65 61 72/);
});
