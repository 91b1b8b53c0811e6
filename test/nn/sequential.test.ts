/** The options of compile, fit, evaluate and predict, with Keras's defaults: PARITY.md's rows. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NdArray } from "../../src/base/shapes.ts";
import {
  Callback,
  Dense,
  Dropout,
  platform,
  providePlatform,
  RMSprop,
  Sequential,
  SGD,
  type FitParameters,
  type Logs,
} from "../../src/nn/index.ts";
import { rowsOf, toyModel, toySet } from "./toy.ts";

/** Notes what a fit tells its callbacks. */
class Note extends Callback {
  facts: FitParameters | undefined;
  readonly epochs: number[] = [];
  readonly logs: Logs[] = [];
  override onTrainBegin(): void {
    this.facts = this.params;
  }
  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epochs.push(epoch);
    this.logs.push({ ...logs });
  }
}

let printed = "";
const real = platform();

beforeEach(() => {
  printed = "";
  providePlatform({ ...real, print: (text) => void (printed += text) });
});
afterEach(() => providePlatform(real));

const sha = (model: Sequential) => model.weightsSha256();
const quiet = { verbose: 0 } as const;
const { x, classes, oneHot } = toySet(70);

describe("compile", () => {
  test("uses RMSprop with its defaults and no metrics unless told otherwise", async () => {
    const model = new Sequential([new Dense(3, { activation: "softmax", inputShape: [4] })]);
    model.compile({ loss: "sparse_categorical_crossentropy" });
    const { history } = await model.fit(x, classes, quiet);
    expect(Object.keys(history)).toEqual(["loss"]);
    expect(model.toRecord().compile).toEqual({
      optimizer: new RMSprop().serialise(),
      loss: "sparse_categorical_crossentropy",
      metrics: [],
    });
  });

  test("takes an optimizer by its name, in any case", () => {
    const model = new Sequential([new Dense(3, { inputShape: [4] })]);
    model.compile({ optimizer: "adam", loss: "mse" });
    expect(model.learningRate).toBe(Math.fround(0.001));
    expect(model.toRecord().compile?.optimizer.class_name).toBe("Adam");
    expect(model.toRecord().compile?.loss).toBe("mean_squared_error");
  });

  test("starts the optimizer anew", async () => {
    const model = toyModel();
    await model.fit(x, classes, quiet);
    expect(model.toRecord().optimizer?.iterations).toBe(3);
    model.compile({ loss: "sparse_categorical_crossentropy" });
    expect(model.toRecord().optimizer).toBeUndefined();
  });
});

describe("fit by default", () => {
  test("takes one epoch, from epoch 0, in batches of 32, and prints as verbose 1", async () => {
    const note = new Note();
    await toyModel().fit(x, classes, { callbacks: [note] });
    expect(note.facts).toEqual({
      epochs: 1,
      initialEpoch: 0,
      batchSize: 32,
      steps: 3,
      metrics: ["accuracy", "loss"],
      verbose: 1,
    });
    expect(note.epochs).toEqual([0]);
    expect(printed).toMatch(/^3\/3 - .*accuracy: .* - loss: /);
  });

  test("validates on nothing", async () => {
    const { history } = await toyModel().fit(x, classes, quiet);
    expect(Object.keys(history)).toEqual(["accuracy", "loss"]);
  });

  test("shuffles, in an order that the model's seed decides", async () => {
    const models = [toyModel(7), toyModel(7), toyModel(7), toyModel(7)];
    const options = [{}, { shuffle: true }, { seed: 7 }, { shuffle: false }];
    await Promise.all(models.map((model, i) => model.fit(x, classes, { ...quiet, ...options[i] })));
    const [byDefault, shuffled, seeded, inOrder] = await Promise.all(models.map(sha));
    expect(shuffled).toBe(byDefault);
    expect(seeded).toBe(byDefault);
    expect(inOrder).not.toBe(byDefault);
  });
});

