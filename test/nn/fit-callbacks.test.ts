/** Callbacks at work in a real fit; each callback's own rules are tested in test/nn/callbacks/. */
import { describe, expect, test } from "vitest";
import type { NdArray } from "../../src/base/shapes.ts";
import {
  Callback,
  EarlyStopping,
  LearningRateScheduler,
  ReduceLROnPlateau,
  SGD,
  type Logs,
} from "../../src/nn/index.ts";
import { toyModel, toySet } from "./toy.ts";

const quiet = { verbose: 0 } as const;
const { x, classes } = toySet(70);
const other = toySet(40, 5);
const validationData = [other.x, other.classes] as const;

/** Keeps the weights at the end of each epoch. */
class Keep extends Callback {
  readonly weights: NdArray[][] = [];
  override onEpochEnd(): void {
    this.weights.push(this.model.getWeights());
  }
}

test("EarlyStopping with restoreBestWeights ends with the weights of the best epoch", async () => {
  // A rate this large overshoots, so validation gets worse again.
  const model = toyModel(1, [], new SGD({ learningRate: 30 }));
  const keep = new Keep();
  const stop = new EarlyStopping({ patience: 3, restoreBestWeights: true });
  const { history, epoch } = await model.fit(x, classes, {
    ...quiet,
    epochs: 60,
    validationData,
    callbacks: [keep, stop],
  });
  const losses = history.val_loss;
  const best = losses.indexOf(Math.min(...losses));
  expect(epoch.length).toBeLessThan(60);
  expect(epoch.length).toBe(best + 1 + 3);
  expect(stop.bestEpoch).toBe(best);
  expect(model.getWeights()).toEqual(keep.weights[best]);
  const { loss } = await model.evaluate(...validationData, quiet);
  expect(loss).toBeCloseTo(losses[best], 6);
});

test("an unknown monitor rejects the fit before its first epoch", async () => {
  const model = toyModel();
  const before = model.getWeights();
  const keep = new Keep();
  const stop = new EarlyStopping({ monitor: "val_acuracy" });
  await expect(model.fit(x, classes, { ...quiet, validationData, callbacks: [keep, stop] })).rejects.toThrow(
    'expected one of accuracy, loss, val_accuracy, val_loss. Did you mean "val_accuracy"?',
  );
  expect(keep.weights).toEqual([]);
  expect(model.getWeights()).toEqual(before);
  // The model is not left as if it were training.
  await model.fit(x, classes, quiet);
});

describe("a custom callback", () => {
  test("is called in Keras's order, and an async one is waited for", async () => {
    const calls: string[] = [];
    class Slow extends Callback {
      async #note(name: string): Promise<void> {
        await new Promise((resume) => setTimeout(resume, 5));
        calls.push(name);
      }
      override onTrainBegin(): Promise<void> {
        return this.#note("train begin");
      }
      override onEpochBegin(epoch: number): Promise<void> {
        return this.#note(`epoch ${epoch} begins`);
      }
      override onEpochEnd(epoch: number, logs: Logs): Promise<void> {
        return this.#note(`epoch ${epoch} ends with ${Object.keys(logs).join(" ")}`);
      }
      override onTrainEnd(): Promise<void> {
        return this.#note("train end");
      }
    }
    await toyModel().fit(x, classes, { ...quiet, epochs: 2, callbacks: [new Slow()] });
    expect(calls).toEqual([
      "train begin",
      "epoch 0 begins",
      "epoch 0 ends with accuracy loss",
      "epoch 1 begins",
      "epoch 1 ends with accuracy loss",
      "train end",
    ]);
  });

  test("stops the fit after the epoch by model.stopTraining", async () => {
    class Stop extends Callback {
      override onEpochEnd(epoch: number): void {
        this.model.stopTraining = epoch === 2;
      }
    }
    const model = toyModel();
    expect((await model.fit(x, classes, { ...quiet, epochs: 9, callbacks: [new Stop()] })).epoch).toEqual([
      0, 1, 2,
    ]);
    expect((await model.fit(x, classes, { ...quiet, epochs: 2 })).epoch).toEqual([0, 1]);
  });

  test("that throws rejects the fit with its error, after the others' onTrainEnd", async () => {
    let ended = 0;
    class Fail extends Callback {
      override onEpochEnd(): void {
        throw new Error("my own mistake");
      }
      override onTrainEnd(): void {
        ended++;
      }
    }
    const model = toyModel();
    await expect(model.fit(x, classes, { ...quiet, callbacks: [new Fail()] })).rejects.toThrow(
      "my own mistake",
    );
    expect(ended).toBe(1);
    await model.fit(x, classes, quiet);
  });

  test("may change the weights between epochs, and training goes on from there", async () => {
    class Zero extends Callback {
      override onEpochBegin(epoch: number): void {
        if (epoch !== 1) return;
        this.model.setWeights(
          this.model.getWeights().map(({ data, shape }) => ({ data: data.map(() => 0), shape })),
        );
      }
    }
    const model = toyModel(0, [], new SGD({ learningRate: 0 }));
    const { history } = await model.fit(x, classes, { ...quiet, epochs: 2, callbacks: [new Zero()] });
    // Without weights all three classes are equally probable.
    expect(history.loss[1]).toBeCloseTo(Math.log(3), 6);
  });
});

test("LearningRateScheduler sets the rate that the epoch is trained with", async () => {
  const model = toyModel(0, [], new SGD({ learningRate: 0.5 }));
  const keep = new Keep();
  const before = model.getWeights();
  const scheduler = new LearningRateScheduler((epoch) => (epoch === 0 ? 0 : 0.25));
  const { history } = await model.fit(x, classes, { ...quiet, epochs: 2, callbacks: [scheduler, keep] });
  expect(history.learning_rate).toEqual([0, 0.25]);
  expect(keep.weights[0]).toEqual(before);
  expect(keep.weights[1]).not.toEqual(before);
  expect(model.learningRate).toBe(0.25);
});

test("ReduceLROnPlateau lowers the rate of the epochs behind a plateau", async () => {
  const model = toyModel(0, [], new SGD({ learningRate: 1e-30 }));
  const reduce = new ReduceLROnPlateau({ monitor: "loss", patience: 1, factor: 0.5 });
  const { history } = await model.fit(x, classes, {
    ...quiet,
    epochs: 3,
    shuffle: false,
    callbacks: [reduce],
  });
  expect(history.learning_rate).toEqual([1e-30, 1e-30, 5e-31].map(Math.fround));
});
