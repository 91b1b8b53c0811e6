/** Training beside the caller: progress, stopping, two at once, and threads that die. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { Random } from "../../src/base/random.ts";
import { Callback, Dense, platform, providePlatform, Sequential } from "../../src/nn/index.ts";
import { trainingInWorkers } from "../../src/node/start-training.ts";
import { provideTraining } from "./platforms.ts";
import { toyModel, toySet } from "./toy.ts";

const real = platform();
afterEach(() => providePlatform(real));

const quiet = { verbose: 0 } as const;
const { x, classes } = toySet(70);

/** Epochs of some ten milliseconds: 2000 dense examples of 256 numbers, through 128 units. */
const random = new Random(1);
const long = {
  x: { data: Float32Array.from({ length: 2000 * 256 }, () => random.nextFloat()), shape: [2000, 256] },
  y: Uint8Array.from({ length: 2000 }, () => random.nextBelow(10)),
};
function longModel(): Sequential {
  const model = new Sequential([
    new Dense(128, { activation: "relu", inputShape: [256] }),
    new Dense(10, { activation: "softmax" }),
  ]);
  model.compile({ loss: "sparse_categorical_crossentropy" });
  return model;
}
const isFinite = (model: Sequential) => model.getWeights().every(({ data }) => data.every(Number.isFinite));

const THREADS = [
  { where: "in a worker", provide: () => providePlatform({ ...platform(), threads: 1 }) },
  { where: "in four workers", provide: () => providePlatform({ ...platform(), threads: 4 }) },
  { where: "on the caller's own thread", provide: () => provideTraining(undefined) },
];

describe.each(THREADS)("$where", ({ provide }) => {
  test("the event loop stays free while a fit runs, however short its epochs", async () => {
    provide();
    for (const [model, inputs, labels] of [
      [longModel(), long.x, long.y],
      [toyModel(), x, classes],
    ] as const) {
      let ticks = 0;
      const timer = setInterval(() => ticks++, 10);
      const start = performance.now();
      await expect(
        model.fit(inputs, labels, { ...quiet, epochs: 1_000_000, signal: AbortSignal.timeout(400) }),
      ).rejects.toHaveProperty("name", "TimeoutError");
      clearInterval(timer);
      const elapsed = performance.now() - start;
      expect(elapsed).toBeLessThan(10_000);
      // On its own thread a fit gives way every 40 to 80 ms.
      expect(ticks).toBeGreaterThan(elapsed / 200);
    }
  });

  test("progress tells of rising steps within the epoch", async () => {
    provide();
    const seen: { epoch: number; step: number; loss: number }[] = [];
    class Progress extends Callback {
      override onProgress(epoch: number, step: number, logs: Record<string, number>): void {
        seen.push({ epoch, step, loss: logs.loss });
      }
    }
    // Steps of two examples: an epoch of a thousand steps is long enough to be reported.
    await longModel().fit(long.x, long.y, { ...quiet, batchSize: 2, epochs: 2, callbacks: [new Progress()] });
    expect(seen.length).toBeGreaterThan(0);
    seen.forEach(({ epoch, step, loss }, i) => {
      expect(step).toBeGreaterThan(i > 0 && seen[i - 1].epoch === epoch ? seen[i - 1].step : 0);
      expect(step).toBeLessThanOrEqual(1000);
      expect(loss).toBeGreaterThan(0);
    });
  });

  test("two models fit at once as each does alone", async () => {
    provide();
    const [first, second, alone] = [toyModel(1), toyModel(2), toyModel(1)];
    const options = { ...quiet, epochs: 3 };
    await Promise.all([first.fit(x, classes, options), second.fit(x, classes, options)]);
    await alone.fit(x, classes, options);
    expect(await first.weightsSha256()).toBe(await alone.weightsSha256());
    expect(await second.weightsSha256()).not.toBe(await first.weightsSha256());
  });

  test("a second fit of the same model is refused, and the first goes on", async () => {
    provide();
    const model = toyModel();
    const first = model.fit(x, classes, { ...quiet, epochs: 2 });
    await expect(model.fit(x, classes, quiet)).rejects.toThrow(
      "this model is already training. Wait for its fit to end.",
    );
    expect((await first).epoch).toEqual([0, 1]);
    await model.fit(x, classes, quiet);
  });

  test("the model predicts while it trains, with the weights of the last whole epoch", async () => {
    provide();
    const model = longModel();
    const before = model.predict(long.x);
    const fit = model.fit(long.x, long.y, quiet);
    expect(model.predict(long.x)).toEqual(before);
    await fit;
    expect(model.predict(long.x)).not.toEqual(before);
  });

  test("a signal aborted before stops the fit before it begins", async () => {
    provide();
    const model = toyModel();
    const before = await model.weightsSha256();
    const fit = model.fit(x, classes, { ...quiet, signal: AbortSignal.abort(new Error("not today")) });
    await expect(fit).rejects.toThrow("not today");
    expect(await model.weightsSha256()).toBe(before);
  });

  test("a signal aborted within an epoch rejects with its reason, and leaves a model that can be used", async () => {
    provide();
    const model = longModel();
    const before = await model.weightsSha256();
    const controller = new AbortController();
    const reason = new Error("enough");
    let start = Infinity;
    class Abort extends Callback {
      override onEpochEnd(epoch: number): void {
        if (epoch > 0) return;
        start = performance.now();
        setTimeout(() => controller.abort(reason), 30);
      }
    }
    const fit = model.fit(long.x, long.y, {
      ...quiet,
      batchSize: 1,
      epochs: 1_000_000,
      signal: controller.signal,
      callbacks: [new Abort()],
    });
    await expect(fit).rejects.toBe(reason);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(isFinite(model)).toBe(true);
    // The steps taken are kept, and their number with them.
    expect(await model.weightsSha256()).not.toBe(before);
    expect(model.toRecord().optimizer?.iterations).toBeGreaterThan(0);
    const { epoch } = await model.fit(long.x, long.y, quiet);
    expect(epoch).toEqual([0]);
  });

  test("a signal aborted by a callback stops the fit before the next epoch", async () => {
    provide();
    const controller = new AbortController();
    const epochs: number[] = [];
    class Abort extends Callback {
      override onEpochEnd(epoch: number): void {
        epochs.push(epoch);
        if (epoch === 1) controller.abort();
      }
    }
    const fit = toyModel().fit(x, classes, {
      ...quiet,
      epochs: 9,
      signal: controller.signal,
      callbacks: [new Abort()],
    });
    await expect(fit).rejects.toHaveProperty("name", "AbortError");
    expect(epochs).toEqual([0, 1]);
  });
});