describe("fit", () => {
  test("has a last, smaller batch where batchSize does not divide the examples, and weighs it by its size", async () => {
    const model = toyModel(1, [], new SGD({ learningRate: 0 }));
    const note = new Note();
    const { history } = await model.fit(x, classes, { ...quiet, batchSize: 32, callbacks: [note] });
    // Nothing is learnt at rate 0, so the epoch's means are those of the whole set.
    const { loss, accuracy } = await model.evaluate(x, classes, quiet);
    expect(note.facts?.steps).toBe(3);
    expect(history.loss[0]).toBeCloseTo(loss, 12);
    expect(history.accuracy[0]).toBe(accuracy);
  });

  test("takes a batchSize beyond the examples as one batch of them all", async () => {
    const [all, beyond] = [toyModel(), toyModel()];
    const note = new Note();
    await all.fit(x, classes, { ...quiet, batchSize: 70 });
    await beyond.fit(x, classes, { ...quiet, batchSize: 10_000, callbacks: [note] });
    expect(note.facts?.steps).toBe(1);
    expect(await sha(beyond)).toBe(await sha(all));
  });

  test("with epochs 0 changes nothing and resolves with an empty history", async () => {
    const model = toyModel();
    const before = await sha(model);
    const { history, epoch } = await model.fit(x, classes, { ...quiet, epochs: 0 });
    expect([history, epoch]).toEqual([{}, []]);
    expect(await sha(model)).toBe(before);
  });

  test("resumed at initialEpoch ends with the bits of a fit that was not interrupted", async () => {
    const make = () => toyModel(5, [new Dropout(0.3)], new RMSprop({ momentum: 0.5, centered: true }));
    const [whole, parts] = [make(), make()];
    await whole.fit(x, classes, { ...quiet, epochs: 5 });
    await parts.fit(x, classes, { ...quiet, epochs: 2 });
    const { epoch } = await parts.fit(x, classes, { ...quiet, epochs: 5, initialEpoch: 2 });
    expect(epoch).toEqual([2, 3, 4]);
    expect(await sha(parts)).toBe(await sha(whole));
  });

  test("holds the last examples back for validationSplit", async () => {
    const [split, given] = [toyModel(), toyModel()];
    const options = { ...quiet, epochs: 2 };
    const first = await split.fit(x, classes, { ...options, validationSplit: 0.2 });
    const second = await given.fit(rowsOf(x, 0, 56), classes.subarray(0, 56), {
      ...options,
      validationData: [rowsOf(x, 56, 70), classes.subarray(56)],
    });
    expect(Object.keys(first.history)).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
    expect(first.history).toEqual(second.history);
    expect(await sha(split)).toBe(await sha(given));
  });

  test("ignores validationSplit where validationData is given, as Keras does", async () => {
    const [both, given] = [toyModel(), toyModel()];
    const validationData = [rowsOf(x, 0, 10), classes.subarray(0, 10)] as const;
    await both.fit(x, classes, { ...quiet, validationData, validationSplit: 0.5 });
    await given.fit(x, classes, { ...quiet, validationData });
    expect(await sha(both)).toBe(await sha(given));
  });

  test("measures validation with the weights behind the epoch, without dropout", async () => {
    const model = toyModel(2, [new Dropout(0.5)]);
    const other = toySet(33, 9);
    const { history } = await model.fit(x, classes, { ...quiet, validationData: [other.x, other.classes] });
    const { loss, accuracy } = await model.evaluate(other.x, other.classes, quiet);
    expect(history.val_loss[0]).toBeCloseTo(loss, 12);
    expect(history.val_accuracy[0]).toBe(accuracy);
  });

  test("validates on soft labels though it trains on one-hot ones", async () => {
    const model = toyModel();
    model.compile({ loss: "categorical_crossentropy", metrics: ["accuracy"] });
    const soft: NdArray = { data: oneHot.data.map((t) => 0.1 + 0.7 * t), shape: oneHot.shape };
    for (const [train, validate] of [
      [oneHot, soft],
      [soft, oneHot],
    ]) {
      const { history } = await model.fit(x, train, { ...quiet, validationData: [x, validate] });
      const { loss } = await model.evaluate(x, validate, quiet);
      expect(history.val_loss[0]).toBeCloseTo(loss, 6);
    }
  });

  test("takes class numbers and one-hot rows to the same bits", async () => {
    const [sparse, rows] = [toyModel(), toyModel()];
    rows.compile({ loss: "categorical_crossentropy", metrics: ["accuracy"] });
    await sparse.fit(x, classes, { ...quiet, epochs: 2 });
    await rows.fit(x, oneHot, { ...quiet, epochs: 2 });
    expect(await sha(rows)).toBe(await sha(sparse));
  });

  test("takes nested arrays, an array with its shape, and bytes with a scale to the same bits", async () => {
    const bytes = Uint8Array.from(x.data, (value) => Math.max(0, Math.round(value * 255)));
    const scale = 1 / 255;
    const data = Float32Array.from(bytes, (byte) => byte * Math.fround(scale));
    const nested = Array.from({ length: 70 }, (_, n) => Array.from(data.subarray(n * 4, n * 4 + 4)));
    const inputs = [{ data: bytes, shape: [70, 4], scale }, { data, shape: [70, 4] }, nested];
    const labels = [classes, Uint8Array.from(classes), Array.from(classes)];
    const models = inputs.map(() => toyModel());
    await Promise.all(models.map((model, i) => model.fit(inputs[i], labels[i], { ...quiet, epochs: 2 })));
    const [fromBytes, fromFloats, fromNested] = await Promise.all(models.map(sha));
    expect(fromFloats).toBe(fromBytes);
    expect(fromNested).toBe(fromBytes);
  });

  test("may train on bytes and validate on floats, and the reverse", async () => {
    const bytes = {
      data: Uint8Array.from(x.data, (value) => 100 * Math.abs(value)),
      shape: [70, 4],
      scale: 0.5,
    };
    const floats = { data: Float32Array.from(bytes.data, (byte) => byte * 0.5), shape: [70, 4] };
    for (const [train, validate] of [
      [bytes, floats],
      [floats, bytes],
    ]) {
      const model = toyModel(1, [], new SGD({ learningRate: 0 }));
      const { history } = await model.fit(train, classes, { ...quiet, validationData: [validate, classes] });
      expect(history.val_loss[0]).toBeCloseTo(history.loss[0], 12);
    }
  });

  test("builds a model without an inputShape from the examples' shape, nested arrays included", async () => {
    for (const [inputs, labels] of [[x, classes] as const, [[[1, 2, 3, 4]], [2]] as const]) {
      const model = new Sequential([new Dense(3, { activation: "softmax" })]);
      model.compile({ loss: "sparse_categorical_crossentropy" });
      await model.fit(inputs, labels, quiet);
      expect([model.inputShape, model.outputShape, model.countParams()]).toEqual([[4], [3], 15]);
    }
  });

  test("starts anew where layers were added behind the last fit", async () => {
    const model = toyModel(3);
    await model.fit(x, classes, quiet);
    model.add(new Dense(3, { activation: "softmax" }));
    const grown = Sequential.fromConfig(model.toJSON(), { seed: 3 });
    grown.compile({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
    await model.fit(x, classes, quiet);
    await grown.fit(x, classes, quiet);
    expect(model.toRecord().optimizer?.iterations).toBe(3);
    expect(await sha(model)).toBe(await sha(grown));
  });
});

describe("evaluate and predict", () => {
  test("evaluate counts its steps in batches of 32 and prints as verbose 1 unless told otherwise", async () => {
    await toyModel().evaluate(x, classes);
    expect(printed).toMatch(/^3\/3 - .*accuracy: .* - loss: /);
    printed = "";
    await toyModel().evaluate(x, classes, quiet);
    expect(printed).toBe("");
  });

  test("evaluate measures any number of examples as one by one", async () => {
    const model = toyModel(4);
    const set = toySet(300, 3);
    const { loss, accuracy } = await model.evaluate(set.x, set.classes, quiet);
    const each = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        model.evaluate(rowsOf(set.x, n, n + 1), set.classes.subarray(n, n + 1), quiet),
      ),
    );
    expect(loss).toBeCloseTo(each.reduce((sum, one) => sum + one.loss, 0) / 300, 12);
    expect(accuracy).toBeCloseTo(each.reduce((sum, one) => sum + one.accuracy, 0) / 300, 12);
  });

  test("predict gives one row an example, the same in any company, and prints nothing", () => {
    const model = toyModel(4);
    const set = toySet(300, 3);
    const all = model.predict(set.x);
    expect(all.shape).toEqual([300, 3]);
    for (const n of [0, 127, 128, 299]) {
      expect(model.predict(rowsOf(set.x, n, n + 1)).data).toEqual(rowsOf(all, n, n + 1).data);
    }
    expect(printed).toBe("");
  });

  test("predict does not drop", () => {
    const [plain, dropping] = [toyModel(4), toyModel(4, [new Dropout(0.5)])];
    expect(dropping.predict(x)).toEqual(plain.predict(x));
  });
});
