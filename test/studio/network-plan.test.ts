/** Layers put together in the view Train: their shapes and counts of weights, and what keeps them from being trained. */
import { expect, test } from "vitest";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { inputLayer, LAYER_KINDS, newLayer, withValue } from "../../web/src/train/layer-kinds.ts";
import { findSetupFault, FIRST_SETUP } from "../../web/src/train/setup.ts";
import { describeNetwork } from "../../web/src/workers/network-plan.ts";
import type { NetworkFacts, NetworkFault } from "../../web/src/workers/training-messages.ts";

/** A layer as the page makes a new one, with other values. */
function layer(className: string, values: Record<string, string | number | boolean> = {}): KerasObject {
  const kind = LAYER_KINDS.find((known) => known.className === className);
  if (kind === undefined) throw new Error(`${className} is not offered`);
  return Object.entries(values).reduce((made, [key, value]) => {
    const field = kind.fields.find((known) => known.key === key);
    if (field === undefined) throw new Error(`${className} has no ${key}`);
    return withValue(made, field, value);
  }, newLayer(kind));
}

const softmax = layer("Dense", { units: 10, activation: "softmax" });

function factsOf(...layers: KerasObject[]): NetworkFacts {
  const described = describeNetwork(layers);
  if ("fault" in described) throw new Error(described.fault.message);
  return described.facts;
}

function faultOf(...layers: KerasObject[]): NetworkFault {
  const described = describeNetwork(layers);
  if ("facts" in described) throw new Error("it can be trained");
  return described.fault;
}

test("LeNet-5's layers have the shapes and the 61,706 weights that its paper and Keras count", () => {
  const facts = factsOf(
    inputLayer("picture"),
    layer("Conv2D", { filters: 6, kernel_size: 5, padding: "same", activation: "tanh" }),
    layer("AveragePooling2D"),
    layer("Conv2D", { filters: 16, kernel_size: 5, padding: "valid", activation: "tanh" }),
    layer("AveragePooling2D"),
    layer("Flatten"),
    layer("Dense", { units: 120, activation: "tanh" }),
    layer("Dense", { units: 84, activation: "tanh" }),
    softmax,
  );
  expect(facts.parameters).toBe(61_706);
  expect(facts.layers.map(({ parameters }) => parameters)).toEqual([156, 0, 2416, 0, 0, 48_120, 10_164, 850]);
  expect(facts.layers[3].outputShape).toEqual([5, 5, 16]);
});

test("every kind of layer that is offered can be built as it is added", () => {
  const ofRows = new Set(["Dense", "Dropout", "BatchNormalization", "Activation", "ReLU", "LeakyReLU"]);
  for (const { className } of LAYER_KINDS) {
    const flattened = className === "GlobalAveragePooling2D" ? [] : [layer("Flatten")];
    const layers = ofRows.has(className)
      ? [inputLayer("row"), layer(className), softmax]
      : [inputLayer("picture"), layer(className), ...flattened, softmax];
    expect(factsOf(...layers).layers[0].className).toBe(className);
  }
});

test("a convolution on a row of pixels is named, with what it wants", () => {
  const fault = faultOf(inputLayer("row"), layer("Dense"), layer("Conv2D"), softmax);
  expect(fault.layer).toBe(2);
  expect(fault.message).toMatch(/height, width/);
});

test("a kernel larger than its picture is named", () => {
  const fault = faultOf(
    inputLayer("picture"),
    layer("MaxPooling2D", { pool_size: 14, strides: 14 }),
    layer("Conv2D", { kernel_size: 5, padding: "valid" }),
    layer("Flatten"),
    softmax,
  );
  expect(fault.layer).toBe(2);
});

test.each([
  ["no layer at all", [], /no layer yet/],
  [
    "seven outputs",
    [layer("Flatten"), layer("Dense", { units: 7, activation: "softmax" })],
    /gives 7 numbers, but there are ten/,
  ],
  ["a picture at the end", [layer("Conv2D")], /28 × 28 × 16 numbers/],
  ["scores instead of probabilities", [layer("Flatten"), layer("Dense", { units: 10 })], /softmax/],
  [
    "too many weights",
    [layer("Flatten"), layer("Dense", { units: 8192 }), layer("Dense", { units: 8192 })],
    /million/,
  ],
])("%s cannot be trained, and it is said why", (_, layers, words) => {
  const fault = faultOf(inputLayer("picture"), ...layers);
  expect(fault.layer).toBeUndefined();
  expect(fault.message).toMatch(words);
});

test.each([
  [{ epochs: 0 }, /Epochs/],
  [{ epochs: Number.NaN }, /Epochs/],
  [{ batchSize: 2.5 }, /batch/],
  [{ seed: -1 }, /seed/],
  [{ learningRate: 0 }, /learning rate/],
  [{ inkCount: 60_001 }, /Images to draw/],
])("%o is refused in words", (change, words) => {
  expect(findSetupFault({ ...FIRST_SETUP, ...change })).toMatch(words);
});

test("the first setup can be trained", () => {
  expect(findSetupFault(FIRST_SETUP)).toBeUndefined();
});
