/** A digit model whose answers are known without running it. */
import { writeFileSync } from "node:fs";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { writeDigitModel } from "../../src/reader/index.ts";

/** What it says of any picture: 91 % for 7, 0.9 % for each other digit and for no digit. */
export const DIGIT_PROBABILITIES = [
  0.009, 0.009, 0.009, 0.009, 0.009, 0.009, 0.009, 0.91, 0.009, 0.009, 0.009,
];

/**
 * Saves a network without weights but biases: softmax(log p) = p, whatever the picture. It accepts from 90 %, and from
 * 95 % where a stroke touches the border or the like.
 */
export function saveDigitModel(path: string): void {
  const network = new Sequential([new Flatten({ inputShape: [28, 28, 1] }), new Dense(11)]);
  const logits = Float32Array.from(DIGIT_PROBABILITIES, Math.log);
  network.setWeights([
    { data: new Float32Array(784 * 11), shape: [784, 11] },
    { data: logits, shape: [11] },
  ]);
  const thresholds = { energy: -1, acceptEnergy: -1, reject: 0.2, accept: 0.9, acceptCautiously: 0.95 };
  const facts = { version: 1 as const, input: "ink on black", temperature: 1, thresholds, card: "# A card" };
  const goldens = {
    inputs: { data: new Uint8Array(784), shape: [1, 28, 28] },
    outputs: { data: logits, shape: [1, 11] },
  };
  writeFileSync(path, writeDigitModel(network.toRecord(), facts, goldens));
}
