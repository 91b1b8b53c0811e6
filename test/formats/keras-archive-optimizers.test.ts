/** Optimizers in `.keras` files: what Keras insists on in a file, and what Inkling does with optimizers that it does not have. */
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readHdf5 } from "../../src/formats/hdf5.ts";
import { readModelRecord, writeModelRecord } from "../../src/formats/index.ts";
import { Adam, AdamW, Dense, type Optimizer, RMSprop, Sequential, SGD } from "../../src/nn/index.ts";
import { goldenBytes } from "./golden-files.ts";

function compiled(optimizer: Optimizer): Sequential {
  const model = new Sequential([new Dense(4, { inputShape: [6] }), new Dense(3, { activation: "softmax" })]);
  model.compile({ optimizer, loss: "categorical_crossentropy" });
  return model;
}

describe("a learning rate of 1 and a momentum of 0", () => {
  const record = compiled(new SGD({ learningRate: 1 })).toRecord();

  test("are floats in .keras, for Keras refuses whole numbers", async () => {
    const config = strFromU8(unzipSync(await writeModelRecord(record, "keras"))["config.json"]);
    expect(config).toMatch(/"learning_rate":1\.0,/);
    expect(config).toMatch(/"momentum":0\.0,/);
    expect(config).toMatch(/"units":4,/);
  });

  test("are floats in .h5 too", async () => {
    const config = await readHdf5(await writeModelRecord(record, "keras-h5"), "x.h5", (root) =>
      root.text("training_config"),
    );
    expect(config).toMatch(/"learning_rate":1\.0,/);
    expect(config).toMatch(/"momentum":0\.0,/);
  });
});

// len(model.optimizer.variables) of this network of four weights, loaded by Keras 3.15.
test.each([
  ["SGD", new SGD(), 2],
  ["SGD with momentum", new SGD({ momentum: 0.9 }), 6],
  ["RMSprop", new RMSprop(), 6],
  ["centered RMSprop with momentum", new RMSprop({ centered: true, momentum: 0.9 }), 14],
  ["Adam", new Adam(), 10],
  ["Adam with amsgrad", new Adam({ amsgrad: true }), 14],
  ["AdamW with averages", new AdamW({ useEma: true }), 14],
])(
  "%s that has not taken a step is written with the variables that Keras counts",
  async (_, optimizer, count) => {
    const model = compiled(optimizer);
    const files = unzipSync(await writeModelRecord(model.toRecord(), "keras"));
    await readHdf5(files["model.weights.h5"], "x.keras", (root) => {
      const shapes = Array.from({ length: count - 2 }, (__, i) => root.floats(`optimizer/vars/${i + 2}`));
      expect(shapes.every((slot) => slot?.data.every((value) => value === 0))).toBe(true);
      expect(root.floats(`optimizer/vars/${count}`)).toBeUndefined();
      expect(root.integer("optimizer/vars/0")).toBe(0);
    });
  },
);

describe.each([
  ["Adagrad, which Inkling does not have", '"class_name": "SGD"', '"class_name": "Adagrad"', /adagrad/],
  ["clipped gradients, which Inkling does not have", '"clipnorm": null', '"clipnorm": 1.0', /clipnorm/],
])("a file that was trained with %s", (_, from, to, complaint) => {
  const golden = unzipSync(goldenBytes("keras3-sgd.keras"));
  const config = strFromU8(golden["config.json"]);
  const bytes = zipSync({ ...golden, "config.json": strToU8(config.replace(from, to)) });

  test("predicts as it did", async () => {
    expect(config).toContain(from);
    const model = Sequential.fromRecord(await readModelRecord(bytes, "x.keras"), { compile: false });
    const known = Sequential.fromRecord(await readModelRecord(goldenBytes("keras3-sgd.keras"), "x.keras"));
    const inputs = { data: Float32Array.from({ length: 2 * 12 }, (__, i) => i / 24), shape: [2, 12] };
    expect(model.predict(inputs).data).toEqual(known.predict(inputs).data);
  });

  test("says so when it is to train on", async () => {
    const record = await readModelRecord(bytes, "x.keras");
    expect(record.optimizer).toBeUndefined();
    expect(() => Sequential.fromRecord(record)).toThrow(complaint);
  });
});
