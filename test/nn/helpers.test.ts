/** Predicting on several threads: who computes a row never shows, and no helper outlives its use. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { Conv2D, Dense, Flatten, platform, providePlatform, Sequential } from "../../src/nn/index.ts";
import { trainingInWorkers } from "../../src/node/start-training.ts";

const real = platform();
afterEach(() => providePlatform(real));

const random = new Random(4);
const images = {
  data: Uint8Array.from({ length: 3000 * 144 }, () => (random.nextFloat() < 0.7 ? 0 : random.nextBelow(256))),
  shape: [3000, 12, 12, 1],
  scale: 1 / 255,
};
const labels = Uint8Array.from({ length: 3000 }, () => random.nextBelow(10));

const MODELS = {
  dense: () =>
    new Sequential([
      new Flatten({ inputShape: [12, 12, 1] }),
      new Dense(600, { activation: "sigmoid" }),
      new Dense(10, { activation: "softmax" }),
    ]),
  convolutional: () =>
    new Sequential([
      new Conv2D(8, 3, { activation: "relu", inputShape: [12, 12, 1] }),
      new Conv2D(16, 3, { activation: "relu" }),
      new Flatten(),
      new Dense(10, { activation: "softmax" }),
    ]),
};

/** Counts the helpers started, which are the platform's own but for their number. */
function countHelpers(threads: number): { started: number } {
  const counter = { started: 0 };
  providePlatform({
    ...real,
    threads,
    startHelpers: (messages) => {
      counter.started += messages.length;
      return real.startHelpers?.(messages) ?? (() => undefined);
    },
  });
  return counter;
}

/** Predicts until helpers have had the time to start and to take part. */
async function predictForLong(model: Sequential): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  const end = performance.now() + 700;
  while (performance.now() < end) {
    const { data } = model.predict(images);
    if (results.length < 2) results.push(data);
    else results[1] = data;
    await new Promise((resume) => setImmediate(resume));
  }
  return results;
}

describe.each(Object.entries(MODELS))("a %s network", (_name, make) => {
  test("predicts the same bits alone and with helpers, and after its weights have changed", async () => {
    const counter = countHelpers(3);
    const model = make();
    const [first, last] = await predictForLong(model);
    expect(counter.started).toBe(2);
    expect(last).toEqual(first);
    model.setWeights(model.getWeights().map(({ data, shape }) => ({ data: data.map((w) => w / 2), shape })));
    const helped = model.predict(images).data;
    countHelpers(1);
    expect(helped).toEqual(model.predict(images).data);
    expect(helped).not.toEqual(first);
    model.dispose();
  });

  test("evaluates to the same figures alone and with helpers", async () => {
    countHelpers(2);
    const model = make();
    model.compile({ loss: "sparse_categorical_crossentropy" });
    await predictForLong(model);
    const helped = await model.evaluate(images, labels, { verbose: 0 });
    countHelpers(1);
    expect(helped).toEqual(await model.evaluate(images, labels, { verbose: 0 }));
    model.dispose();
  });
});

test("a model whose helpers cannot start predicts alone", async () => {
  providePlatform({ ...real, threads: 4, startHelpers: () => () => undefined });
  const model = MODELS.dense();
  const [first, last] = await predictForLong(model);
  expect(last).toEqual(first);
  model.dispose();
});

test("few examples start no helpers", () => {
  const counter = countHelpers(4);
  const model = MODELS.dense();
  const one = { ...images, data: images.data.subarray(0, 144), shape: [1, 12, 12, 1] };
  for (let i = 0; i < 2000; i++) model.predict(one);
  expect(counter.started).toBe(0);
});

describe("dispose", () => {
  test("ends a running fit with a clear error, and the model says so when it is used again", async () => {
    const model = MODELS.dense();
    model.compile({ loss: "sparse_categorical_crossentropy" });
    const fit = model.fit(images, labels, { verbose: 0, epochs: 1_000_000 });
    setTimeout(() => model.dispose(), 100);
    await expect(fit).rejects.toThrow("the model has been disposed of. Make or load another model.");
    expect(() => model.predict(images)).toThrow("the model has been disposed of");
    await expect(model.fit(images, labels)).rejects.toThrow("the model has been disposed of");
    expect(() => model.build([12, 12, 1])).toThrow("the model has been disposed of");
    expect(() => model.dispose()).not.toThrow();
  });

  test("stops training threads that no longer answer", async () => {
    const forever = "while (true);";
    const training = trainingInWorkers(new URL(`data:text/javascript,${encodeURIComponent(forever)}`));
    providePlatform({ ...real, startTraining: training, threads: 2 });
    const model = MODELS.dense();
    model.compile({ loss: "sparse_categorical_crossentropy" });
    const fit = model.fit(images, labels, { verbose: 0 });
    setTimeout(() => model.dispose(), 100);
    await expect(fit).rejects.toThrow("the model has been disposed of");
  });
});

test("a process whose helpers have not ended can exit by itself", async () => {
  const dist = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
  const script = `
    import { Dense, Sequential } from ${JSON.stringify(dist)};
    const model = new Sequential([new Dense(512, { inputShape: [256] }), new Dense(512)]);
    const x = { data: new Float32Array(2000 * 256).fill(0.5), shape: [2000, 256] };
    const end = performance.now() + 400;
    while (performance.now() < end) model.predict(x);
    console.log("done");`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 20_000,
  });
  expect((await run).stdout).toBe("done\n");
});
