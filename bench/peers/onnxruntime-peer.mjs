/**
 * The same networks in ONNX Runtime, which runs models and does not train them: from npm as WebAssembly (SIMD and
 * threads) or as its native library, as BENCH_BACKEND names the package. Inputs lie in tensors before the clock starts.
 */
import { serve, timeBlocks } from "../serve.mjs";
import { readMnist, readWeights, sampleImage, THREADS } from "./files.mjs";
import { encodeOnnx, INPUT, onnxInputShape, OUTPUT } from "./onnx-model.mjs";

const ort = await import(process.env.BENCH_BACKEND);
ort.env.wasm.numThreads = THREADS;

let test;
let session;
let shape;

async function restore({ folder, network }) {
  shape = onnxInputShape(network);
  const model = encodeOnnx(network, readWeights(folder, network));
  session = await ort.InferenceSession.create(model, { intraOpNumThreads: THREADS });
}

function tensorOf(pixels) {
  return new ort.Tensor("float32", pixels, [pixels.length / 784, ...shape]);
}

async function predict(tensor) {
  return (await session.run({ [INPUT]: tensor }))[OUTPUT].data;
}

async function load(request) {
  test = readMnist(request.data, "t10k");
  return start(request);
}

/** Rows `from` to `to` of the test images. */
function rows(from, to) {
  return tensorOf(test.pixels.slice(from * 784, to * 784));
}

function batches(count, size) {
  const length = Math.ceil(count / size);
  return Array.from({ length }, (_, i) => rows(i * size, Math.min(count, (i + 1) * size)));
}

async function evaluate({ times, evaluationBatch }) {
  const tensors = batches(test.count, evaluationBatch);
  const seconds = [];
  let accuracy;
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    let right = 0;
    for (const [b, tensor] of tensors.entries()) {
      right += countRight(await predict(tensor), b * evaluationBatch);
    }
    accuracy = right / test.count;
    seconds.push((performance.now() - begin) / 1000);
  }
  return { seconds, accuracy };
}

function countRight(probabilities, first) {
  let right = 0;
  for (let n = 0; n < probabilities.length / 10; n++) {
    const row = probabilities.subarray(n * 10, n * 10 + 10);
    if (row.indexOf(Math.max(...row)) === test.labels[first + n]) right++;
  }
  return right;
}

async function predictOne({ blocks, calls }) {
  const tensors = Array.from({ length: calls }, (_, i) => rows(i, i + 1));
  return { seconds: await timeBlocks(blocks, calls, (i) => predict(tensors[i])) };
}

async function predictAll({ blocks, images, predictionBatch }) {
  const tensors = batches(images, predictionBatch);
  const call = async () => {
    for (const tensor of tensors) await predict(tensor);
  };
  await call();
  return { seconds: await timeBlocks(blocks, 1, call) };
}

async function start(request) {
  await restore(request);
  return { probabilities: Array.from(await predict(tensorOf(sampleImage()))) };
}

await serve({ load, evaluate, predictOne, predictAll, start });
