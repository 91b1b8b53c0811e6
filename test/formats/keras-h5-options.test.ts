/**
 * A file of Keras 3 whose training has a schedule, weight decay, averages, a smoothed loss and L2: read, gone on with and
 * written. That real Keras reads what is written is checked by hand with test/golden/check-with-keras.py.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readHdf5 } from "../../src/formats/hdf5.ts";
import { normaliseCompileConfig } from "../../src/formats/keras-compile.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { writeKerasH5 } from "../../src/formats/keras-h5-write.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { AdamW, CategoricalCrossentropy, Dense, L2, OneCycle, Sequential } from "../../src/nn/index.ts";
import type { JsonObject, ModelRecord } from "../../src/nn/model-record.ts";
import { goldenBytes, largestDifference, ndArray, type GoldenArray } from "./golden-files.ts";

const NAME = "keras3-options.h5";
const TOLERANCE = 1e-6;

const golden = JSON.parse(
  readFileSync(new URL("../golden/golden-training-options.json", import.meta.url), "utf8"),
) as {
  files: Record<
    string,
    {
      predictInputs: GoldenArray;
      batchInputs: GoldenArray;
      batchTargets: GoldenArray;
      optimizer: (GoldenArray & { name: string })[];
      predictions: GoldenArray;
      next: { loss: number; averages: GoldenArray[] };
    }
  >;
};
const file = golden.files[NAME];

describe("keras3-options.h5", () => {
  test("holds the optimizer's variables in Keras's order, and no learning rate", async () => {
    const { optimizer: state } = await readKerasH5(goldenBytes(NAME), NAME);
    const [iteration, ...variables] = file.optimizer;
    expect(state?.iterations).toBe(iteration.data[0]);
    expect(state).not.toHaveProperty("learningRate");
    expect(state?.variables).toHaveLength(variables.length);
    for (const [i, variable] of variables.entries()) {
      expect(variable.name).toMatch(new RegExp(`_${state!.variables[i].name}$`));
      expect(largestDifference(state!.variables[i].data, ndArray(variable).data), variable.name).toBe(0);
    }
  });

  test("holds loss, optimizer and penalties as Keras configured them", async () => {
    const model = Sequential.fromRecord(await readKerasH5(goldenBytes(NAME), NAME));
    const { compile } = model.toRecord();
    expect(compile?.loss).toEqual(new CategoricalCrossentropy({ labelSmoothing: 0.1 }).serialise());
    expect(compile?.optimizer.class_name).toBe("AdamW");
    expect(compile?.optimizer.config).toMatchObject({ weight_decay: 0.1, use_ema: true, ema_momentum: 0.9 });
    const [first, second] = model.layers as Dense[];
    const penalties = [first, second].map((layer) => [layer.kernelRegularizer, layer.biasRegularizer]);
    expect(penalties).toEqual([
      [new L2({ l2: 0.03 }), undefined],
      [undefined, new L2()],
    ]);
  });

  test("predicts what Keras predicts, and goes on training as Keras does", async () => {
    const model = Sequential.fromRecord(await readKerasH5(goldenBytes(NAME), NAME));
    const predicted = model.predict(ndArray(file.predictInputs));
    expect(largestDifference(predicted.data, file.predictions.data)).toBeLessThan(TOLERANCE);
    const { history } = await model.fit(ndArray(file.batchInputs), ndArray(file.batchTargets), {
      batchSize: 6,
      shuffle: false,
      verbose: 0,
    });
    expect(Math.abs(history["loss"][0] - file.next.loss)).toBeLessThan(TOLERANCE);
    for (const [i, weight] of model.getWeights().entries()) {
      expect(largestDifference(weight.data, file.next.averages[i].data)).toBeLessThan(TOLERANCE);
    }
  });

  test("is written with the training configuration and the variables that Keras wrote", async () => {
    const keras = goldenBytes(NAME);
    const inkling = await writeKerasH5(await readKerasH5(keras, NAME));
    expect(await describeTraining(inkling)).toEqual(await describeTraining(keras));
  });
});

/** What Keras looks at to go on training. */
async function describeTraining(bytes: Uint8Array) {
  return readHdf5(bytes, "the file", (root) => {
    const state = (root.group("optimizer_weights") ?? root.group("inkling_optimizer_weights"))!;
    const names = state.texts("weight_names")!;
    return {
      training: JSON.parse(root.text("training_config")!) as object,
      model: JSON.parse(root.text("model_config")!) as object,
      names,
      iterations: state.integer(names[0]),
      state: names.slice(1).map((name) => state.floats(name)),
    };
  });
}

describe("a model with all that Keras has no word for", () => {
  /** Two steps in. */
  async function trained(): Promise<ModelRecord> {
    const model = new Sequential([new Dense(2, { inputShape: [3], kernelRegularizer: "l2" })]);
    const optimizer = new AdamW({
      learningRate: new OneCycle({ peak: 0.01, totalSteps: 10 }),
      excludeFromWeightDecay: ["bias"],
      useEma: true,
      emaWarmup: true,
    });
    model.compile({ optimizer, loss: new CategoricalCrossentropy({ labelSmoothing: 0.1 }) });
    const [x, y] = [Array.from({ length: 4 }, () => [1, 2, 3]), Array.from({ length: 4 }, () => [0, 1])];
    await model.fit(x, y, { batchSize: 2, verbose: 0 });
    return model.toRecord();
  }

  test.each([
    ["HDF5", async (record: ModelRecord) => readKerasH5(await writeKerasH5(record))],
    ["safetensors", (record: ModelRecord) => readSafetensors(writeSafetensors(record))],
  ])("comes back from %s", async (_, thereAndBack) => {
    const record = await trained();
    const found = await thereAndBack(record);
    expect(found.compile).toEqual(record.compile);
    expect(found.optimizer).toEqual(record.optimizer);
    const layers = (model: ModelRecord["model"]) => (model.config["layers"] as JsonObject[])[1]["config"];
    expect(layers(found.model)).toEqual(layers(record.model));
    expect(Sequential.fromRecord(found).toRecord().compile).toEqual(record.compile);
  });
});

describe("losses in training configurations", () => {
  const lossOf = (loss: JsonObject | string) =>
    normaliseCompileConfig({ loss, optimizer_config: { class_name: "SGD", config: {} } }, "the file")?.loss;
  const config = { reduction: "auto", name: "my_loss", from_logits: false, axis: -1 };

  test("Keras 2's objects become Keras 3's where they smooth labels, and names elsewhere", () => {
    const object = (smoothing: number) => ({
      class_name: "BinaryCrossentropy",
      config: { ...config, label_smoothing: smoothing, fn: "binary_crossentropy" },
    });
    expect(lossOf(object(0.25))).toMatchObject({
      module: "keras.losses",
      class_name: "BinaryCrossentropy",
      config: { label_smoothing: 0.25, reduction: "sum_over_batch_size" },
    });
    expect(lossOf(object(0))).toBe("binary_crossentropy");
  });

  test.each([
    [{ class_name: "CategoricalFocalCrossentropy", config: { label_smoothing: 0.1 } }, "focal"],
    [
      { class_name: "CategoricalCrossentropy", config: { label_smoothing: 7 } },
      "labelSmoothing is out of range",
    ],
    [{ class_name: "CategoricalCrossentropy", config: { from_logits: true } }, "from_logits"],
  ])("%o is an error of the file's", (loss, message) => {
    expect(() => lossOf(loss)).toThrow(message);
    expect(() => lossOf(loss)).toThrow(/^the loss in the file/);
  });
});
