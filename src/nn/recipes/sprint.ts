/**
 * 99 % on MNIST's test set as fast as can be: three small convolutions that halve the picture as they go, batch
 * normalization so that the rate may be high, and one cycle of the learning rate over the whole training. One epoch reaches
 * 99 % with most seeds; two reach it with all that were tried.
 */
import {
  Adam,
  BatchNormalization,
  Conv2D,
  Dense,
  Flatten,
  OneCycle,
  ReLU,
  Sequential,
  type Layer,
} from "../index.ts";
import type { Recipe } from "./recipe.ts";

export const sprint: Recipe = {
  description: "three convolutions with batch normalization, Adam, one cycle",
  epochs: 2,
  batchSize: 128,
  build(seed, steps) {
    const model = new Sequential(
      [
        ...block(16, 5, 2),
        ...block(32, 3, 2),
        ...block(64, 3, 1),
        new Flatten(),
        new Dense(10, { activation: "softmax" }),
      ],
      { seed },
    );
    model.build([28, 28, 1]);
    model.compile({
      optimizer: new Adam({
        learningRate: new OneCycle({ peak: 0.01, totalSteps: steps }),
        beta1: 0.7,
        beta2: 0.9,
      }),
      loss: "sparse_categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return model;
  },
};

/** A convolution, normalised, behind a ReLU. */
function block(filters: number, kernelSize: number, strides: number): Layer[] {
  return [
    new Conv2D(filters, kernelSize, { strides, useBias: false }),
    new BatchNormalization({ momentum: 0.9 }),
    new ReLU(),
  ];
}
