/** The layers for images and the activations as layers: shapes, names, single steps by hand, and what they refuse. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Dense,
  DepthwiseConv2D,
  Flatten,
  GlobalAveragePooling2D,
  LeakyReLU,
  MaxPooling2D,
  ReLU,
  Rescaling,
  Reshape,
  Sequential,
  SGD,
  Softmax,
  type Layer,
} from "../../src/nn/index.ts";
import { buildLayers } from "../../src/nn/layers/build-layers.ts";
import { defaultLayerName } from "../../src/nn/layers/layer.ts";
import type { JsonObject } from "../../src/nn/model-record.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";

beforeAll(() => provideTraining(undefined));

/** What a network of one layer makes of one example. */
function apply(layer: Layer, shape: number[], values: number[]): number[] {
  const model = new Sequential([layer]);
  model.build(shape);
  return Array.from(model.predict({ data: Float32Array.from(values), shape: [1, ...shape] }).data);
}
const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("one step by hand", () => {
  // 1 2 3 / 4 5 6 / 7 8 9
  test.each([
    ["MaxPooling2D", new MaxPooling2D({ strides: 1 }), [5, 6, 8, 9]],
    ["MaxPooling2D, which leaves the last row and column out", new MaxPooling2D(), [5]],
    ["MaxPooling2D with padding", new MaxPooling2D({ padding: "same" }), [5, 6, 8, 9]],
    ["AveragePooling2D", new AveragePooling2D(2, { strides: 1 }), [3, 4, 6, 7]],
    [
      "AveragePooling2D, whose padding does not count",
      new AveragePooling2D(2, { padding: "same" }),
      [3, 4.5, 7.5, 9],
    ],
    ["GlobalAveragePooling2D", new GlobalAveragePooling2D(), [5]],
    ["ReLU with a limit", new ReLU({ maxValue: 4 }), [1, 2, 3, 4, 4, 4, 4, 4, 4]],
    [
      "ReLU with a threshold and a slope",
      new ReLU({ threshold: 5, negativeSlope: 0.5 }),
      [-2, -1.5, -1, -0.5, 0, 6, 7, 8, 9],
    ],
  ])("%s", (_name, layer, expected) => {
    expect(apply(layer, [3, 3, 1], counted(9))).toEqual(expected);
  });

  test("DepthwiseConv2D convolves each channel with its own kernels", () => {
    const model = new Sequential([
      new DepthwiseConv2D([1, 2], { depthMultiplier: 2, inputShape: [1, 2, 2] }),
    ]);
    // Kernel (1, 2, 2, 2): left and right, of the channels a and b, twice each.
    const kernel = Float32Array.of(1, 2, 10, 20, 3, 4, 30, 40);
    model.setWeights([
      { data: kernel, shape: [1, 2, 2, 2] },
      { data: Float32Array.of(0, 0.5, 0, 0.25), shape: [4] },
    ]);
    const { data } = model.predict({ data: Float32Array.of(1, 2, 3, 4), shape: [1, 1, 2, 2] });
    // a: 1 and 3; b: 2 and 4.
    expect(Array.from(data)).toEqual([1 + 9, 2 + 12 + 0.5, 20 + 120, 40 + 160 + 0.25]);
  });

  test("BatchNormalization moves its moments towards the batch's, and predicts with them", async () => {
    const model = new Sequential([new BatchNormalization({ momentum: 0.75, epsilon: 0, inputShape: [1] })]);
    model.compile({ optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
    const x = { data: Float32Array.of(2, 4, 4, 6), shape: [4, 1] };
    await model.fit(x, { data: new Float32Array(4), shape: [4, 1] }, { batchSize: 4, verbose: 0 });
    // The batch has mean 4 and biased variance 2; the moving ones begin at 0 and 1.
    expect(model.getWeights().map(({ data }) => data[0])).toEqual([1, 0, 1, 1.25]);
    const { data } = model.predict({ data: Float32Array.of(6), shape: [1, 1] });
    expect(data[0]).toBeCloseTo(5 / Math.sqrt(1.25), 6);
  });

  test("a Rescaling with an offset leaves the padding of images zero", () => {
    // The mean over the pixels of a wider image would show what lies in the padding.
    const model = new Sequential([
      new DepthwiseConv2D(1, { useBias: false, inputShape: [2, 2, 3] }),
      new Rescaling(1, { offset: 5 }),
      new DepthwiseConv2D(1, { depthMultiplier: 3, useBias: false }),
      new Flatten(),
    ]);
    model.setWeights(model.getWeights().map(({ shape, data }) => ({ shape, data: data.map(() => 1) })));
    const { data } = model.predict({ data: Float32Array.from(counted(12)), shape: [1, 2, 2, 3] });
    expect(Array.from(data)).toEqual(counted(12).flatMap((x) => [x + 5, x + 5, x + 5]));
  });
});

test("layers are named as Keras names them", () => {
  const { names } = readGolden("golden-configs.json") as {
    names: { layers: Record<string, [string, string]> };
  };
  for (const [className, [name]] of Object.entries(names.layers))
    expect(defaultLayerName(className)).toBe(name);
});

test("Reshape works out the axis that is left open", () => {
  expect(new Reshape([-1, 3]).outputShape([4, 6])).toEqual([8, 3]);
  expect(apply(new Reshape([2, -1]), [4], [1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
});

test("a layer's last activation is left to the loss, whichever layer it is", async () => {
  const losses = await Promise.all(
    [
      [new Dense(3, { activation: "softmax" })],
      [new Dense(3), new Activation("softmax")],
      [new Dense(3), new Softmax()],
    ].map(async (layers) => {
      const model = new Sequential(layers, { seed: 4 });
      model.compile({ optimizer: "sgd", loss: "categorical_crossentropy" });
      const x = { data: Float32Array.from([1, -2, 3, 0.5]), shape: [2, 2] };
      const y = { data: Float32Array.from([1, 0, 0, 0, 0, 1]), shape: [2, 3] };
      const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
      return history.loss;
    }),
  );
  expect(losses[1]).toEqual(losses[0]);
  expect(losses[2]).toEqual(losses[0]);
});

describe("what does not fit is refused", () => {
  test.each<[string, () => unknown]>([
    [
      "the window of MaxPooling2D is larger than its input",
      () => new MaxPooling2D({ poolSize: 4 }).outputShape([3, 5, 1]),
    ],
    ["MaxPooling2D takes images", () => new MaxPooling2D().outputShape([9])],
    ["GlobalAveragePooling2D takes images", () => new GlobalAveragePooling2D().outputShape([4, 4])],
    ["poolSize is out of range", () => new AveragePooling2D(0)],
    ['unknown padding "full"', () => new MaxPooling2D({ padding: "full" as "same" })],
    ["depthMultiplier is out of range", () => new DepthwiseConv2D(3, { depthMultiplier: 0 })],
    [
      "BatchNormalization normalises the last axis only",
      () => new BatchNormalization({ axis: 1 }).outputShape([4, 4, 3]),
    ],
    ["momentum is out of range", () => new BatchNormalization({ momentum: 1.5 })],
    ["maxValue is 0, which lets nothing through", () => new ReLU({ maxValue: 0 })],
    ["negativeSlope is out of range", () => new LeakyReLU({ negativeSlope: -1 })],
    ["targetShape leaves several axes open", () => new Reshape([-1, -1])],
    ["Reshape cannot give its input the target shape", () => new Reshape([-1, 5]).outputShape([4, 3])],
    ['unknown activation "gelo"', () => new Activation("gelo" as "gelu")],
    [
      "a softmax of images cannot be a model's last layer",
      () => new Sequential([new Softmax()]).build([2, 2, 3]),
    ],
  ])("%s", (message, make) => {
    expect(make).toThrow(message);
  });

  test.each<[string, string, JsonObject]>([
    ["data_format", "MaxPooling2D", { pool_size: [2, 2], data_format: "channels_first" }],
    ["dilation_rate", "DepthwiseConv2D", { kernel_size: [3, 3], dilation_rate: [2, 2] }],
    ["renorm", "BatchNormalization", { renorm: true }],
    ["gamma_regularizer", "BatchNormalization", { gamma_regularizer: { class_name: "L2" } }],
    ["another axis than the last", "Softmax", { axis: 1 }],
  ])("a configuration with %s of a kind that Inkling does not have", (words, className, config) => {
    const layer = {
      module: "keras.layers",
      class_name: className,
      config: { name: "x", ...config },
      registered_name: null,
    };
    expect(() => buildLayers([layer])).toThrow(words);
  });

  test("a configuration with the neutral values is taken", () => {
    const config = { name: "x", kernel_size: 3, dilation_rate: 1, groups: 1, data_format: "channels_last" };
    const object = { module: "keras.layers", class_name: "DepthwiseConv2D", config, registered_name: null };
    expect(buildLayers([object])).toHaveLength(1);
  });
});
