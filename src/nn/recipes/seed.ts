/** The recipe of the notebook that Inkling starts from: three hidden layers of 32 sigmoids, RMSprop, 25 epochs. */
import { Dense, RMSprop, Sequential } from "../index.ts";
import type { Recipe } from "./recipe.ts";

export const seed: Recipe = {
  description: "784-32-32-32-10, sigmoid, RMSprop: the notebook's network",
  epochs: 25,
  batchSize: 128,
  build(seedNumber) {
    const model = new Sequential(
      [
        new Dense(32, { activation: "sigmoid", inputShape: [784] }),
        new Dense(32, { activation: "sigmoid" }),
        new Dense(32, { activation: "sigmoid" }),
        new Dense(10, { activation: "softmax" }),
      ],
      { seed: seedNumber },
    );
    model.compile({
      optimizer: new RMSprop(),
      loss: "categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return model;
  },
};
