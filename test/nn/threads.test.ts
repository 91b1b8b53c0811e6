/** Several training threads: they meet thousands of times, one dies while the others wait, and all of them end. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { Callback, platform, providePlatform } from "../../src/nn/index.ts";
import { trainingInWorkers } from "../../src/node/start-training.ts";
import { provideTraining } from "./platforms.ts";
import { rowsOf, toyModel, toySet } from "./toy.ts";

const real = platform();
afterEach(() => providePlatform(real));

const { x, classes } = toySet(160);
const DIST = new URL("../../dist/", import.meta.url).href;

/** A worker's script in which one thread dies in an early epoch, but not the first: it looks for a stop at every step. */
const dyingWorker = (index: number, how: string) => `
  import { workerData } from "node:worker_threads";
  if (workerData.part.index === ${index}) {
    const { load } = Atomics;
    let looks = 0;
    Atomics.load = (...args) => {
      if (++looks > 200) { ${how} }
      return load(...args);
    };
  }
  await import("${DIST}bundle/training-worker.js");`;
const SLEEP = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);";
const asUrl = (script: string) => new URL(`data:text/javascript,${encodeURIComponent(script)}`);

describe.each([
  { how: "throws", code: "throw new Error('boom');", words: "threw an error: .*boom" },
  { how: "exits", code: "process.exit(3);", words: "ended with code 3" },
])("a thread that $how in the middle of an epoch", ({ code, words }) => {
  test.each([
    { others: "still look for it", index: 0, before: "" },
    { others: "still look for it", index: 1, before: "" },
    { others: "sleep", index: 0, before: SLEEP },
    { others: "sleep", index: 2, before: SLEEP },
  ])("rejects the fit while the others $others (thread $index)", async ({ index, before }) => {
    const model = toyModel();
    const lastEpoch = { end: 0, sha: "" };
    class Watch extends Callback {
      override async onEpochEnd(): Promise<void> {
        lastEpoch.sha = await model.weightsSha256();
        lastEpoch.end = performance.now();
      }
    }
    provideTraining(trainingInWorkers(asUrl(dyingWorker(index, before + code))));
    const options = { verbose: 0, batchSize: 2, threads: 3, epochs: 1e6, callbacks: [new Watch()] } as const;
    const error: unknown = await model.fit(x, classes, options).catch((reason: unknown) => reason);
    expect(performance.now() - lastEpoch.end).toBeLessThan(10_000);
    expect(error).toBeInstanceOf(InklingError);
    expect((error as Error).message).toMatch(new RegExp(`^a training thread ${words}`));
    // The message says that the weights are those of the last whole epoch.
    expect(await model.weightsSha256()).toBe(lastEpoch.sha);
    providePlatform(real);
    await model.fit(x, classes, { verbose: 0, threads: 3 });
    expect(await model.weightsSha256()).not.toBe(lastEpoch.sha);
  });
});

test("an error that a callback throws at a progress report rejects the fit, whose threads end", async () => {
  const model = toyModel();
  const reason = new Error("callback");
  class Throw extends Callback {
    override onProgress(): void {
      throw reason;
    }
  }
  const options = { verbose: 0, batchSize: 1, threads: 2, callbacks: [new Throw()] } as const;
  const many = { data: new Float32Array(4 * 200_000), shape: [200_000, 4] };
  await expect(model.fit(many, new Uint8Array(200_000), options)).rejects.toBe(reason);
  await model.fit(x, classes, { verbose: 0 });
});

test("a signal stops four threads within any epoch, and the model can be used", async () => {
  const model = toyModel();
  for (const delay of [0, 1, 5, 20, 60, 120, 180]) {
    const signal = AbortSignal.timeout(delay);
    const start = performance.now();
    const fit = model.fit(x, classes, { verbose: 0, batchSize: 16, threads: 4, epochs: 1e6, signal });
    await expect(fit).rejects.toHaveProperty("name", "TimeoutError");
    expect(performance.now() - start).toBeLessThan(delay + 10_000);
  }
  expect(model.getWeights().every(({ data }) => data.every(Number.isFinite))).toBe(true);
  await model.fit(x, classes, { verbose: 0, threads: 4 });
});

