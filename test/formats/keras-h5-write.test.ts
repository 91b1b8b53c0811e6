/** What Inkling writes as .h5; that real Keras reads it is checked by hand with test/golden/check-with-keras.py. */
import { describe, expect, test } from "vitest";
import { readHdf5 } from "../../src/formats/hdf5.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { writeKerasH5 } from "../../src/formats/keras-h5-write.ts";
import { Dense, Sequential } from "../../src/nn/index.ts";
import { goldenBytes } from "./golden-files.ts";

describe.each([
  "keras3-rmsprop.h5",
  "keras3-rmsprop-centered.h5",
  "keras3-sgd.h5",
  "keras3-adam.h5",
  "keras3-adam-amsgrad.h5",
  "keras3-layers.h5",
  "keras2-rmsprop.h5",
  "keras1-names.h5",
  "functional-chain.h5",
])("%s", (name) => {
  test("comes back the same from writing and reading", async () => {
    const record = await readKerasH5(goldenBytes(name), name);
    expect(await readKerasH5(await writeKerasH5(record))).toEqual({
      ...record,
      optimizer: record.optimizer && {
        ...record.optimizer,
        learningRate: Math.fround(record.optimizer.learningRate!),
      },
    });
  });
});

describe.each(["keras3-rmsprop.h5", "keras3-sgd.h5", "keras3-adam-amsgrad.h5"])("%s", (name) => {
  test("is written with the attributes, names and numbers that Keras wrote", async () => {
    const keras = goldenBytes(name);
    const inkling = await writeKerasH5(await readKerasH5(keras, name));
    expect(await describeFile(inkling)).toEqual(await describeFile(keras));
  });
});

test("a model that was never compiled has no training configuration and no optimizer state", async () => {
  const model = new Sequential([new Dense(2, { inputShape: [3] })]);
  const record = await readKerasH5(await writeKerasH5(model.toRecord()));
  expect(record.compile).toBeUndefined();
  expect(record.optimizer).toBeUndefined();
});

/** All that Keras looks at in a file. */
async function describeFile(bytes: Uint8Array) {
  return readHdf5(bytes, "the file", (root) => {
    const weights = root.group("model_weights")!;
    const state = (root.group("optimizer_weights") ?? root.group("inkling_optimizer_weights"))!;
    const layerNames = weights.texts("layer_names")!;
    const stateNames = state.texts("weight_names")!;
    return {
      versions: [
        root.text("backend"),
        root.text("keras_version"),
        weights.text("backend"),
        weights.text("keras_version"),
      ],
      model: JSON.parse(root.text("model_config")!) as { config: object },
      training: JSON.parse(root.text("training_config")!) as object,
      layers: layerNames.map((layer) => {
        const group = weights.group(layer)!;
        const names = group.texts("weight_names")!;
        return { layer, names, arrays: names.map((name) => group.floats(name)) };
      }),
      topLevel: weights.group("top_level_model_weights")?.texts("weight_names"),
      stateNames,
      iterations: state.integer(stateNames[0]),
      state: stateNames.slice(1).map((name) => state.floats(name)),
    };
  });
}

test("the optimizer's state is in a group that Keras 3.15 passes over, because reading it would break its fit", async () => {
  const record = await readKerasH5(goldenBytes("keras3-rmsprop.h5"));
  const groups = await readHdf5(await writeKerasH5(record), "the file", (root) =>
    ["optimizer_weights", "inkling_optimizer_weights"].map((name) => root.group(name) !== undefined),
  );
  expect(groups).toEqual([false, true]);
});
