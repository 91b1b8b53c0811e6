/**
 * The same networks in TensorFlow.js on the backend that BENCH_BACKEND names: its WebAssembly, the fastest that needs
 * neither a GPU nor a native add-on (in Node on one thread), or plain JavaScript. Inputs lie in tensors before the
 * clock starts; every tensor made in a measurement is disposed of.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { serve, timeBlocks } from "../serve.mjs";
import { readMnist, readWeights, sampleImage } from "./files.mjs";

let data;
let model;

function mnist({ data: folder, network }) {
  data ??= { train: readPart(folder, "train", network), test: readPart(folder, "t10k", network) };
  return data;
}

function readPart(folder, part, { inputShape }) {
  const { pixels, labels, count } = readMnist(folder, part);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat());
  return { x: tf.tensor(pixels, [count, ...inputShape]), y, count };
}

const LAYERS = {
  dense: ({ units, activation }) => tf.layers.dense({ units, activation }),
  conv2d: ({ filters, kernelSize, activation }) => tf.layers.conv2d({ filters, kernelSize, activation }),
  maxPooling2d: ({ poolSize }) => tf.layers.maxPooling2d({ poolSize }),
  flatten: () => tf.layers.flatten(),
};

function createModel({ inputShape, layers, optimizer }) {
  const input = tf.layers.inputLayer({ inputShape });
  const created = tf.sequential({ layers: [input, ...layers.map((layer) => LAYERS[layer.kind](layer))] });
  created.compile({
    // TensorFlow.js's optimizers at Keras's settings.
    optimizer:
      optimizer === "adam" ? tf.train.adam(0.001, 0.9, 0.999, 1e-7) : tf.train.rmsprop(0.001, 0.9, 0, 1e-7),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return created;
}

async function train(request) {
  const { train: set, test } = mnist(request);
  const { network, images, warmUpImages, batchSize, epochs } = request;
  model = createModel(network);
  const seconds = [];
  let last;
  const onTrainBegin = () => {
    last = performance.now();
  };
  const onEpochEnd = () => {
    const now = performance.now();
    seconds.push((now - last) / 1000);
    last = now;
  };
  // "never": fit else waits for a frame every few steps, which is for pages and slows it here.
  const options = { batchSize, verbose: 0, yieldEvery: "never" };
  if (warmUpImages > 0) await fitFirst(set, warmUpImages, options);
  await fitFirst(set, images, { ...options, epochs, callbacks: { onTrainBegin, onEpochEnd } });
  return { epochSeconds: seconds, ...(images === set.count && { accuracy: measure(test, 1000) }) };
}

/** Fits on the first `count` examples of a set. */
async function fitFirst({ x, y, count: all }, count, options) {
  if (count === all) {
    await model.fit(x, y, options);
    return;
  }
  const [someX, someY] = [x, y].map((tensor) => tensor.slice([0], [count]));
  await model.fit(someX, someY, options);
  tf.dispose([someX, someY]);
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

function restore({ folder, network }) {
  model = createModel(network);
  model.setWeights(readWeights(folder, network).map(({ shape, data: values }) => tf.tensor(values, shape)));
}

function load(request) {
  mnist(request);
  return start(request);
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

async function predictOne({ network, blocks, calls }) {
  const rows = await data.test.x.slice([0], [calls]).data();
  const call = (i) => {
    const x = tf.tensor(rows.subarray(i * 784, i * 784 + 784), [1, ...network.inputShape]);
    predict(x, 1);
    x.dispose();
  };
  return { seconds: await timeBlocks(blocks, calls, call) };
}

async function predictAll({ blocks, images, predictionBatch }) {
  const x = data.test.x.slice([0], [images]);
  const call = () => {
    predict(x, predictionBatch);
  };
  call();
  return { seconds: await timeBlocks(blocks, 1, call) };
}

function start(request) {
  restore(request);
  const image = tf.tensor(sampleImage(), [1, ...request.network.inputShape]);
  return { probabilities: Array.from(predict(image, 1)) };
}

const backend = process.env.BENCH_BACKEND;
if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
await tf.setBackend(backend);
await serve({ train, whole, load, evaluate, predictOne, predictAll, start });
