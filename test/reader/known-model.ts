/** Digit models whose answers are known without running them: a dense layer of zeros and chosen biases, or of chosen pixels. */
import { Dense, Flatten, Sequential, type ActivationName } from "../../src/nn/index.ts";
import type { DigitModel, DigitModelFacts } from "../../src/reader/index.ts";

export const FACTS: DigitModelFacts = {
  version: 1,
  input: "ink on black",
  temperature: 2,
  thresholds: { energy: -2, acceptEnergy: 1, reject: 0.4, accept: 0.9, acceptCautiously: 0.95 },
  card: "# A card",
};

/** A network that gives these outputs for every picture. @param activation of its last layer */
export function constantNetwork(
  outputs: readonly number[],
  activation: ActivationName = "linear",
): Sequential {
  const network = new Sequential([
    new Flatten({ inputShape: [28, 28, 1] }),
    new Dense(outputs.length, { activation }),
  ]);
  network.setWeights([
    { data: new Float32Array(784 * outputs.length), shape: [784, outputs.length] },
    { data: Float32Array.from(outputs), shape: [outputs.length] },
  ]);
  return network;
}

/** A network of which each output is the mean level, 0..1, of one row of the picture, times a factor. */
export function rowNetwork(rows: readonly number[], factor: number): Sequential {
  const network = new Sequential([new Flatten({ inputShape: [28, 28, 1] }), new Dense(rows.length)]);
  const kernel = new Float32Array(784 * rows.length);
  rows.forEach((row, output) => {
    for (let x = 0; x < 28; x++) kernel[(row * 28 + x) * rows.length + output] = factor / 28;
  });
  network.setWeights([
    { data: kernel, shape: [784, rows.length] },
    { data: new Float32Array(rows.length), shape: [rows.length] },
  ]);
  return network;
}

export function modelOf(network: Sequential, facts?: DigitModelFacts): DigitModel {
  return { name: "known", network, endsInLogits: true, rescales: false, facts };
}
