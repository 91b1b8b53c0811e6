/** A model file whose predictions are known without running it. */
import { Dense, Sequential } from "../../src/nn/index.ts";

/** What the model says of any picture: 91 % for 7, 1 % for each other digit. */
export const KNOWN_PROBABILITIES = [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.91, 0.01, 0.01];

/**
 * Saves a network without weights but biases: softmax(log p) = p, whatever the picture.
 * @param compiled whether it knows its loss
 */
export async function saveKnownModel(path: string, { compiled = true } = {}): Promise<Sequential> {
  const model = new Sequential([new Dense(10, { activation: "softmax", inputShape: [784] })]);
  const bias = Float32Array.from(KNOWN_PROBABILITIES, Math.log);
  model.setWeights([
    { data: new Float32Array(7840), shape: [784, 10] },
    { data: bias, shape: [10] },
  ]);
  if (compiled) model.compile({ loss: "categorical_crossentropy", metrics: ["accuracy"] });
  await model.save(path);
  return model;
}
