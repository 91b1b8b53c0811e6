/**
 * The same networks in TensorFlow.js on its WebAssembly backend, the fastest that needs neither a GPU nor a native
 * add-on. Inputs lie in tensors before the clock starts; every tensor made in a measurement is disposed of.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { serve, timeBlocks } from "../serve.mjs";

let data;
let model;

function mnist(folder) {
  data ??= { train: readPart(folder, "train"), test: readPart(folder, "t10k") };
  return data;
}

function readPart(folder, part) {
  const pixels = readIdx(folder, `${part}-images-idx3-ubyte`).subarray(16);
  const labels = readIdx(folder, `${part}-labels-idx1-ubyte`).subarray(8);
  const x = tf.tensor2d(
    Float32Array.from(pixels, (pixel) => pixel / 255),
    [labels.length, 784],
  );
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat());
  return { x, y };
}

function readIdx(folder, name) {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return gunzipSync(readFileSync(join(folder, `${name}.gz`)));
  }
}

function createModel({ units, activation }) {
  const layers = units.slice(1).map((width, i) => {
    const last = i === units.length - 2;
    const inputShape = i === 0 ? [units[0]] : undefined;
    return tf.layers.dense({ units: width, activation: last ? "softmax" : activation, inputShape });
  });
  const created = tf.sequential({ layers });
  // TensorFlow.js's RMSprop at Keras's settings.
  const optimizer = tf.train.rmsprop(0.001, 0.9, 0, 1e-7);
  created.compile({ optimizer, loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return created;
}

async function train(request) {
  const { train, test } = mnist(request.data);
  model = createModel(request);
  const seconds = [];
  let last = performance.now();
  const onEpochEnd = () => {
    const now = performance.now();
    seconds.push((now - last) / 1000);
    last = now;
  };
  const { batchSize, epochs } = request;
  // "never": fit else waits for a frame every few steps, which is for pages and slows it here.
  const options = { batchSize, epochs, verbose: 0, yieldEvery: "never", callbacks: { onEpochEnd } };
  await model.fit(train.x, train.y, options);
  return { epochSeconds: seconds, accuracy: measure(test, batchSize) };
}

/** The test accuracy; waits for its figure, since tensors are computed when they are read. */
function measure({ x, y }, batchSize) {
  return tf.tidy(() => model.evaluate(x, y, { batchSize, verbose: 0 })[1].dataSync()[0]);
}

async function whole(request) {
  const { accuracy } = await train(request);
  const keep = tf.io.withSaveHandler((artifacts) => {
    writeFileSync(join(request.folder, "tfjs.bin"), Buffer.from(artifacts.weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
  });
  await model.save(keep);
  return { accuracy };
}

function restore(request) {
  model = createModel(request);
  const bytes = readFileSync(join(request.folder, "weights.f32"));
  const flat = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let next = 0;
  const weights = model.getWeights().map(({ shape, size }) => {
    next += size;
    return tf.tensor(flat.slice(next - size, next), shape);
  });
  model.setWeights(weights);
}

function load(request) {
  mnist(request.data);
  restore(request);
}

function evaluate({ times, evaluationBatch }) {
  const seconds = [];
  let accuracy;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    accuracy = measure(data.test, evaluationBatch);
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds, accuracy };
}

function predict(x, batchSize) {
  return tf.tidy(() => model.predict(x, { batchSize }).dataSync());
}

async function predictOne({ blocks, calls }) {
  const rows = await data.test.x.slice([0, 0], [calls, 784]).data();
  const call = (i) => {
    const x = tf.tensor2d(rows.subarray(i * 784, i * 784 + 784), [1, 784]);
    predict(x, 1);
    x.dispose();
  };
  return { seconds: await timeBlocks(blocks, calls, call) };
}

async function predictAll({ blocks, evaluationBatch }) {
  return { seconds: await timeBlocks(blocks, 1, () => predict(data.test.x, evaluationBatch)) };
}

function start(request) {
  restore(request);
  const image = tf.tensor2d(
    Float32Array.from({ length: 784 }, (_, i) => (i % 256) / 255),
    [1, 784],
  );
  return { probabilities: Array.from(predict(image, 1)) };
}

await import("@tensorflow/tfjs-backend-wasm");
await tf.setBackend("wasm");
await serve({ train, whole, load, evaluate, predictOne, predictAll, start });
