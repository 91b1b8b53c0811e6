/** Training with the CTC loss: on labels of any length, with any number of threads, through files, and with clear errors. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ctcLoss } from "../../kernels/reference/ctc.ts";
import { Random } from "../../src/base/random.ts";
import type { Images, NdArray } from "../../src/base/shapes.ts";
import { Augmentation } from "../../src/data/augmentation.ts";
import { readKerasH5 } from "../../src/formats/keras-h5-read.ts";
import { writeKerasH5 } from "../../src/formats/keras-h5-write.ts";
import {
  Adam,
  Conv2D,
  CtcLoss,
  Dense,
  MaxPooling2D,
  platform,
  providePlatform,
  Reshape,
  Sequential,
  SGD,
  type Labels,
} from "../../src/nn/index.ts";
import { getLoss } from "../../src/nn/losses/get-loss.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";

const real = platform();
afterEach(() => providePlatform(real));

const [HEIGHT, WIDTH, CLASSES] = [8, 24, 4];
/** Behind a stride of 2. */
const STEPS = WIDTH / 2;

/** Lines of up to four strokes, each in one of three bands, with gaps between; their labels are the bands. */
function drawLines(count: number, seed: number): { images: Images; labels: number[][] } {
  const random = new Random(seed);
  const data = new Uint8Array(count * HEIGHT * WIDTH);
  const labels = Array.from({ length: count }, (_, n) => {
    const label: number[] = [];
    for (let x = 1 + random.nextBelow(5); x < WIDTH - 2 && label.length < 4; x += 4 + random.nextBelow(5)) {
      const band = random.nextBelow(3);
      label.push(band);
      for (let y = 0; y < 2; y++) data.fill(255, ...ofRow(n, 1 + 2 * band + y, x, 2));
    }
    return label;
  });
  return { images: { data, shape: [count, HEIGHT, WIDTH, 1], scale: 1 / 255 }, labels };
}

function ofRow(image: number, y: number, x: number, length: number): [from: number, to: number] {
  const from = (image * HEIGHT + y) * WIDTH + x;
  return [from, from + length];
}

/** Rows of one length, ended by -1. */
function padded(labels: readonly number[][], width = Math.max(...labels.map((label) => label.length))) {
  return labels.map((label) => [...label, ...new Array<number>(width - label.length).fill(-1)]);
}

function lineNetwork(): Sequential {
  const model = new Sequential(
    [
      new Conv2D(8, 3, { padding: "same", activation: "relu", inputShape: [HEIGHT, WIDTH, 1] }),
      new MaxPooling2D({ poolSize: [2, 1] }),
      new Conv2D(12, 3, { padding: "same", strides: [1, 2], activation: "relu" }),
      new Conv2D(16, [4, 1], { activation: "relu" }),
      new Conv2D(CLASSES, 1),
      new Reshape([STEPS, CLASSES]),
    ],
    { seed: 1 },
  );
  model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: new CtcLoss() });
  return model;
}

/** What the likeliest class of each step collapses to. */
function bestPaths({ data, shape }: NdArray): number[][] {
  const [count, steps, classes] = shape;
  return Array.from({ length: count }, (_, n) => {
    const path = Array.from({ length: steps }, (_step, t) => {
      const row = data.subarray((n * steps + t) * classes, (n * steps + t + 1) * classes);
      return row.indexOf(Math.max(...row));
    });
    return path.filter((k, t) => k !== path[t - 1] && k !== classes - 1);
  });
}

/** A model whose outputs are its inputs. */
function identity(steps: number, classes: number): Sequential {
  const width = steps * classes;
  const model = new Sequential([
    new Dense(width, { inputShape: [width], useBias: false }),
    new Reshape([steps, classes]),
  ]);
  const kernel = Float32Array.from({ length: width * width }, (_, i) => (i % (width + 1) === 0 ? 1 : 0));
  model.setWeights([{ data: kernel, shape: [width, width] }]);
  return model;
}

