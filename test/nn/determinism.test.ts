/** One seed gives one SHA-256 of the weights, however the training is run. */
import { afterEach, describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { WHOLE } from "../../src/nn/engine/part.ts";
import { Trainer } from "../../src/nn/engine/trainer.ts";
import { TrainingProgram } from "../../src/nn/engine/training-program.ts";
import type { StartTraining } from "../../src/nn/engine/training-job.ts";
import {
  Adam,
  Dense,
  Dropout,
  Flatten,
  platform,
  providePlatform,
  Rescaling,
  RMSprop,
  Sequential,
  SGD,
  type Layer,
  type Optimizer,
} from "../../src/nn/index.ts";
import { provideTraining } from "./platforms.ts";

const real = platform();
afterEach(() => providePlatform(real));

/** Images of 12 by 12 bytes, most of them blank, as MNIST's are. */
const ROWS = 300;
const random = new Random(8);
const images = {
  data: Uint8Array.from({ length: ROWS * 144 }, () => (random.nextFloat() < 0.8 ? 0 : random.nextBelow(256))),
  shape: [ROWS, 12, 12],
  scale: 1 / 255,
};
const labels = Uint8Array.from({ length: ROWS }, () => random.nextBelow(10));

/** Trains on the caller's thread, giving way after as many steps as the engine ever may. */
const inSmallestSlices: StartTraining = (job, memory, module) => {
  const trainer = new Trainer(new TrainingProgram(job), memory, module, WHOLE);
  return Promise.resolve({
    runEpoch: async (request, onProgress) => {
      const epoch = trainer.epoch(request, 0);
      for (;;) {
        const slice = epoch.next();
        if (slice.done === true) return slice.value;
        onProgress(slice.value.step, slice.value.figures);
        await Promise.resolve();
      }
    },
    close: () => Promise.resolve(),
  });
};

const NETWORKS = {
  "narrow, sigmoid, RMSprop": (seed: number) =>
    compiled(
      [new Flatten({ inputShape: [12, 12] }), new Dense(16, { activation: "sigmoid" })],
      new RMSprop(),
      seed,
    ),
  "wide, relu with Dropout, Adam": (seed: number) =>
    compiled(
      [
        new Flatten({ inputShape: [12, 12] }),
        new Dense(100, { activation: "relu" }),
        new Dropout(0.4),
        new Dense(70, { activation: "relu" }),
      ],
      new Adam({ learningRate: 0.01 }),
      seed,
    ),
  "rescaled, tanh, SGD with momentum": (seed: number) =>
    compiled(
      [
        new Rescaling(2, { offset: -1, inputShape: [12, 12] }),
        new Flatten(),
        new Dense(20, { activation: "tanh" }),
      ],
      new SGD({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
      seed,
    ),
};

function compiled(layers: Layer[], optimizer: Optimizer, seed: number): Sequential {
  const model = new Sequential([...layers, new Dense(10, { activation: "softmax" })], { seed });
  model.compile({ optimizer, loss: "sparse_categorical_crossentropy" });
  return model;
}

async function train(model: Sequential): Promise<{ sha: string; history: Record<string, number[]> }> {
  const options = { batchSize: 23, epochs: 2, verbose: 0, validationSplit: 0.1 } as const;
  const { history } = await model.fit(images, labels, options);
  return { sha: await model.weightsSha256(), history };
}

describe.each(Object.entries(NETWORKS))("%s", (_name, make) => {
  test("gives the same bits in a worker, on the caller's own thread, and in slices of any size", async () => {
    const inWorker = await train(make(1));
    provideTraining(undefined);
    const onOwnThread = await train(make(1));
    provideTraining(inSmallestSlices);
    const inSlices = await train(make(1));
    expect(onOwnThread).toEqual(inWorker);
    expect(inSlices).toEqual(inWorker);
    expect(inWorker.sha).toMatch(/^[0-9a-f]{64}$/);
  });

  test("gives the same bits in two epochs at once and in one and one", async () => {
    provideTraining(undefined);
    const [whole, parts] = [make(2), make(2)];
    const options = { batchSize: 23, verbose: 0 } as const;
    await whole.fit(images, labels, { ...options, epochs: 2 });
    await parts.fit(images, labels, { ...options, epochs: 1 });
    await parts.fit(images, labels, { ...options, initialEpoch: 1, epochs: 2 });
    expect(await parts.weightsSha256()).toBe(await whole.weightsSha256());
  });

  test("gives other bits from another seed", async () => {
    provideTraining(undefined);
    const [first, second] = [await train(make(1)), await train(make(2))];
    expect(second.sha).not.toBe(first.sha);
    // The same weights shuffled by another seed part too.
    const [third, fourth] = [make(1), make(1)];
    await third.fit(images, labels, { verbose: 0, seed: 10 });
    await fourth.fit(images, labels, { verbose: 0, seed: 11 });
    expect(await third.weightsSha256()).not.toBe(await fourth.weightsSha256());
  });
});

test("seeds beyond 32 bits count with all their bits", () => {
  const make = (seed: number) =>
    new Sequential([new Dense(4, { inputShape: [4] })], { seed }).getWeights()[0];
  expect(make(2 ** 32)).not.toEqual(make(0));
  expect(make(2 ** 52 + 1)).not.toEqual(make(2 ** 52));
});
