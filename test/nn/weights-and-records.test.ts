/** What a model gives away and takes back: weights, configurations, whole records. */
import { describe, expect, test } from "vitest";
import {
  Adam,
  Dense,
  Dropout,
  Flatten,
  GlorotNormal,
  HeNormal,
  HeUniform,
  Rescaling,
  RMSprop,
  Sequential,
  SGD,
  Zeros,
} from "../../src/nn/index.ts";
import { getInitializer } from "../../src/nn/initializers/get-initializer.ts";
import { serialiseInitializer } from "../../src/nn/initializers/initializer.ts";
import { buildLayers } from "../../src/nn/layers/build-layers.ts";
import type { KerasObject, ModelRecord } from "../../src/nn/model-record.ts";
import { getOptimizer } from "../../src/nn/optimizers/get-optimizer.ts";
import { toyModel, toySet } from "./toy.ts";

const quiet = { verbose: 0 } as const;
const { x, classes } = toySet(70);
/** What a value is behind a file or a thread: JSON there and back. */
const throughJson = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

describe("weights", () => {
  test("come in Keras's order, kernel (I, O) before bias (O), layer by layer", () => {
    expect(
      toyModel()
        .getWeights()
        .map(({ shape }) => shape),
    ).toEqual([[4, 8], [8], [8, 3], [3]]);
    expect(toyModel().countParams()).toBe(4 * 8 + 8 + 8 * 3 + 3);
  });

  test("getWeights returns copies, and setWeights takes copies", () => {
    const model = toyModel();
    const before = model.getWeights();
    model.getWeights()[0].data.fill(9);
    expect(model.getWeights()).toEqual(before);
    model.setWeights(before);
    before[0].data.fill(9);
    expect(model.getWeights()[0].data).not.toEqual(before[0].data);
  });

  test("setWeights makes another model predict the same", async () => {
    const [trained, other] = [toyModel(1), toyModel(2)];
    await trained.fit(x, classes, quiet);
    other.predict(x);
    other.setWeights(trained.getWeights());
    expect(other.predict(x)).toEqual(trained.predict(x));
    expect(await other.weightsSha256()).toBe(await trained.weightsSha256());
  });

  test("weightsSha256 is SHA-256 of the little-endian floats: of one zero, that of four zero bytes", async () => {
    const model = new Sequential([new Dense(1, { useBias: false, inputShape: [1] })]);
    model.setWeights([{ data: Float32Array.of(0), shape: [1, 1] }]);
    // printf '\0\0\0\0' | sha256sum
    expect(await model.weightsSha256()).toBe(
      "df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119",
    );
    model.setWeights([{ data: Float32Array.of(1), shape: [1, 1] }]);
    // printf '\0\0\x80\x3f' | sha256sum
    expect(await model.weightsSha256()).toBe(
      "e00e5eb9444182f352323374ef4e08ebcb784725fdd4fd612d7730540b3e0c8c",
    );
  });

  test("setWeights names what does not fit, and then changes nothing", () => {
    const model = toyModel();
    const before = model.getWeights();
    const [first, ...rest] = before;
    expect(() => model.setWeights(rest)).toThrow(
      "the weights do not fit the model: expected 4 arrays, received 3.",
    );
    const turned = { data: first.data, shape: [8, 4] };
    expect(() => model.setWeights([turned, ...rest])).toThrow(
      "weight 0 (kernel of layer 0) does not fit the model: expected shape (4, 8), received (8, 4) with 32 numbers.",
    );
    const short = { data: first.data.subarray(1), shape: [4, 8] };
    expect(() => model.setWeights([short, ...rest])).toThrow("received (4, 8) with 31 numbers");
    expect(model.getWeights()).toEqual(before);
  });
});

