/**
 * The digit network: four convolutions and a dense layer, eleven outputs, the last for what is no digit; 162,000 weights. Each
 * normalization stands directly behind its convolution, so that it can be folded into it for shipping.
 */
import {
  AdamW,
  BatchNormalization,
  CategoricalCrossentropy,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  MaxPooling2D,
  OneCycle,
  ReLU,
  Sequential,
} from "../../dist/index.js";

export const OUTPUTS = 11;
/** The output for what is no digit. */
export const NOT_A_DIGIT = 10;
const CHANNELS = [24, 48, 96, 96];

/** @param totalSteps steps of the whole training, for the learning rate's cycle */
export function buildNetwork(seed, totalSteps) {
  const block = (filters, size, options) => [
    new Conv2D(filters, size, { useBias: false, ...options }),
    new BatchNormalization(),
    new ReLU(),
  ];
  const head = [new Dropout(0.2), new Dense(OUTPUTS, { activation: "softmax" })];
  const network = new Sequential(layersOf(block, head), { seed });
  network.compile({
    optimizer: new AdamW({
      learningRate: new OneCycle({ peak: 0.008, totalSteps, warmupShare: 0.2 }),
      beta2: 0.99,
      weightDecay: 0.02,
      excludeFromWeightDecay: ["bias", "gamma", "beta"],
      useEma: true,
      emaMomentum: 0.999,
      emaWarmup: true,
    }),
    loss: new CategoricalCrossentropy({ labelSmoothing: 0.02 }),
    metrics: ["accuracy"],
  });
  return network;
}

/** The same network for reading: normalizations are in the kernels and biases, and it ends in logits. */
export function buildFoldedNetwork() {
  const block = (filters, size, options) => [new Conv2D(filters, size, { activation: "relu", ...options })];
  return new Sequential(layersOf(block, [new Dense(OUTPUTS)]), { name: "digits" });
}

function layersOf(block, head) {
  const [first, second, third, fourth] = CHANNELS;
  return [
    ...block(first, 5, { padding: "same", inputShape: [28, 28, 1] }),
    new MaxPooling2D(2),
    ...block(second, 3, { padding: "same" }),
    ...block(third, 3, { padding: "same", strides: 2 }),
    ...block(fourth, 3, {}),
    new Flatten(),
    ...head,
  ];
}