describe("a network that reads lines", () => {
  test("learns strokes to next to no loss, and reads lines that it has not seen", async () => {
    const { images, labels } = drawLines(256, 1);
    const held = drawLines(64, 2);
    const model = lineNetwork();
    await model.fit(images, padded(labels), { batchSize: 32, epochs: 40, verbose: 0 });
    const { loss } = await model.evaluate(images, padded(labels), { verbose: 0 });
    expect(loss).toBeLessThan(0.02);
    const outputs = model.predict(held.images);
    expect(outputs.shape).toEqual([64, STEPS, CLASSES]);
    expect(bestPaths(outputs)).toEqual(held.labels);
  });

  test("gives the same bits on 1, 2 and 3 threads, with and without validation data of other lengths", async () => {
    const { images, labels } = drawLines(70, 3);
    const validation = drawLines(20, 4);
    const train = async (threads: number, shortest: number) => {
      const model = lineNetwork();
      const validationData = [
        validation.images,
        padded(
          validation.labels.map((label) => label.slice(0, shortest)),
          shortest,
        ),
      ] as const;
      const options = { batchSize: 23, epochs: 2, verbose: 0, threads } as const;
      const { history } = await model.fit(images, padded(labels), { ...options, validationData });
      return { history, sha: await model.weightsSha256() };
    };
    for (const shortest of [2, 7]) {
      const alone = await train(1, shortest);
      expect(alone.history["val_loss"].every(Number.isFinite)).toBe(true);
      expect(await train(2, shortest)).toEqual(alone);
      expect(await train(3, shortest)).toEqual(alone);
    }
  });

  test("is built for lines of forms and trained on augmented ones", async () => {
    provideTraining(undefined);
    const model = new Sequential([
      new Conv2D(8, 3, { padding: "same", activation: "relu", inputShape: [32, 84, 1] }),
      new MaxPooling2D(),
      new Conv2D(8, 3, { padding: "same", activation: "relu" }),
      new MaxPooling2D({ poolSize: [2, 1] }),
      new Conv2D(16, [8, 3], { strides: [1, 1], activation: "relu" }),
      new Conv2D(15, 1),
      new Reshape([40, 15]),
    ]);
    model.compile({ optimizer: new Adam(), loss: "ctc" });
    const random = new Random(1);
    const data = Uint8Array.from({ length: 12 * 32 * 84 }, () =>
      random.nextFloat() < 0.1 ? 255 : random.nextBelow(50),
    );
    const labels = Array.from({ length: 12 }, (_, n) => [1, 2, 2, n % 14, -1]);
    const augmentation = new Augmentation({ shift: 2, rotate: 3, elastic: 1 });
    const images = { data, shape: [12, 32, 84, 1], scale: 1 / 255 };
    const options = { batchSize: 4, epochs: 8, verbose: 0, augmentation } as const;
    const { loss } = (await model.fit(images, labels, options)).history;
    expect(loss[7]).toBeLessThan(loss[0] / 2);
    expect(model.predict(images).shape).toEqual([12, 40, 15]);
  });
});

describe("loss and gradient through the engine", () => {
  beforeEach(() => provideTraining(undefined));
  const [steps, classes] = [9, 4];
  const random = new Random(5);
  const rows = 5;
  const labels = [[0, 1, 2], [], [2, 2], [1, 0, 1, 0, 1, 0, 1, 0, 1], [2]];
  const data = Float32Array.from({ length: rows * steps * classes }, () => 4 * random.nextFloat() - 2);
  const x = { data, shape: [rows, steps * classes] };
  const logitsOf = (n: number) =>
    Array.from({ length: steps }, (_, t) =>
      Array.from(data.subarray((n * steps + t) * classes, (n * steps + t + 1) * classes)),
    );

  test("evaluate gives the mean over the examples, and no accuracy", async () => {
    const model = identity(steps, classes);
    model.compile({ loss: "ctc" });
    const mean = labels.reduce((sum, label, n) => sum + ctcLoss(logitsOf(n), label, 1).loss / rows, 0);
    // Wider padding and other kinds of arrays change nothing.
    const wide = { data: Float32Array.from(padded(labels, 30).flat()), shape: [rows, 30] };
    for (const y of [padded(labels), padded(labels, 11), wide]) {
      const { loss, accuracy } = await model.evaluate(x, y, { verbose: 0 });
      expect(loss).toBeCloseTo(mean, 12);
      expect(accuracy).toBeNaN();
    }
  });

  test("evaluate agrees with TensorFlow, and takes one loss after another", async () => {
    interface Golden {
      cases: { name: string; labels: number[][]; logits: number[]; losses: number[] }[];
    }
    const { cases } = readGolden("ctc-tensorflow.json") as Golden;
    const line = cases.find(({ name }) => name === "a line of a form") as Golden["cases"][number];
    const model = identity(42, 15);
    const examples = { data: Float32Array.from(line.logits), shape: [2, 42 * 15] };
    const lossOf = async (y: Labels) => (await model.evaluate(examples, y, { verbose: 0 })).loss;
    model.compile({ loss: "ctc" });
    const before = await lossOf(padded(line.labels));
    expect(before).toBeCloseTo((line.losses[0] + line.losses[1]) / 2, 4);
    model.compile({ loss: "mse" });
    expect(await lossOf({ data: examples.data, shape: [2, 42 * 15] })).toBe(0);
    model.compile({ loss: "ctc" });
    expect(await lossOf(padded(line.labels))).toBe(before);
  });

  test("one step of descent takes the gradient off the weights", async () => {
    const model = identity(steps, classes);
    model.compile({ optimizer: new SGD({ learningRate: 1 }), loss: "ctc" });
    const [before] = model.getWeights();
    await model.fit(x, padded(labels), { batchSize: rows, verbose: 0, shuffle: false });
    const [after] = model.getWeights();
    const width = steps * classes;
    const deltas = labels.map((label, n) => ctcLoss(logitsOf(n), label, 1 / rows).delta);
    let largest = 0;
    for (let i = 0; i < width; i++) {
      for (let o = 0; o < width; o++) {
        const gradient = deltas.reduce((sum, delta, n) => sum + data[n * width + i] * delta[o], 0);
        const at = i * width + o;
        largest = Math.max(largest, Math.abs(before.data[at] - after.data[at] - gradient));
      }
    }
    expect(largest).toBeLessThan(1e-6);
  });
});