describe("configurations survive serialising, JSON and reading back", () => {
  test.each([
    new Dense(5, {
      activation: "relu",
      useBias: false,
      kernelInitializer: new HeNormal({ seed: 4 }),
      name: "own",
    }),
    new Dense(1, { biasInitializer: "glorot_uniform" }),
    new Dropout(0.25, { seed: 11 }),
    new Dropout(0.5),
    new Flatten(),
    new Rescaling(1 / 255, { offset: -0.5 }),
  ])("of the layer $className", (layer) => {
    const [again] = buildLayers([throughJson(layer.serialise())]);
    expect(again.serialise()).toEqual(layer.serialise());
    expect(again.constructor).toBe(layer.constructor);
  });

  test.each([
    new RMSprop(),
    new RMSprop({ learningRate: 0.01, rho: 0.8, momentum: 0.7, epsilon: 1e-5, centered: true }),
    new SGD({ learningRate: 0.5 }),
    new SGD({ momentum: 0.9, nesterov: true }),
    new Adam(),
    new Adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, amsgrad: true }),
  ])("of the optimizer $className", (optimizer) => {
    const again = getOptimizer(throughJson(optimizer.serialise()));
    expect(again.serialise()).toEqual(optimizer.serialise());
    expect(again.slots).toEqual(optimizer.slots);
  });

  test.each([new GlorotNormal(), new HeUniform({ seed: 3 }), new HeNormal({ seed: 0 }), new Zeros()])(
    "of the initializer $className",
    (initializer) => {
      const again = getInitializer({ ...throughJson(serialiseInitializer(initializer)) });
      expect(again).toEqual(initializer);
    },
  );

  test("of a whole model, with the names of its layers", () => {
    const layers = [
      new Flatten({ inputShape: [2, 3] }),
      new Rescaling(0.5),
      new Dense(4, { activation: "tanh", name: "middle" }),
      new Dropout(0.1),
      new Dense(2),
      new Dense(2),
    ];
    const model = new Sequential(layers, { name: "whole" });
    const again = Sequential.fromConfig(JSON.parse(JSON.stringify(model)) as KerasObject);
    expect(again.toJSON()).toEqual(model.toJSON());
    expect(again.name).toBe("whole");
    expect(again.layers.map(({ name }) => name)).toEqual([
      "flatten",
      "rescaling",
      "middle",
      "dropout",
      "dense",
      "dense_1",
    ]);
    expect(again.inputShape).toEqual([2, 3]);
  });

  test("of a model without an input shape, which stays unbuilt", () => {
    const again = Sequential.fromConfig(throughJson(new Sequential([new Dense(2)]).toJSON()));
    expect(() => again.countParams()).toThrow(
      "countParams needs the model's weights, which do not exist yet",
    );
  });
});

describe("records", () => {
  test.each([
    new RMSprop(),
    new RMSprop({ momentum: 0.9, centered: true }),
    new SGD({ learningRate: 0.1 }),
    new SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    new Adam({ amsgrad: true }),
  ])("fromRecord(toRecord()) goes on training bit-identically with $className", async (optimizer) => {
    const model = toyModel(3, [new Dropout(0.2)], optimizer);
    await model.fit(x, classes, { ...quiet, epochs: 2, seed: 3 });
    model.learningRate = 0.02;
    const copy = Sequential.fromRecord(structuredClone(model.toRecord()));
    expect(await copy.weightsSha256()).toBe(await model.weightsSha256());
    const options = { ...quiet, initialEpoch: 2, epochs: 4, seed: 3 };
    const [ours, theirs] = [await model.fit(x, classes, options), await copy.fit(x, classes, options)];
    expect(theirs.history).toEqual(ours.history);
    expect(await copy.weightsSha256()).toBe(await model.weightsSha256());
    expect(copy.toRecord()).toEqual(model.toRecord());
  });

  test("leave out what there is not: no compile, no optimizer before the first step", () => {
    const plain = new Sequential([new Dense(2, { inputShape: [3] })]);
    expect(Object.keys(plain.toRecord())).toEqual(["model", "weights"]);
    expect(Object.keys(toyModel().toRecord())).toEqual(["model", "weights", "compile"]);
    expect(() => Sequential.fromRecord(plain.toRecord()).learningRate).toThrow("the model is not compiled");
  });

  test("are refused where the parts do not fit, with a word on what to do", async () => {
    const model = toyModel();
    await model.fit(x, classes, quiet);
    const record = model.toRecord();
    const withoutBias: ModelRecord = {
      ...record,
      weights: record.weights.map((entry) => ({ ...entry, weights: entry.weights.slice(0, 1) })),
    };
    expect(() => Sequential.fromRecord(withoutBias)).toThrow(
      "the weights do not fit the architecture: the weights do not fit the model: expected 4 arrays, received 2. " +
        "The file is damaged or was put together from two models.",
    );
    const optimizer = { ...record.optimizer!, variables: record.optimizer!.variables.slice(1) };
    expect(() => Sequential.fromRecord({ ...record, optimizer })).toThrow(
      "the optimizer's state does not fit the model at velocity of kernel",
    );
  });
});
