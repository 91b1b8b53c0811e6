/**
 * The best that dense layers alone reach here: 784-1024-512-10, normalised, on images that are moved, turned, sheared and bent
 * anew in every epoch, with one cycle of the learning rate and averaged weights. That shapes vary matters far more than how
 * wide the network is. Source of the idea: D. Cireşan et al., "Deep, big, simple neural nets for handwritten digit
 * recognition" (2010), who reached 99.65 % with twelve million weights; this one has 1.3 million.
 */
import { Augmentation } from "../../data/index.ts";
import { AdamW, BatchNormalization, Dense, OneCycle, ReLU, Sequential, type Layer } from "../index.ts";
import type { Recipe } from "./recipe.ts";

export const annBest: Recipe = {
  description: "784-1024-512-10, normalised, ReLU, AdamW, one cycle, on images bent anew in every epoch",
  epochs: 100,
  batchSize: 256,
  augmentation: Augmentation.digits({ robustShare: 0 }),
  build(seed, steps) {
    const model = new Sequential([...block(1024), ...block(512), new Dense(10, { activation: "softmax" })], {
      seed,
    });
    model.build([784]);
    model.compile({
      optimizer: new AdamW({
        learningRate: new OneCycle({ peak: 0.006, totalSteps: steps }),
        weightDecay: 0.01,
        useEma: true,
        emaMomentum: 0.999,
        emaWarmup: true,
      }),
      loss: "sparse_categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return model;
  },
};

/** A dense layer, normalised, behind a ReLU. */
function block(units: number): Layer[] {
  return [new Dense(units, { useBias: false }), new BatchNormalization(), new ReLU()];
}
