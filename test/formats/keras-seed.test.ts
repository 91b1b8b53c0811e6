/** The seed network as real Keras trained and saved it, on real MNIST. Skipped where that file is not. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { Sequential } from "../../src/nn/index.ts";
import { largestDifference } from "./golden-files.ts";

const folder = process.env["INKLING_DATA"] ?? "";
const seedFile = join(folder, "keras", "keras-seed.h5");

describe.skipIf(folder === "" || !existsSync(seedFile))("keras-seed.h5", () => {
  test("predicts what Keras predicted, within 1e-6", async () => {
    const model = Sequential.fromRecord(
      await readKerasH5(new Uint8Array(readFileSync(seedFile)), "keras-seed.h5"),
    );
    const images = gunzipSync(readFileSync(join(folder, "mnist", "t10k-images-idx3-ubyte.gz"))).subarray(16);
    const npy = readFileSync(join(folder, "keras", "keras-seed-pred.npy"));
    // The numbers of a version 1 .npy lie behind its header of 10 bytes and as many more as its last two say.
    const start = 10 + npy.readUInt16LE(8);
    const expected = Array.from({ length: (npy.length - start) / 4 }, (_, i) =>
      npy.readFloatLE(start + i * 4),
    );
    const count = expected.length / 10;
    const pixels = Float32Array.from(images.subarray(0, count * 784), (pixel) => pixel / 255);
    const predicted = model.predict({ data: pixels, shape: [count, 784] });
    expect(largestDifference(predicted.data, expected)).toBeLessThan(1e-6);
  });

  test("was trained for 25 epochs of 469 steps", async () => {
    const record = await readKerasH5(new Uint8Array(readFileSync(seedFile)));
    expect(record.optimizer?.iterations).toBe(25 * 469);
    expect(record.compile).toMatchObject({ loss: "categorical_crossentropy", metrics: ["accuracy"] });
  });
});
