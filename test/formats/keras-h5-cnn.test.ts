/** A trained network of the layers for images, saved by Keras 3: read, predicted with, trained on, and written again. */
import { describe, expect, test } from "vitest";
import { readHdf5 } from "../../src/formats/hdf5.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { writeKerasH5 } from "../../src/formats/keras-h5-write.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { Sequential } from "../../src/nn/index.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { readGolden } from "../nn/golden.ts";
import { goldenBytes, largestDifference, ndArray, type GoldenArray } from "./golden-files.ts";

interface Facts {
  /** What `model.summary()` prints on 80 columns. */
  summary: string;
  model: KerasObject;
  predictInputs: GoldenArray;
  batchTargets: GoldenArray;
  weights: (GoldenArray & { name: string })[];
  optimizer: (GoldenArray & { name: string })[];
  predictions: GoldenArray;
  next: { loss: number; weights: GoldenArray[] };
}

const NAME = "keras3-cnn.h5";
const TOLERANCE = 2e-6;
const { files } = readGolden("golden-layers.json") as { files: Record<string, Facts> };
const facts = files[NAME];
const read = () => readKerasH5(goldenBytes(NAME), NAME);

describe("a network for images that Keras saved", () => {
  test("holds Keras's weights, the moving moments too, exactly", async () => {
    const weights = (await read()).weights.flatMap((layer) => layer.weights);
    expect(weights.map(({ name, shape }) => [name, shape])).toEqual(
      facts.weights.map(({ name, shape }) => [name, shape]),
    );
    for (const [i, weight] of facts.weights.entries()) {
      expect(largestDifference(weights[i].data, ndArray(weight).data), weight.name).toBe(0);
    }
  });

  test("holds the optimizer's variables, of the trained weights alone", async () => {
    const { optimizer } = await read();
    const [, , ...variables] = facts.optimizer;
    expect(optimizer?.variables.map(({ shape }) => shape)).toEqual(variables.map(({ shape }) => shape));
    for (const [i, variable] of variables.entries()) {
      expect(largestDifference(optimizer!.variables[i].data, ndArray(variable).data), variable.name).toBe(0);
    }
  });

  test("has the layers of Keras's own model.to_json()", async () => {
    const layers = ({ config }: KerasObject) =>
      (config["layers"] as unknown as KerasObject[]).map((layer) => [layer.class_name, layer.config]);
    const { model } = await read();
    expect(layers(model)).toEqual(layers(facts.model));
    expect(layers(Sequential.fromRecord(await read()).toJSON()).slice(1)).toEqual(
      layers(facts.model).slice(1),
    );
  });

  test("predicts what Keras predicts, and goes on training as Keras does", async () => {
    const model = Sequential.fromRecord(await read());
    const predicted = model.predict(ndArray(facts.predictInputs));
    expect(largestDifference(predicted.data, facts.predictions.data)).toBeLessThan(TOLERANCE);
    const { history } = await model.fit(ndArray(facts.predictInputs), ndArray(facts.batchTargets), {
      batchSize: facts.predictInputs.shape[0],
      shuffle: false,
      verbose: 0,
    });
    expect(Math.abs(history["loss"][0] - facts.next.loss)).toBeLessThan(TOLERANCE);
    for (const [i, weight] of model.getWeights().entries()) {
      expect(largestDifference(weight.data, facts.next.weights[i].data)).toBeLessThan(TOLERANCE);
    }
  });

  test("has Keras's summary, with what is not trained counted apart", async () => {
    expect(Sequential.fromRecord(await read()).formatSummary(80)).toBe(facts.summary);
  });

  test("comes back the same from writing and reading, as HDF5 and as safetensors", async () => {
    const record = await read();
    const { iterations, learningRate, variables } = record.optimizer!;
    const expected = {
      ...record,
      optimizer: { iterations, learningRate: Math.fround(learningRate!), variables },
    };
    expect(await readKerasH5(await writeKerasH5(record))).toEqual(expected);
    expect(readSafetensors(writeSafetensors(record))).toEqual(record);
  });

  test("is written with the names that Keras wrote", async () => {
    const names = (bytes: Uint8Array) =>
      readHdf5(bytes, NAME, (root) => {
        const group = root.group("model_weights")!;
        return group.texts("layer_names")!.map((layer) => [layer, group.group(layer)!.texts("weight_names")]);
      });
    expect(await names(await writeKerasH5(await read()))).toEqual(await names(goldenBytes(NAME)));
  });
});
