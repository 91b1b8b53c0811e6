/** Inkling's side of the benchmarks. The peers have the same tasks; what a process does whole, the command line does. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Callback, Dense, loadMnist, loadModel, Sequential } from "inkling";
import { serve, timeBlocks } from "./serve.mjs";

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

function createModel({ units, activation }) {
  const layers = units.slice(1).map((width, i) => {
    const last = i === units.length - 2;
    return new Dense(width, {
      activation: last ? "softmax" : activation,
      ...(i === 0 && { inputShape: [units[0]] }),
    });
  });
  const created = new Sequential(layers, { seed: 1 });
  created.compile({ optimizer: "rmsprop", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  return created;
}

async function train(request) {
  const { train, test } = await mnist(request.data);
  model = createModel(request);
  const clock = new EpochClock();
  const { batchSize, epochs } = request;
  await model.fit(train.images, train.labels, { batchSize, epochs, verbose: 0, callbacks: [clock] });
  const { accuracy } = await model.evaluate(test.images, test.labels, { verbose: 0 });
  return { epochSeconds: clock.seconds, accuracy };
}

/** Trains a model and leaves it in all the forms that contenders load it from. */
async function makeModel(request) {
  const { accuracy } = await train(request);
  for (const name of ["model.h5", "model.safetensors"]) await model.save(join(request.folder, name));
  const weights = model.getWeights().map((weight) => Buffer.from(weight.data.buffer));
  writeFileSync(join(request.folder, "weights.f32"), Buffer.concat(weights));
  return { accuracy };
}

async function load(request) {
  await mnist(request.data);
  model = await loadModel(join(request.folder, "model.h5"));
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

async function predictAll({ blocks }) {
  return { seconds: await timeBlocks(blocks, 1, () => model.predict(data.test.images)) };
}

await serve({ train, makeModel, load, evaluate, predictOne, predictAll });
