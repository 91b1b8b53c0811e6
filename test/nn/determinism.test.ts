/** One seed gives one SHA-256 of the weights, however the training is run. */
import { afterEach, describe, expect, test } from "vitest";
import { WHOLE } from "../../src/nn/engine/part.ts";
import { Trainer } from "../../src/nn/engine/trainer.ts";
import { TrainingProgram } from "../../src/nn/engine/training-program.ts";
import type { StartTraining } from "../../src/nn/engine/training-job.ts";
import * as nn from "../../src/nn/index.ts";
import { makeDigits, makeNetwork, NETWORKS, trainNetwork } from "../web/networks.ts";
import { provideTraining } from "./platforms.ts";

const real = nn.platform();
afterEach(() => nn.providePlatform(real));

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

describe.each(NETWORKS)("$name", (network) => {
  const { images, labels } = makeDigits(network.inputShape);
  const make = (seed: number) => makeNetwork(nn, network, seed);

  test("gives the same bits in a worker, on the caller's own thread, and in slices of any size", async () => {
    const inWorker = await trainNetwork(nn, network, { threads: 1 });
    provideTraining(undefined);
    const onOwnThread = await trainNetwork(nn, network);
    provideTraining(inSmallestSlices);
    const inSlices = await trainNetwork(nn, network, { threads: 1 });
    expect(onOwnThread).toEqual(inWorker);
    expect(inSlices).toEqual(inWorker);
    expect(inWorker.sha).toMatch(/^[0-9a-f]{64}$/);
  });

  // Batches of 23 end with one of 17 and, in the validation, of 7; those of 5 leave two of four threads without rows.
  test.each([23, 5, 1, 64, 270])(
    "gives the same bits on 1, 2, 3 and 4 threads in batches of %i",
    async (batchSize) => {
      const alone = await trainNetwork(nn, network, { batchSize, threads: 1 });
      for (const threads of [2, 3, 4]) {
        expect(await trainNetwork(nn, network, { batchSize, threads }), `${threads} threads`).toEqual(alone);
      }
    },
  );

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
    const shaOf = async (weightsSeed: number, fitSeed: number) => {
      const model = make(weightsSeed);
      await model.fit(images, labels, { verbose: 0, seed: fitSeed });
      return await model.weightsSha256();
    };
    const first = await shaOf(1, 10);
    expect(await shaOf(2, 10)).not.toBe(first);
    // The same weights shuffled by another seed part too.
    expect(await shaOf(1, 11)).not.toBe(first);
  });
});

test("seeds beyond 32 bits count with all their bits", () => {
  const make = (seed: number) =>
    new nn.Sequential([new nn.Dense(4, { inputShape: [4] })], { seed }).getWeights()[0];
  expect(make(2 ** 32)).not.toEqual(make(0));
  expect(make(2 ** 52 + 1)).not.toEqual(make(2 ** 52));
});
