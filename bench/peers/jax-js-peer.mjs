/**
 * The same networks in jax-js on its WebAssembly backend: one compiled function for a whole training step. In Node it
 * takes one thread, since it starts its threads as a page does. Images are (N, channels, rows, columns).
 *
 * jax-js counts references: what is passed on is given away, and `.ref` keeps it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { weightShapes } from "../networks.mjs";
import { serve, timeBlocks } from "../serve.mjs";
import { channelsFirst, readMnist, readWeights, sampleImage } from "./files.mjs";

const RATE = 0.001;
const EPSILON = 1e-7;

let parts;
let weights;
let predictor;
let shape;

function mnist(folder) {
  parts ??= { train: readMnist(folder, "train"), test: readMnist(folder, "t10k") };
  return parts;
}

function exampleShape({ inputShape }) {
  return inputShape.length === 1 ? inputShape : [inputShape[2], inputShape[0], inputShape[1]];
}

function images(pixels) {
  return np.array(pixels).reshape([pixels.length / 784, ...shape]);
}

/** Logits of a batch; takes over `parameters`, a flat list of weights, and `x`. */
function applyNetwork(network, parameters, x) {
  let next = 0;
  for (const layer of network.layers) {
    const count = x.shape[0];
    if (layer.kind === "flatten") x = x.reshape([count, -1]);
    else if (layer.kind === "maxPooling2d") x = maxPool(x, layer.poolSize);
    else {
      const [kernel, bias] = parameters.slice(next, next + 2);
      next += 2;
      if (layer.kind === "dense") x = np.matmul(x, kernel).add(bias);
      else x = lax.conv(x, kernel, [1, 1], "VALID").add(bias.reshape([layer.filters, 1, 1]));
      if (layer.activation !== "softmax") x = nn[layer.activation](x);
    }
  }
  return x;
}

/** Over windows of the image's own size: rows and columns are multiples of it. */
function maxPool(x, size) {
  const [count, channels, rows, columns] = x.shape;
  const [outRows, outColumns] = [rows / size, columns / size];
  const windows = x.reshape([count, channels, outRows, size, outColumns, size]).transpose([0, 1, 2, 4, 3, 5]);
  return np.max(windows.reshape([count, channels, outRows, outColumns, size * size]), -1);
}

/** Glorot's uniform kernels and zero biases, turned to the layout of channels first. */
function createWeights(network) {
  const plain = weightShapes(network).map((each) => {
    const size = each.reduce((product, length) => product * length);
    const area = each.slice(0, -2).reduce((product, length) => product * length, 1);
    const limit = each.length === 1 ? 0 : Math.sqrt(6 / (area * (each.at(-2) + each.at(-1))));
    return { shape: each, data: Float32Array.from({ length: size }, () => (2 * Math.random() - 1) * limit) };
  });
  return toArrays(channelsFirst(network, plain));
}

function toArrays(plain) {
  return plain.map(({ shape: each, data }) => np.array(data).reshape(each));
}

/** Slots that an optimizer keeps of each weight. */
const SLOTS = { rmsprop: 1, adam: 2 };

/** One step of an optimizer at Keras's defaults: the weight and its slots. */
const UPDATES = {
  rmsprop(weight, gradient, [square]) {
    const next = square.mul(0.9).add(np.square(gradient.ref).mul(0.1));
    const step = gradient.mul(RATE).div(np.sqrt(next.ref.add(EPSILON)));
    return [weight.sub(step), [next]];
  },
  adam(weight, gradient, [mean, square], rate) {
    const nextMean = mean.mul(0.9).add(gradient.ref.mul(0.1));
    const next = square.mul(0.999).add(np.square(gradient).mul(0.001));
    const step = nextMean.ref.mul(rate).div(np.sqrt(next.ref).add(EPSILON));
    return [weight.sub(step), [nextMean, next]];
  },
};

function compileStep(network) {
  const loss = (parameters, x, y) => {
    const logits = applyNetwork(network, parameters, x);
    const right = np.argmax(logits.ref, 1).equal(y.ref).astype(np.float32).sum();
    const total = nn.logSoftmax(logits).mul(nn.oneHot(y, 10)).sum().mul(-1);
    return [total, right];
  };
  const update = UPDATES[network.optimizer];
  return jit((parameters, slots, x, y, rate) => {
    const count = x.shape[0];
    const [[total, right], gradients] = valueAndGrad(loss, { hasAux: true })(tree.ref(parameters), x, y);
    const updated = parameters.map((weight, i) =>
      update(weight, gradients[i].mul(1 / count), slots[i], rate.ref),
    );
    rate.dispose();
    return [updated.map(([weight]) => weight), updated.map(([, slot]) => slot), total, right];
  });
}

