/** `.keras` files that real Keras wrote (test/golden/golden_archives.py): read, predicted and trained with, and written again. */
import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readHdf5, writeHdf5 } from "../../src/formats/hdf5.ts";
import { readModelRecord } from "../../src/formats/index.ts";
import { readKerasArchive } from "../../src/formats/keras-archive-read.ts";
import { writeKerasArchive } from "../../src/formats/keras-archive-write.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { Sequential } from "../../src/nn/index.ts";
import { readGolden } from "../nn/golden.ts";
import { golden, goldenBytes, largestDifference, ndArray, type GoldenArray } from "./golden-files.ts";

const NAMES = [
  "functional-chain",
  "keras3-adam-amsgrad",
  "keras3-cnn",
  "keras3-layers",
  "keras3-options",
  "keras3-rmsprop-centered",
  "keras3-sgd",
];
const TRAINED = NAMES.filter((name) => !["functional-chain", "keras3-layers"].includes(name));
const TOLERANCE = 2e-6;

interface Facts {
  inputs?: GoldenArray;
  predictInputs?: GoldenArray;
  batchInputs?: GoldenArray;
  batchTargets?: GoldenArray;
  predictions: GoldenArray;
  optimizer: GoldenArray[];
  next: { loss: number; weights: GoldenArray[] };
}

/** What Keras found in the .h5 file of the same model. */
function factsOf(name: string): Facts {
  const files = ["golden-files.json", "golden-layers.json", "golden-training-options.json"].map(
    (file) => (readGolden(file) as { files: Record<string, Facts> }).files,
  );
  return { ...golden, ...files.find((known) => `${name}.h5` in known)![`${name}.h5`] };
}

describe.each(NAMES)("%s.keras", (name) => {
  const bytes = goldenBytes(`${name}.keras`);
  const read = () => readKerasArchive(bytes, `${name}.keras`);

  test("holds the weights, the arguments of compile and the optimizer's variables of its .h5 file", async () => {
    const [archive, h5] = [await read(), await readKerasH5(goldenBytes(`${name}.h5`))];
    expect(archive.weights).toEqual(h5.weights);
    expect(archive.compile?.loss).toEqual(h5.compile?.loss);
    expect(archive.compile?.metrics).toEqual(h5.compile?.metrics);
    expect(archive.compile?.optimizer.config).toEqual(h5.compile?.optimizer.config);
    expect(archive.optimizer).toEqual(h5.optimizer);
  });

  test("predicts what Keras predicts", async () => {
    const { predictions, inputs, predictInputs } = factsOf(name);
    const model = Sequential.fromRecord(await read());
    const predicted = model.predict(ndArray((inputs ?? predictInputs) as GoldenArray));
    expect(largestDifference(predicted.data, predictions.data)).toBeLessThan(TOLERANCE);
  });

  test("comes back the same from writing and reading, and the same bytes each time", async () => {
    const record = Sequential.fromRecord(await read()).toRecord();
    const written = await writeKerasArchive(record);
    expect(Sequential.fromRecord(await readModelRecord(written, "x.keras")).toRecord()).toEqual(record);
    expect(await writeKerasArchive(record)).toEqual(written);
  });

  test("is written in the groups that Keras wrote", async () => {
    const written = await writeKerasArchive(await read());
    const groups = (archive: Uint8Array) =>
      readHdf5(unzipSync(archive)["model.weights.h5"], name, (root) =>
        // Of a Functional model Keras writes the input too, which has nothing to keep.
        ["dense", "dense_1", "conv2d", "batch_normalization", "depthwise_conv2d", "dropout", "flatten"].map(
          (layer) => [
            layer,
            root.group(`layers/${layer}/vars`)?.text("name"),
            [0, 1, 2, 3, 4].map((i) => root.floats(`layers/${layer}/vars/${i}`)?.shape),
          ],
        ),
      );
    expect(await groups(written)).toEqual(await groups(bytes));
  });
});

test.each(TRAINED)("%s.keras goes on training as Keras does", async (name) => {
  const { batchInputs, predictInputs, batchTargets, next } = factsOf(name);
  const model = Sequential.fromRecord(await readKerasArchive(goldenBytes(`${name}.keras`)));
  const inputs = ndArray((batchInputs ?? predictInputs) as GoldenArray);
  const { history } = await model.fit(inputs, ndArray(batchTargets as GoldenArray), {
    batchSize: inputs.shape[0],
    shuffle: false,
    verbose: 0,
  });
  expect(Math.abs(history["loss"][0] - next.loss)).toBeLessThan(TOLERANCE);
});

describe("a bad .keras file", () => {
  const whole = goldenBytes("keras3-sgd.keras");
  const refusal = async (bytes: Uint8Array): Promise<string> =>
    await readModelRecord(bytes, "x.keras").then(
      () => "it was read",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const without = (name: string): Uint8Array => {
    const { [name]: _, ...rest } = unzipSync(whole);
    return zipSync(rest);
  };

  test.each([10, 100, 5000, whole.length - 30])(
    "cut after %i bytes is refused as damaged",
    async (length) => {
      expect(await refusal(whole.subarray(0, length))).toMatch(/^InklingError: .*x\.keras/);
    },
  );

  test.each(["config.json", "model.weights.h5"])(
    "without %s is refused with what is missing",
    async (name) => {
      expect(await refusal(without(name))).toMatch(
        new RegExp(`not a model saved by Keras: expected .*received no ${name}`),
      );
    },
  );

  test("with text for a configuration is refused", async () => {
    const files = { ...unzipSync(whole), "config.json": new TextEncoder().encode("dear diary") };
    expect(await refusal(zipSync(files))).toMatch(/config\.json in x\.keras/);
  });

  test("with text for weights is refused", async () => {
    const files = { ...unzipSync(whole), "model.weights.h5": new TextEncoder().encode("dear diary") };
    expect(await refusal(zipSync(files))).toMatch(/model\.weights\.h5 in x\.keras/);
  });

  test("whose weights are another model's is refused with the layer", async () => {
    const weights = await writeHdf5((root) => {
      root.create_group("layers").create_group("dense").create_group("vars");
    });
    const files = { ...unzipSync(whole), "model.weights.h5": weights };
    expect(await refusal(zipSync(files))).toMatch(/the weights of layer "[^"]+" in x\.keras do not fit/);
  });

  test("that claims to unpack to more than memory holds is refused before it is unpacked", async () => {
    const bytes = zipSync(unzipSync(whole));
    const view = new DataView(bytes.buffer);
    // The central directory's entries: signature, and the unpacked size 24 bytes on.
    for (let at = 0; at < bytes.length - 28; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xfffffff0, true);
    }
    expect(await refusal(bytes)).toMatch(/too large: expected at most 2147483647 bytes, received 4294967280/);
  });
});
