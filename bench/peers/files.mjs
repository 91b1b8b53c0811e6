/** What the peers in JavaScript share: MNIST from IDX files, the weights that Inkling wrote, the sample image. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { weightShapes } from "../networks.mjs";

/** Threads that a peer may take. */
export const THREADS = Number(process.env.INKLING_BENCH_THREADS ?? 1);

/** Pixels in 0..1 as float32, (count, 784), and labels, of one part: "train" or "t10k". */
export function readMnist(folder, part) {
  const pixels = readIdx(folder, `${part}-images-idx3-ubyte`).subarray(16);
  const labels = readIdx(folder, `${part}-labels-idx1-ubyte`).subarray(8);
  return { pixels: Float32Array.from(pixels, (pixel) => pixel / 255), labels, count: labels.length };
}

function readIdx(folder, name) {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return gunzipSync(readFileSync(join(folder, `${name}.gz`)));
  }
}

/** A network's weights in Keras's order and layout, as { shape, data }. */
export function readWeights(folder, network) {
  const bytes = readFileSync(join(folder, `${network.name}.f32`));
  const flat = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let next = 0;
  return weightShapes(network).map((shape) => {
    const size = shape.reduce((product, length) => product * length);
    next += size;
    return { shape, data: flat.slice(next - size, next) };
  });
}

/** The image on whose probabilities all contenders must agree, (784). */
export function sampleImage() {
  return Float32Array.from({ length: 784 }, (_, i) => (i % 256) / 255);
}

/**
 * Weights for networks whose images are (channels, rows, columns), where Keras's are (rows, columns, channels):
 * convolutions become (filters, channels, rows, columns), and the rows of the dense layer behind a Flatten move to
 * where its inputs now are.
 */
export function channelsFirst(network, weights) {
  let [rows, columns, channels] = network.inputShape;
  let next = 0;
  let flattened = false;
  const turned = [];
  for (const layer of network.layers) {
    if (layer.kind === "conv2d") {
      turned.push(turnKernel(weights[next]), weights[next + 1]);
      [rows, columns, channels] = [
        rows - layer.kernelSize + 1,
        columns - layer.kernelSize + 1,
        layer.filters,
      ];
      next += 2;
    } else if (layer.kind === "maxPooling2d") {
      [rows, columns] = [Math.floor(rows / layer.poolSize), Math.floor(columns / layer.poolSize)];
    } else if (layer.kind === "flatten") flattened = true;
    else {
      turned.push(flattened ? turnRows(weights[next], [rows, columns, channels]) : weights[next]);
      turned.push(weights[next + 1]);
      flattened = false;
      next += 2;
    }
  }
  return turned;
}

function turnKernel({ shape: [rows, columns, channels, filters], data }) {
  const turned = new Float32Array(data.length);
  let target = 0;
  for (let filter = 0; filter < filters; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let at = 0; at < rows * columns; at++) {
        turned[target++] = data[(at * channels + channel) * filters + filter];
      }
    }
  }
  return { shape: [filters, channels, rows, columns], data: turned };
}

function turnRows({ shape, data }, [rows, columns, channels]) {
  const units = shape[1];
  const turned = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0; at < rows * columns; at++) {
      const source = (at * channels + channel) * units;
      turned.set(data.subarray(source, source + units), (channel * rows * columns + at) * units);
    }
  }
  return { shape, data: turned };
}
