/**
 * The line network: five convolutions over a strip of 32 rows, pooled to one row, and a class for every two columns; 227,000 weights, no
 * recurrence. Each step sees 45 columns. No weight depends on the strip's width. Each normalization stands directly behind its convolution,
 * so that it can be folded into it for shipping.
 */
import {
  AdamW,
  BatchNormalization,
  Conv2D,
  CtcLoss,
  Dropout,
  MaxPooling2D,
  OneCycle,
  ReLU,
  Reshape,
  Sequential,
} from "../../dist/index.js";
import { CLASS_COUNT } from "../../dist/reader/grammar/symbols.js";
import { LINE_HEIGHT } from "../../dist/reader/line/prepare-line.js";
import { WIDTH } from "./line-set.mjs";

const CHANNELS = [16, 48, 64, 96, 128, 128];
const STEPS_OF_COLUMN = 2;
const DROPOUT = 0.1;

/** @param totalSteps steps of the whole training, for the learning rate's cycle */
export function buildLineNetwork(seed, totalSteps) {
  const block = (filters, size, options) => [
    new Conv2D(filters, size, { useBias: false, ...options }),
    new BatchNormalization(),
    new ReLU(),
  ];
  const network = new Sequential(layersOf(block, [new Dropout(DROPOUT)]), { seed });
  network.compile({
    optimizer: new AdamW({
      learningRate: new OneCycle({ peak: 0.005, totalSteps, warmupShare: 0.2 }),
      beta2: 0.99,
      weightDecay: 0.02,
      excludeFromWeightDecay: ["bias", "gamma", "beta"],
      useEma: true,
      // A phase of the training begins with the averaged weights: they must not lag behind by much of a phase.
      emaMomentum: 0.998,
      emaWarmup: true,
    }),
    loss: new CtcLoss(),
  });
  return network;
}

/** The same network for reading: normalizations are in the kernels and biases. */
export function buildFoldedLineNetwork() {
  const block = (filters, size, options) => [new Conv2D(filters, size, { activation: "relu", ...options })];
  return new Sequential(layersOf(block, []), { name: "line" });
}

function layersOf(block, dropout) {
  const [first, second, third, fourth, fifth, sixth] = CHANNELS;
  return [
    ...block(first, 5, { padding: "same", inputShape: [LINE_HEIGHT, WIDTH, 1] }),
    new MaxPooling2D({ poolSize: 2 }),
    ...block(second, 3, { padding: "same" }),
    new MaxPooling2D({ poolSize: 2 }),
    ...block(third, 3, { padding: "same" }),
    new MaxPooling2D({ poolSize: [2, 1] }),
    ...block(fourth, 3, { padding: "same" }),
    ...block(fifth, [4, 1], {}),
    ...block(sixth, [1, 5], { padding: "same" }),
    ...dropout,
    // Each column of four pixels gives two steps, so that there are enough of them for narrow digits.
    new Conv2D(STEPS_OF_COLUMN * CLASS_COUNT, 1),
    new Reshape([-1, CLASS_COUNT]),
  ];
}
