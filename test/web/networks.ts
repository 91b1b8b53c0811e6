/**
 * Networks whose training must give the same bits everywhere: in this process, in a page, under other Nodes, on any number
 * of threads. The library is handed in, and nothing is imported but types, so that this file runs wherever its types can
 * be taken away. Another network to compare is one more entry of NETWORKS.
 */
import type * as Nn from "../../src/nn/index.ts";

/** What is used of the library, "inkling" itself or its sources. */
export type Library = Pick<
  typeof Nn,
  | "Activation"
  | "Adam"
  | "AveragePooling2D"
  | "BatchNormalization"
  | "Conv2D"
  | "Dense"
  | "DepthwiseConv2D"
  | "Dropout"
  | "Flatten"
  | "GlobalAveragePooling2D"
  | "LeakyReLU"
  | "MaxPooling2D"
  | "ReLU"
  | "Rescaling"
  | "Reshape"
  | "RMSprop"
  | "Sequential"
  | "SGD"
  | "Softmax"
>;

/** A network in front of ten outputs. */
export interface Network {
  name: string;
  /** Shape of one example of 144 pixels. */
  inputShape: readonly number[];
  layers(library: Library): Nn.Layer[];
  optimizer(library: Library): Nn.Optimizer;
}

export const NETWORKS: readonly Network[] = [
  {
    name: "narrow, sigmoid, RMSprop",
    inputShape: [144],
    layers: ({ Dense }) => [
      new Dense(16, { activation: "sigmoid" }),
      new Dense(12, { activation: "sigmoid" }),
    ],
    optimizer: ({ RMSprop }) => new RMSprop(),
  },
  {
    name: "wide, relu with Dropout, Adam",
    inputShape: [12, 12],
    layers: ({ Dense, Dropout, Flatten }) => [
      new Flatten(),
      new Dense(100, { activation: "relu" }),
      new Dropout(0.4),
      new Dense(70, { activation: "relu" }),
    ],
    optimizer: ({ Adam }) => new Adam({ learningRate: 0.01 }),
  },
  {
    name: "rescaled, tanh, SGD with momentum",
    inputShape: [12, 12],
    layers: ({ Dense, Flatten, Rescaling }) => [
      new Rescaling(2, { offset: -1 }),
      new Flatten(),
      new Dense(20, { activation: "tanh" }),
    ],
    optimizer: ({ SGD }) => new SGD({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  },
  {
    name: "convolutions, relu, Adam",
    inputShape: [12, 12, 1],
    layers: ({ Conv2D, Dense, Flatten }) => [
      new Conv2D(8, 3, { activation: "relu" }),
      new Conv2D(16, 3, { activation: "relu", strides: 2, padding: "same" }),
      new Flatten(),
      new Dense(24, { activation: "relu" }),
    ],
    optimizer: ({ Adam }) => new Adam(),
  },
  {
    name: "normalised images, pooled, Adam",
    inputShape: [144],
    layers: ({ Activation, AveragePooling2D, BatchNormalization, Conv2D, DepthwiseConv2D, ...library }) => [
      new library.Reshape([12, 12, 1]),
      new Conv2D(12, 3, { useBias: false }),
      new BatchNormalization({ momentum: 0.9 }),
      new library.ReLU({ maxValue: 6 }),
      new library.MaxPooling2D(),
      new DepthwiseConv2D(3, { padding: "same", depthMultiplier: 2, activation: "silu" }),
      new BatchNormalization(),
      new Activation("gelu"),
      new AveragePooling2D(2, { strides: 1 }),
      new library.GlobalAveragePooling2D({ keepdims: true }),
      new library.LeakyReLU(),
      new library.Flatten(),
    ],
    optimizer: ({ Adam }) => new Adam(),
  },
  {
    name: "normalised features, relu, RMSprop",
    inputShape: [144],
    layers: ({ Activation, BatchNormalization, Dense, Softmax }) => [
      new BatchNormalization({ scale: false }),
      new Dense(70, { activation: "elu" }),
      new BatchNormalization(),
      new Activation("relu"),
      new Dense(12, { activation: "gelu" }),
      new Softmax(),
    ],
    optimizer: ({ RMSprop }) => new RMSprop(),
  },
];

/** Not divisible by 4, nor does it divide the 270 examples that are trained on. */
const BATCH = 23;
const ROWS = 300;

/** Images of 144 bytes, most of them blank, as MNIST's are. */
export function makeDigits(inputShape: readonly number[]): { images: Nn.Inputs; labels: Uint8Array } {
  const next = randomNumbers(8);
  const data = Uint8Array.from({ length: ROWS * 144 }, () => (next() < 0.8 ? 0 : Math.floor(next() * 256)));
  const labels = Uint8Array.from({ length: ROWS }, () => Math.floor(next() * 10));
  return { images: { data, shape: [ROWS, ...inputShape], scale: 1 / 255 }, labels };
}

/** A network compiled and ready to fit. */
export function makeNetwork(library: Library, network: Network, seed = 1): Nn.Sequential {
  const { Dense, Sequential } = library;
  const layers = [...network.layers(library), new Dense(10, { activation: "softmax" })];
  const model = new Sequential(layers, { seed });
  model.build(network.inputShape);
  model.compile({ optimizer: network.optimizer(library), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** What a training came to. */
export interface Trained {
  sha: string;
  history: Record<string, number[]>;
}

/** Trains a network for two epochs with their validation. */
export async function trainNetwork(
  library: Library,
  network: Network,
  options: Nn.FitOptions = {},
): Promise<Trained> {
  const { images, labels } = makeDigits(network.inputShape);
  const model = makeNetwork(library, network);
  const plan = { batchSize: BATCH, epochs: 2, verbose: 0, validationSplit: 0.1 } as const;
  const { history } = await model.fit(images, labels, { ...plan, ...options });
  return { sha: await model.weightsSha256(), history };
}

/** Numbers in 0..1 by a linear congruence (Numerical Recipes, chapter 7): whole numbers, so the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