describe("a training thread that dies", () => {
  const worker = (script: string) =>
    trainingInWorkers(new URL(`data:text/javascript,${encodeURIComponent(script)}`));

  test.each([
    { how: "throws at its start", script: "throw new Error('boom')", words: "threw an error: .*boom" },
    {
      how: "throws at work",
      script:
        "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('boom'); });",
      words: "threw an error: .*boom",
    },
    {
      how: "exits at work",
      script:
        "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
      words: "ended with code 3",
    },
    {
      how: "is not there",
      script: "import 'data:text/javascript,import \"./none.js\"'",
      words: "threw an error",
    },
  ])("because it $how rejects the fit, and the model can be used", async ({ script, words }) => {
    const model = toyModel();
    const before = await model.weightsSha256();
    provideTraining(worker(script));
    const error: unknown = await model.fit(x, classes, quiet).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InklingError);
    expect((error as Error).message).toMatch(new RegExp(`^a training thread ${words}`));
    expect((error as Error).message).toContain("The weights are those of the last whole epoch; fit again");
    expect(await model.weightsSha256()).toBe(before);
    providePlatform(real);
    await model.fit(x, classes, quiet);
    expect(await model.weightsSha256()).not.toBe(before);
  });
});

describe("a process can exit by itself", () => {
  const dist = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
  const set = "{ data: new Float32Array(4000 * 64).fill(0.5), shape: [4000, 64] }, new Uint8Array(4000)";
  const head = `
    import { Dense, Sequential } from ${JSON.stringify(dist)};
    const model = new Sequential([new Dense(64, { inputShape: [64] }), new Dense(10, { activation: "softmax" })]);
    model.compile({ loss: "sparse_categorical_crossentropy" });`;

  test.each([
    { when: "after a fit", script: `await model.fit(${set}, { verbose: 0 });` },
    {
      when: "after an abort",
      script: `const signal = AbortSignal.timeout(50);
        await model.fit(${set}, { verbose: 0, epochs: 1e6, signal }).catch(() => undefined);`,
    },
    {
      when: "after a fit that was refused",
      script: `await model.fit(${set}, { verbose: 0, epochs: -1 }).catch(() => undefined);`,
    },
  ])("$when", async ({ script }) => {
    const run = promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", `${head}${script} console.log("done");`],
      { timeout: 20_000 },
    );
    expect((await run).stdout).toBe("done\n");
  });
});
