/** Inkling's side of the benchmarks. The peers have the same tasks; what a process does whole, the command line does. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Callback, loadMnist, loadModel, sliceDataSet } from "inkling";
import { createModel } from "./inkling-model.mjs";
import { serve, timeBlocks } from "./serve.mjs";

/** Threads of a fit. */
const THREADS = Number(process.env.INKLING_BENCH_THREADS);

/** Seconds of each epoch, by a callback: from the end of the one before, so that nothing in between is lost. */
class EpochClock extends Callback {
  seconds = [];
  #last = 0;

  onTrainBegin() {
    this.#last = performance.now();
  }

  onEpochEnd() {
    const now = performance.now();
    this.seconds.push((now - this.#last) / 1000);
    this.#last = now;
  }
}

let data;
let model;

async function mnist(folder) {
  data ??= await loadMnist({ data: folder });
  return data;
}

async function train(request) {
  const { train: all, test } = await mnist(request.data);
  const { images, warmUpImages, batchSize, epochs } = request;
  model = createModel(request.network);
  const clock = new EpochClock();
  if (warmUpImages > 0) await fit(sliceDataSet(all, 0, warmUpImages), { batchSize });
  await fit(sliceDataSet(all, 0, images), { batchSize, epochs, callbacks: [clock] });
  if (images < all.labels.length) return { epochSeconds: clock.seconds };
  const { accuracy } = await model.evaluate(test.images, test.labels, { verbose: 0 });
  return { epochSeconds: clock.seconds, accuracy };
}

function fit(set, options) {
  return model.fit(set.images, set.labels, { verbose: 0, threads: THREADS, ...options });
}

/** Trains a model and leaves it in all the forms that contenders load it from. */
async function makeModel(request) {
  const answer = await train(request);
  const { folder, network } = request;
  for (const extension of ["h5", "safetensors"])
    await model.save(join(folder, `${network.name}.${extension}`));
  const weights = model.getWeights().map((weight) => Buffer.from(weight.data.buffer));
  writeFileSync(join(folder, `${network.name}.f32`), Buffer.concat(weights));
  return answer;
}

async function load({ data: folder, folder: models, network }) {
  await mnist(folder);
  model = await loadModel(join(models, `${network.name}.h5`));
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
  const sample = { data: pixels, shape: [1, 28, 28], scale: 1 / 255 };
  return { probabilities: Array.from(model.predict(sample).data) };
}

async function evaluate({ times }) {
  const { images, labels } = data.test;
  const seconds = [];
  let result;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    result = await model.evaluate(images, labels, { verbose: 0 });
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds, accuracy: result.accuracy };
}

async function predictOne({ blocks, calls }) {
  const { data: pixels, scale } = data.test.images;
  const image = (i) => ({ data: pixels.subarray(i * 784, i * 784 + 784), shape: [1, 28, 28], scale });
  return { seconds: await timeBlocks(blocks, calls, (i) => model.predict(image(i))) };
}

async function predictAll({ blocks, images: count }) {
  const { images } = sliceDataSet(data.test, 0, count);
  const call = () => model.predict(images);
  call();
  return { seconds: await timeBlocks(blocks, 1, call) };
}

await serve({ train, makeModel, load, evaluate, predictOne, predictAll });