describe("as an object", () => {
  test("it comes back from its configuration, its class's name and its own name", () => {
    const loss = new CtcLoss();
    expect(loss.serialise()).toEqual({
      module: "inkling",
      class_name: "CTC",
      config: { name: "ctc", reduction: "sum_over_batch_size" },
      registered_name: "inkling>CTC",
    });
    expect(getLoss(loss.serialise())).toEqual(loss);
    expect(getLoss("ctc")).toEqual(loss);
  });

  test("a compiled model keeps it through a record and through a file", async () => {
    provideTraining(undefined);
    const { images, labels } = drawLines(16, 6);
    const model = lineNetwork();
    await model.fit(images, padded(labels), { verbose: 0 });
    const record = model.toRecord();
    const file = await readKerasH5(await writeKerasH5(record), "line.h5");
    const { loss } = await model.evaluate(images, padded(labels), { verbose: 0 });
    for (const kept of [record, file]) {
      const restored = Sequential.fromRecord(kept);
      expect(restored.outputShape).toEqual([STEPS, CLASSES]);
      expect((await restored.evaluate(images, padded(labels), { verbose: 0 })).loss).toBe(loss);
    }
  });
});

describe("errors", () => {
  const x = { data: new Float32Array(2 * 12), shape: [2, 12] };
  const compiled = (steps = 4, classes = 3) => {
    const model = identity(steps, classes);
    model.compile({ loss: "ctc" });
    return model;
  };

  test.each([
    [
      [
        [0, 1],
        [2, -1],
      ],
      "example 1 holds what is no symbol: expected a whole number from 0 to 1 (2 is the blank)",
    ],
    [
      [
        [0, 0.5],
        [1, -1],
      ],
      "example 0 holds what is no symbol",
    ],
    [
      [
        [0, NaN],
        [1, -1],
      ],
      "received NaN in position 1",
    ],
    [
      [
        [0, -2],
        [1, -1],
      ],
      "received -2 in position 1",
    ],
    [
      [
        [0, -1, 1],
        [1, -1, -1],
      ],
      "example 0 goes on behind its end: expected -1 everywhere behind the first",
    ],
    [
      [
        [0, 1, 0],
        [1, 1, 1],
      ],
      "the label of example 1 does not fit the model's steps: expected at most 4 steps",
    ],
    [
      [
        [0, 1, 0, 1, 0],
        [1, 1, -1, -1, -1],
      ],
      "received 5, for 0 1 0 1 0. Leave the example out",
    ],
    [[[0], [1], [0]], "expected 2 labels, received 3"],
  ])("labels %j are refused", async (labels, message) => {
    await expect(compiled().fit(x, labels, { verbose: 0 })).rejects.toThrow(RangeError);
    await expect(compiled().evaluate(x, labels, { verbose: 0 })).rejects.toThrow(message);
  });

  test("class numbers without rows are refused", async () => {
    const fit = compiled().fit(x, Int32Array.of(0, 1), { verbose: 0 });
    await expect(fit).rejects.toThrow("y does not fit the loss ctc: expected rows of class numbers, (N, L)");
  });

  test("validation data are checked too", async () => {
    const validationData = [x, [[0], [2]]] as const;
    const fit = compiled().fit(x, [[0], [1]], { verbose: 0, validationData });
    await expect(fit).rejects.toThrow("example 1 holds what is no symbol");
  });

  test("a model whose outputs are no steps of classes is refused", async () => {
    const model = new Sequential([new Dense(3, { inputShape: [12] })]);
    model.compile({ loss: "ctc" });
    await expect(model.fit(x, [[0], [1]], { verbose: 0 })).rejects.toThrow(
      "expected steps of at least two classes, the last of which is the blank: (T, K), received (3,)",
    );
    await expect(compiled(12, 1).fit(x, [[0], [1]], { verbose: 0 })).rejects.toThrow("received (12, 1)");
  });

  test("accuracy is no metric of it", () => {
    expect(() => compiled().compile({ loss: "ctc", metrics: ["accuracy"] })).toThrow(
      'the loss ctc has no accuracy: expected no metrics, received "accuracy"',
    );
  });
});