test("threads without rows of their own change nothing", async () => {
  const five = rowsOf(x, 0, 5);
  const shas = [];
  for (const threads of [1, 8]) {
    const model = toyModel();
    const options = { verbose: 0, epochs: 3, threads, validationSplit: 0.2 } as const;
    await model.fit(five, classes.subarray(0, 5), options);
    shas.push(await model.weightsSha256());
  }
  expect(shas[1]).toBe(shas[0]);
});

describe("four threads meet without fail, however few processors there are", () => {
  const bitsOf = async (rows: number, batchSize: number, epochs: number, threads: number) => {
    const model = toyModel();
    const options = { verbose: 0, batchSize, epochs, threads } as const;
    await model.fit(rowsOf(x, 0, rows), classes.subarray(0, rows), options);
    return await model.weightsSha256();
  };

  test("in 10,000 steps of 16 rows", async () => {
    expect(await bitsOf(160, 16, 1000, 4)).toBe(await bitsOf(160, 16, 1000, 1));
  }, 20_000);

  test("in 10,000 epochs of one step", async () => {
    expect(await bitsOf(16, 16, 10_000, 4)).toBe(await bitsOf(16, 16, 10_000, 1));
  }, 30_000);

  test("in three fits at once", async () => {
    const fits = [1, 2, 3].map(() => bitsOf(160, 16, 100, 4));
    const [first, ...others] = await Promise.all(fits);
    expect(others).toEqual([first, first]);
  }, 20_000);
});

describe("a process ends by itself", () => {
  const head = `
    import { Callback, Dense, InklingError, providePlatform, platform, Sequential } from "${DIST}index.js";
    import { trainingInWorkers } from "${DIST}node/start-training.js";
    const model = new Sequential([new Dense(8, { inputShape: [4] }), new Dense(3, { activation: "softmax" })]);
    model.compile({ loss: "sparse_categorical_crossentropy" });
    const x = { data: new Float32Array(640).fill(0.5), shape: [160, 4] };
    const y = new Uint8Array(160);
    const options = { verbose: 0, batchSize: 16, threads: 4 };`;

  test.each([
    { when: "after a fit on four threads", script: `await model.fit(x, y, options); console.log("done");` },
    {
      when: "when a fit that nobody waits for is done",
      script: `model.fit(x, y, { ...options, epochs: 50 }).then(({ epoch }) => console.log("done"));`,
    },
    {
      when: "while four threads are idle and a callback never comes back",
      script: `
        const never = new Promise(() => undefined);
        class Hang extends Callback {
          onEpochEnd() { console.log("done"); return never; }
        }
        void model.fit(x, y, { ...options, epochs: 2, callbacks: [new Hang()] });`,
    },
    {
      when: "after a thread has died while the others slept",
      script: `
        const script = new URL(${JSON.stringify(asUrl(dyingWorker(1, `${SLEEP} throw new Error("boom");`)).href)});
        providePlatform({ ...platform(), startTraining: trainingInWorkers(script) });
        const error = await model.fit(x, y, { ...options, epochs: 1e6 }).catch((reason) => reason);
        console.log(error instanceof InklingError ? "done" : error);`,
    },
    {
      when: "after a signal has stopped four threads",
      script: `
        const fit = model.fit(x, y, { ...options, epochs: 1e6, signal: AbortSignal.timeout(100) });
        console.log(await fit.then(() => "not stopped", () => "done"));`,
    },
  ])("$when", async ({ script }) => {
    const args = ["--input-type=module", "-e", head + script];
    const run = promisify(execFile)(process.execPath, args, { timeout: 10_000 });
    expect((await run).stdout).toBe("done\n");
  });
});