/** A function that takes a step with a batch; it waits for the batch's loss, as who watches a training does. */
function createTrainer(network) {
  const step = compileStep(network);
  const zeros = ({ shape: each }) => Array.from({ length: SLOTS[network.optimizer] }, () => np.zeros(each));
  let slots = weights.map(zeros);
  let steps = 0;
  return (pixels, labels) => {
    steps++;
    const rate = (RATE * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
    const x = images(pixels);
    const y = np.array(Int32Array.from(labels), { dtype: np.int32 });
    const [next, nextSlots, loss, right] = step(weights, slots, x, y, np.array(rate));
    [weights, slots] = [next, nextSlots];
    return [loss.dataSync()[0], right.dataSync()[0]];
  };
}

/** Seconds of one shuffled epoch over the first `count` images. */
function runEpoch(trainStep, { pixels, labels }, count, batchSize) {
  const begin = performance.now();
  const order = shuffled(count);
  for (let first = 0; first < count; first += batchSize) {
    const rows = order.subarray(first, Math.min(count, first + batchSize));
    const batch = new Float32Array(rows.length * 784);
    rows.forEach((row, i) => batch.set(pixels.subarray(row * 784, row * 784 + 784), i * 784));
    trainStep(
      batch,
      Uint8Array.from(rows, (row) => labels[row]),
    );
  }
  return (performance.now() - begin) / 1000;
}

function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function train({ data, network, images: count, warmUpImages, batchSize, epochs }) {
  const { train: set, test } = mnist(data);
  shape = exampleShape(network);
  weights = createWeights(network);
  const trainStep = createTrainer(network);
  if (warmUpImages > 0) runEpoch(trainStep, set, warmUpImages, batchSize);
  const epochSeconds = Array.from({ length: epochs }, () => runEpoch(trainStep, set, count, batchSize));
  if (count < set.count) return { epochSeconds };
  predictor = compilePrediction(network);
  return { epochSeconds, accuracy: measure(test, 1000) };
}

function compilePrediction(network) {
  return jit((parameters, x) => nn.softmax(applyNetwork(network, parameters, x)));
}

function predict(pixels) {
  return predictor(tree.ref(weights), images(pixels)).dataSync();
}

function measure({ pixels, labels, count }, size) {
  let right = 0;
  for (let first = 0; first < count; first += size) {
    const probabilities = predict(pixels.subarray(first * 784, (first + size) * 784));
    for (let n = 0; n < size; n++) {
      const row = probabilities.subarray(n * 10, n * 10 + 10);
      if (row.indexOf(Math.max(...row)) === labels[first + n]) right++;
    }
  }
  return right / count;
}

async function whole(request) {
  const { accuracy } = train(request);
  await blockUntilReady(weights);
  const flat = weights.map((weight) => Buffer.from(weight.ref.dataSync().buffer));
  writeFileSync(join(request.folder, "jax-js.bin"), Buffer.concat(flat));
  return { accuracy };
}

function load(request) {
  mnist(request.data);
  return start(request);
}

function start({ folder, network }) {
  shape = exampleShape(network);
  weights = toArrays(channelsFirst(network, readWeights(folder, network)));
  predictor = compilePrediction(network);
  return { probabilities: Array.from(predict(sampleImage())) };
}

function evaluate({ times, evaluationBatch }) {
  const seconds = [];
  let accuracy;
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    accuracy = measure(parts.test, evaluationBatch);
    seconds.push((performance.now() - begin) / 1000);
  }
  return { seconds, accuracy };
}

async function predictOne({ blocks, calls }) {
  const { pixels } = parts.test;
  return {
    seconds: await timeBlocks(blocks, calls, (i) => predict(pixels.subarray(i * 784, i * 784 + 784))),
  };
}

async function predictAll({ blocks, images: count, predictionBatch }) {
  const { pixels } = parts.test;
  const call = () => {
    for (let first = 0; first < count; first += predictionBatch) {
      predict(pixels.subarray(first * 784, Math.min(count, first + predictionBatch) * 784));
    }
  };
  call();
  return { seconds: await timeBlocks(blocks, 1, call) };
}

await init("wasm");
defaultDevice("wasm");
await serve({ train, whole, load, evaluate, predictOne, predictAll, start });
