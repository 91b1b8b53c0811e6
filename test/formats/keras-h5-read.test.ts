/** Files of Keras 3, 2 and 1, read: what is in them, and what the model then computes and goes on to learn. */
import { describe, expect, test } from "vitest";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { Sequential } from "../../src/nn/index.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { golden, goldenBytes, largestDifference, ndArray } from "./golden-files.ts";

const TOLERANCE = 1e-6;

/** All that hold the small trained network, by the Keras that wrote them. */
const TRAINED = [
  "keras3-rmsprop.h5",
  "keras3-rmsprop-centered.h5",
  "keras3-sgd.h5",
  "keras3-adam.h5",
  "keras3-adam-amsgrad.h5",
  "keras2-rmsprop.h5",
  "keras2-adam.h5",
  "keras2-sgd.h5",
  "keras1-list.h5",
];

describe.each([...TRAINED, "keras1-names.h5"])("%s", (name) => {
  const { weights, optimizer, predictions } = golden.files[name];

  test("holds Keras's weights, exactly", async () => {
    const record = await readKerasH5(goldenBytes(name), name);
    const read = record.weights.flatMap((layer) => layer.weights);
    expect(read.map((weight) => weight.name)).toEqual(weights.map((weight) => weight.name));
    expect(read.map((weight) => weight.shape)).toEqual(weights.map((weight) => weight.shape));
    for (const [i, weight] of weights.entries()) {
      expect(largestDifference(read[i].data, ndArray(weight).data)).toBe(0);
    }
  });

  test("holds the optimizer's variables in Keras 3's order, exactly", async () => {
    const { optimizer: state } = await readKerasH5(goldenBytes(name), name);
    const variables = optimizer.slice(2);
    expect(state?.variables).toHaveLength(variables.length);
    for (const [i, variable] of variables.entries()) {
      expect(variable.name).toMatch(new RegExp(`_${state!.variables[i].name}$`));
      expect(largestDifference(state!.variables[i].data, ndArray(variable).data), variable.name).toBe(0);
    }
    expect(Math.fround(state!.learningRate!)).toBe(Math.fround(optimizer[1].data[0]));
  });

  test("predicts what Keras predicts", async () => {
    const model = Sequential.fromRecord(await readKerasH5(goldenBytes(name), name));
    const predicted = model.predict(ndArray(golden.predictInputs));
    expect(largestDifference(predicted.data, predictions.data)).toBeLessThan(TOLERANCE);
  });
});

describe.each(TRAINED)("%s", (name) => {
  test("goes on training as Keras does", async () => {
    const model = Sequential.fromRecord(await readKerasH5(goldenBytes(name), name));
    const { history } = await model.fit(ndArray(golden.batchInputs), ndArray(golden.batchTargets), {
      batchSize: 6,
      shuffle: false,
      verbose: 0,
    });
    const { loss, weights } = golden.files[name].next;
    expect(Math.abs(history["loss"][0] - loss)).toBeLessThan(TOLERANCE);
    for (const [i, weight] of model.getWeights().entries()) {
      expect(largestDifference(weight.data, weights[i].data)).toBeLessThan(TOLERANCE);
    }
  });
});

test("the count of steps is read where the file has it", async () => {
  for (const name of TRAINED) {
    const { optimizer } = await readKerasH5(goldenBytes(name), name);
    // Keras 1's RMSprop did not store it.
    expect(optimizer?.iterations, name).toBe(name === "keras1-list.h5" ? 0 : 3);
  }
});

test("the configuration of every layer becomes Keras 3's own model.to_json()", async () => {
  const { model } = await readKerasH5(goldenBytes("keras3-layers.h5"));
  const expected = (golden.files["keras3-layers.h5"] as unknown as { model: KerasObject }).model;
  // Only model.to_json() says with which shape a layer was built.
  const strip = (layers: unknown) =>
    (layers as KerasObject[]).map((layer) => ({ ...layer, build_config: undefined }));
  expect(strip(model.config["layers"])).toEqual(strip(expected.config["layers"]));
  expect({ ...model.config, layers: [] }).toEqual({ ...expected.config, layers: [] });
});

test("a model of every layer predicts what Keras predicts", async () => {
  const file = golden.files["keras3-layers.h5"] as unknown as { inputs: { shape: number[]; data: number[] } };
  const record = await readKerasH5(goldenBytes("keras3-layers.h5"));
  expect(record.compile).toBeUndefined();
  const predicted = Sequential.fromRecord(record).predict(ndArray(file.inputs));
  expect(largestDifference(predicted.data, golden.files["keras3-layers.h5"].predictions.data)).toBeLessThan(
    TOLERANCE,
  );
});

test("a Functional model that is a chain becomes the Sequential that it is", async () => {
  const record = await readKerasH5(goldenBytes("functional-chain.h5"));
  const layers = record.model.config["layers"] as unknown as KerasObject[];
  expect(layers.map(({ class_name, config }) => [class_name, config["name"]])).toEqual([
    ["InputLayer", "pixels"],
    ["Dense", "hidden"],
    ["Dense", "digits"],
  ]);
  const predicted = Sequential.fromRecord(record).predict(ndArray(golden.predictInputs));
  expect(
    largestDifference(predicted.data, golden.files["functional-chain.h5"].predictions.data),
  ).toBeLessThan(TOLERANCE);
});

test("loss and metric objects are read by their names", async () => {
  const { compile } = await readKerasH5(goldenBytes("keras3-loss-object.h5"));
  expect(compile?.loss).toBe("sparse_categorical_crossentropy");
  expect(compile?.metrics).toEqual(["accuracy"]);
});

test("files read at the same time do not get into each other's way", async () => {
  const records = await Promise.all(TRAINED.map((name) => readKerasH5(goldenBytes(name), name)));
  for (const [i, name] of TRAINED.entries()) {
    expect(
      largestDifference(records[i].weights[0].weights[0].data, ndArray(golden.files[name].weights[0]).data),
    ).toBe(0);
  }
});
